-- Gives the leadership up, and takes the report away (ELECT-3). The term stays, so that the next one is higher (ELECT-2).
-- KEYS: leader, candidates, unreached. ARGV: deadline, process, term.
if late(ARGV[1]) then
  return {'late'}
end
local leader = redis.call('HMGET', KEYS[1], 'process', 'term')
if leader[1] == ARGV[2] and leader[2] == ARGV[3] then
  redis.call('HSET', KEYS[1], 'until', '0')
end
redis.call('ZREM', KEYS[2], ARGV[2])
redis.call('HDEL', KEYS[3], ARGV[2])
return {'resigned'}
