-- Uncounts a board.
-- KEYS: quota. ARGV: deadline, day, board.
if late(ARGV[1]) then
  return {'late'}
end
redis.call('ZREM', KEYS[1], ARGV[2] .. '/' .. ARGV[3])
return {'done'}
