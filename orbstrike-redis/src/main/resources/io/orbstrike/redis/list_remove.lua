-- Lists show boards no more.
-- KEYS: ids, boards of their bucket. ARGV: boards.
for i = 1, #ARGV do
  redis.call('ZREM', KEYS[1], ARGV[i])
  redis.call('HDEL', KEYS[2], ARGV[i])
end
return {'done'}
