-- Gives the leadership up. The term stays, so that the next one is higher (ELECT-2).
-- KEYS: leader. ARGV: deadline, process, term.
if late(ARGV[1]) then
  return {'late'}
end
local leader = redis.call('HMGET', KEYS[1], 'process', 'term')
if leader[1] == ARGV[2] and leader[2] == ARGV[3] then
  redis.call('HSET', KEYS[1], 'until', '0')
end
return {'resigned'}
