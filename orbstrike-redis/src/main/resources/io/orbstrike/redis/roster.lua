-- Reads who is on a board, in one step.
-- KEYS: board, roster, closed.
local board = redis.call('HMGET', KEYS[1], 'token', 'rn')
if board[1] then
  return {'roster', board[1], board[2], redis.call('HGETALL', KEYS[2])}
end
local closed = redis.call('GET', KEYS[3])
return closed and {'closed', closed} or {'absent'}
