-- Hands a board over to a gameserver with its last state, if the token is the caller's (HAND-3, ATTACH-1 to 3, ROSTER-2).
-- What it was handed over from, and after which tick, is kept, so that a repeated call finds what the first one did.
-- KEYS: board, roster, keys, gone, closed, and where they are in reach the ends of leases, the target's index and the one of
-- the holder before (ATTACH-5). ARGV: deadline, token, target, epoch, tick, what the snapshot is, its bytes, how long keys are
-- remembered in ms, the board, how long an index is kept from now on in ms, players who leave.
if late(ARGV[1]) then
  return {'late'}
end
local board = redis.call('HMGET', KEYS[1], 'token', 'from', 'se', 'st', 'rn')
local recorded, from = board[1], ARGV[2] .. '@' .. ARGV[5]
if recorded and board[2] == from and string.match(recorded, '/(.*)$') == ARGV[3] then
  if KEYS[7] then
    reindex(KEYS[7], KEYS[8], ARGV[9], ARGV[10])
  end
  return {'handed', recorded}
end
local refused = refusal(ARGV[2], recorded, KEYS[5])
if refused then
  return refused
end
if board[3] == ARGV[4] and tonumber(board[4]) > tonumber(ARGV[5]) then
  return {'superseded', board[4]}
end
local at = now()
if KEYS[6] then
  local ends_at = redis.call('ZSCORE', KEYS[6], ARGV[3])
  if not ends_at or tonumber(ends_at) <= at then
    return {'dead'}
  end
end
redis.call('HLEN', KEYS[2])
redis.call('HLEN', KEYS[3])
redis.call('ZCARD', KEYS[4])
if KEYS[7] then
  redis.call('ZCARD', KEYS[8])
  reindex(KEYS[7], KEYS[8], ARGV[9], ARGV[10])
end
local token = digits(math.max(epoch(recorded) + 1, at)) .. '/' .. ARGV[3]
redis.call(
  'HSET', KEYS[1], 'token', token, 'from', from, 'se', ARGV[4], 'st', ARGV[5], 'sm', ARGV[6], 'sb', ARGV[7])
forget(KEYS[3], KEYS[4], at)
local number = tonumber(board[5])
for i = 11, #ARGV do
  local entry = redis.call('HGET', KEYS[2], ARGV[i])
  if entry then
    depart(KEYS[2], KEYS[3], KEYS[4], ARGV[i], entry, at + tonumber(ARGV[8]))
    number = number + 1
  end
end
redis.call('HSET', KEYS[1], 'rn', digits(number))
return {'handed', token}
