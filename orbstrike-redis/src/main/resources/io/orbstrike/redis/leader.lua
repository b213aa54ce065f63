-- Reads who leads.
-- KEYS: leader.
local leader = redis.call('HMGET', KEYS[1], 'process', 'address', 'term', 'until')
if leader[4] and tonumber(leader[4]) > now() then
  return {'led', leader[1], leader[2], leader[3]}
end
return {'none'}
