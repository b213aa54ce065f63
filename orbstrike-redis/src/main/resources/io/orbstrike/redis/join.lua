-- Puts a player on the roster (ROSTER-1, 2 and 4).
-- KEYS: board, roster, keys, gone, closed. ARGV: deadline, token, key, entry, spent number, greatest number of gone keys.
if late(ARGV[1]) then
  return {'late'}
end
local board = redis.call('HMGET', KEYS[1], 'token', 'rn', 'max')
local refused = refusal(ARGV[2], board[1], KEYS[5])
if refused then
  return refused
end
local key, spent, at = ARGV[3], tonumber(ARGV[5]), now()
-- A number that was never given out here: what gave it out is forgotten.
if spent > tonumber(board[2]) then
  return {'behind'}
end
local there = redis.call('HGET', KEYS[3], key)
local forget_at = redis.call('ZSCORE', KEYS[4], key)
local players = redis.call('HLEN', KEYS[2])
if there and string.sub(there, 1, 1) == '-' then
  if forget_at and tonumber(forget_at) > at then
    return {'left', string.sub(there, 2)}
  end
  there = false
end
if there and tonumber(there) > spent then
  return {'there', there, redis.call('HGET', KEYS[2], there)}
end
if not there and players >= tonumber(board[3]) then
  return {'full', board[3]}
end
if not there and redis.call('ZCOUNT', KEYS[4], digits(at), '+inf') >= tonumber(ARGV[6]) then
  return {'crowded'}
end
-- First what a full Redis refuses: after a first write it refuses nothing.
local player = digits(tonumber(board[2]) + 1)
redis.call('HSET', KEYS[1], 'rn', player)
forget(KEYS[3], KEYS[4], at)
if there then
  redis.call('HDEL', KEYS[2], there)
end
redis.call('ZREM', KEYS[4], key)
redis.call('HSET', KEYS[2], player, ARGV[4])
redis.call('HSET', KEYS[3], key, player)
return {'joined', player}
