-- Reads all that there is of a board, in one step.
-- KEYS: board, roster, closed. ARGV: the fields of the board to answer.
local board = redis.call('HMGET', KEYS[1], unpack(ARGV))
if redis.call('HEXISTS', KEYS[1], 'token') == 1 then
  return {'loaded', board, redis.call('HGETALL', KEYS[2])}
end
local closed = redis.call('GET', KEYS[3])
return closed and {'closed', closed} or {'absent'}
