-- Says what lists show of a board.
-- KEYS: ids, boards of its bucket. ARGV: board, what lists show.
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[1], 0, ARGV[1])
return {'done'}
