-- Enters boards into a gameserver's index (ATTACH-5).
-- KEYS: index. ARGV: deadline, boards.
if late(ARGV[1]) then
  return {'late'}
end
for i = 2, #ARGV do
  redis.call('ZADD', KEYS[1], 0, ARGV[i])
end
return {'done'}
