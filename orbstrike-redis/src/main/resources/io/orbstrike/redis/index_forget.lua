-- Removes a gameserver's index (ATTACH-5).
-- KEYS: index. ARGV: deadline.
if late(ARGV[1]) then
  return {'late'}
end
redis.call('DEL', KEYS[1])
return {'done'}
