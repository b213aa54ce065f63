-- Writes a board again as its holder has it (ATTACH-3, ROSTER-3).
-- KEYS: board, roster, keys, gone, closed. ARGV: deadline, token, roster number, epoch, tick, what the snapshot is, its
-- bytes ('' in all three if there is none), how long keys are remembered in ms, number of players, keys of joins that
-- nobody was told of (32 bytes each), players and entries, then fields and values of the board.
if late(ARGV[1]) then
  return {'late'}
end
local token, number, players = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[9])
local board = redis.call('HMGET', KEYS[1], 'token', 'rn', 'se', 'st')
local recorded = board[1]
if not recorded then
  local closed = redis.call('GET', KEYS[5])
  if closed then
    return {'closed', closed}
  end
elseif recorded ~= token and epoch(token) <= epoch(recorded) then
  return {'fenced', recorded}
end
local same = recorded == token
local there = redis.call('HGETALL', KEYS[2])
redis.call('HLEN', KEYS[3])
redis.call('ZCARD', KEYS[4])
if not same then
  -- First what a full Redis refuses: after a first write it refuses nothing.
  redis.call('HSET', KEYS[1], 'token', token)
  redis.call('HDEL', KEYS[1], 'quarantine', 'deaths', 'from')
  redis.call('HSET', KEYS[1], unpack(ARGV, 11 + 2 * players))
end
if not same or number > tonumber(board[2]) then
  local at = now()
  redis.call('HSET', KEYS[1], 'rn', digits(number))
  forget(KEYS[3], KEYS[4], at)
  local untold = {}
  for i = 1, #ARGV[10], 32 do
    untold[string.sub(ARGV[10], i, i + 31)] = true
  end
  -- Who is not on the holder's roster has left, unless nobody was told that he had joined.
  for i = 1, #there, 2 do
    local key = string.sub(there[i + 1], 1, 32)
    if untold[key] then
      redis.call('HDEL', KEYS[2], there[i])
      redis.call('HDEL', KEYS[3], key)
    else
      depart(KEYS[2], KEYS[3], KEYS[4], there[i], there[i + 1], at + tonumber(ARGV[8]))
    end
  end
  for i = 11, 10 + 2 * players, 2 do
    local key = string.sub(ARGV[i + 1], 1, 32)
    redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
    redis.call('HSET', KEYS[3], key, ARGV[i])
    redis.call('ZREM', KEYS[4], key)
  end
else
  number = tonumber(board[2])
end
if ARGV[5] ~= '' and not (same and board[3] == ARGV[4] and tonumber(board[4]) > tonumber(ARGV[5])) then
  redis.call('HSET', KEYS[1], 'se', ARGV[4], 'st', ARGV[5], 'sm', ARGV[6], 'sb', ARGV[7])
end
return {'asserted', number}
