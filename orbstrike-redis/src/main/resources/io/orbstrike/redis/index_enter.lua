-- Enters boards into a gameserver's index (ATTACH-5).
-- KEYS: index. ARGV: deadline, how long the index is kept from now on in ms, boards.
if late(ARGV[1]) then
  return {'late'}
end
for i = 3, #ARGV do
  redis.call('ZADD', KEYS[1], 0, ARGV[i])
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {'done'}
