-- Saves a snapshot (ATTACH-3, SNAP-3). This is what Redis runs most often: one read, one write, no prelude.
-- KEYS: board, closed. ARGV: token, epoch, tick, what the snapshot is, its bytes.
-- Answers the roster number if it was saved.
local board = redis.call('HMGET', KEYS[1], 'token', 'se', 'st', 'rn')
if board[1] == ARGV[1] then
  if board[2] == ARGV[2] and tonumber(board[3]) > tonumber(ARGV[3]) then
    return {'superseded', board[3]}
  end
  redis.call('HSET', KEYS[1], 'se', ARGV[2], 'st', ARGV[3], 'sm', ARGV[4], 'sb', ARGV[5])
  return tonumber(board[4])
end
if not board[1] then
  local closed = redis.call('GET', KEYS[2])
  return closed and {'closed', closed} or {'behind'}
end
if tonumber(ARGV[2]) > tonumber(string.match(board[1], '^%d+')) then
  return {'behind'}
end
return {'fenced', board[1]}
