-- Notes that a candidate lives and whom it cannot reach, and tells what all have noted (ELECT-3, ELECT-4).
-- KEYS: candidates, unreached. ARGV: deadline, process, TTL in ms, the gameservers that it cannot reach, apart by spaces.
if late(ARGV[1]) then
  return {'late'}
end
local at = now()
redis.call('HLEN', KEYS[2])
-- First what a full Redis refuses: after a first write it refuses nothing.
redis.call('ZADD', KEYS[1], digits(at + tonumber(ARGV[3])), ARGV[2])
if ARGV[4] == '' then
  redis.call('HDEL', KEYS[2], ARGV[2])
else
  redis.call('HSET', KEYS[2], ARGV[2], ARGV[4])
end
for _, process in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', digits(at))) do
  redis.call('ZREM', KEYS[1], process)
  redis.call('HDEL', KEYS[2], process)
end
return {'reported', redis.call('ZCARD', KEYS[1]), redis.call('HVALS', KEYS[2])}
