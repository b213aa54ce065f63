-- Ends a lease before its time (LEASE-5).
-- KEYS: leases, ends, early. ARGV: deadline, gameserver.
if late(ARGV[1]) then
  return {'late'}
end
local at = now()
redis.call('HLEN', KEYS[3])
local ends_at = redis.call('ZSCORE', KEYS[2], ARGV[2])
if ends_at and tonumber(ends_at) > at then
  redis.call('ZADD', KEYS[2], digits(at), ARGV[2])
  redis.call('HSET', KEYS[3], ARGV[2], digits(at))
end
return {'ended'}
