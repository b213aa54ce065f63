-- Reads all leases with the store's clock in the same step (LEASE-4).
-- KEYS: leases, ends, early.
return {digits(now()), redis.call('HGETALL', KEYS[1]), redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES'),
  redis.call('HGETALL', KEYS[3])}
