-- Saves a snapshot and takes those off the roster who left the game by it (ROSTER-2).
-- KEYS: board, closed, roster, keys, gone. ARGV: token, epoch, tick, what the snapshot is, its bytes, how long keys are
-- remembered in ms, players.
-- Answers the roster number, and how many have left.
local board = redis.call('HMGET', KEYS[1], 'token', 'se', 'st', 'rn')
local refused = refusal(ARGV[1], board[1], KEYS[2])
if refused then
  return refused
end
if board[2] == ARGV[2] and tonumber(board[3]) > tonumber(ARGV[3]) then
  return {'superseded', board[3]}
end
redis.call('HLEN', KEYS[3])
redis.call('HLEN', KEYS[4])
redis.call('ZCARD', KEYS[5])
local at, number, left = now(), tonumber(board[4]), 0
redis.call('HSET', KEYS[1], 'se', ARGV[2], 'st', ARGV[3], 'sm', ARGV[4], 'sb', ARGV[5])
forget(KEYS[4], KEYS[5], at)
for i = 7, #ARGV do
  local entry = redis.call('HGET', KEYS[3], ARGV[i])
  if entry then
    depart(KEYS[3], KEYS[4], KEYS[5], ARGV[i], entry, at + tonumber(ARGV[6]))
    left = left + 1
  end
end
redis.call('HSET', KEYS[1], 'rn', digits(number + left))
return {'saved', number + left, left}
