-- Takes or renews the leadership (ELECT-1, ELECT-2).
-- KEYS: leader. ARGV: deadline, process, address, TTL in ms.
if late(ARGV[1]) then
  return {'late'}
end
local at = now()
local leader = redis.call('HMGET', KEYS[1], 'process', 'address', 'term', 'until')
local held = leader[4] and tonumber(leader[4]) > at
if held and leader[1] ~= ARGV[2] then
  return {'led', leader[1], leader[2], leader[3]}
end
local term = held and leader[3] or digits(math.max(tonumber(leader[3] or 0) + 1, at))
redis.call('HSET', KEYS[1], 'process', ARGV[2], 'address', ARGV[3], 'term', term, 'until', digits(at + tonumber(ARGV[4])))
return {'elected', term}
