-- Takes or renews a lease (LEASE-1, LEASE-3).
-- KEYS: leases, ends, early. ARGV: deadline, gameserver, TTL in ms, lease, how long a lease is kept after its end in ms.
if late(ARGV[1]) then
  return {'late'}
end
local at = now()
redis.call('HLEN', KEYS[1])
redis.call('HLEN', KEYS[3])
local ends_at = redis.call('ZSCORE', KEYS[2], ARGV[2])
local old = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', digits(at - tonumber(ARGV[5])), 'LIMIT', 0, 16)
-- First what a full Redis refuses: after a first write it refuses nothing.
redis.call('HSET', KEYS[1], ARGV[2], ARGV[4])
redis.call('ZADD', KEYS[2], digits(at + tonumber(ARGV[3])), ARGV[2])
redis.call('HDEL', KEYS[3], ARGV[2])
for _, gameserver in ipairs(old) do
  if gameserver ~= ARGV[2] then
    redis.call('HDEL', KEYS[1], gameserver)
    redis.call('ZREM', KEYS[2], gameserver)
    redis.call('HDEL', KEYS[3], gameserver)
  end
end
return {ends_at and tonumber(ends_at) > at and 'renewed' or 'taken'}
