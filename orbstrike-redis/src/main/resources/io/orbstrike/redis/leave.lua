-- Takes a player off the roster (ROSTER-1).
-- KEYS: board, roster, keys, gone, closed. ARGV: deadline, token, player, how long his key is remembered in ms.
if late(ARGV[1]) then
  return {'late'}
end
local board = redis.call('HMGET', KEYS[1], 'token', 'rn')
local refused = refusal(ARGV[2], board[1], KEYS[5])
if refused then
  return refused
end
local entry = redis.call('HGET', KEYS[2], ARGV[3])
if not entry then
  return {'absent'}
end
local at = now()
redis.call('HLEN', KEYS[3])
-- First what a full Redis refuses: after a first write it refuses nothing.
local number = digits(tonumber(board[2]) + 1)
redis.call('HSET', KEYS[1], 'rn', number)
forget(KEYS[3], KEYS[4], at)
depart(KEYS[2], KEYS[3], KEYS[4], ARGV[3], entry, at + tonumber(ARGV[4]))
return {'left', number}
