-- Attaches a board to a gameserver, if its token is the expected one (ATTACH-1 and 2). What it was attached from is kept,
-- so that a repeated call finds what the first one did.
-- KEYS: board, closed, and where they are in reach the ends of leases, the target's index and the one of the holder before
-- (ATTACH-5). ARGV: deadline, expected token, target, 'died' if the holder died, which is counted (FAIL-4), 'released' to end
-- a quarantine, else 'moved', the board, how long an index is kept from now on in ms.
if late(ARGV[1]) then
  return {'late'}
end
local board = redis.call('HMGET', KEYS[1], 'token', 'from', 'deaths')
local recorded = board[1]
if not recorded then
  local closed = redis.call('GET', KEYS[2])
  return closed and {'closed', closed} or {'absent'}
end
if board[2] == ARGV[2] and string.match(recorded, '/(.*)$') == ARGV[3] then
  if KEYS[4] then
    reindex(KEYS[4], KEYS[5], ARGV[5], ARGV[6])
  end
  return {'attached', recorded}
end
if recorded ~= ARGV[2] then
  return {'held', recorded}
end
local at = now()
if KEYS[3] then
  local ends_at = redis.call('ZSCORE', KEYS[3], ARGV[3])
  if not ends_at or tonumber(ends_at) <= at then
    return {'dead'}
  end
end
if KEYS[4] then
  redis.call('ZCARD', KEYS[5])
  reindex(KEYS[4], KEYS[5], ARGV[5], ARGV[6])
end
local token = digits(math.max(epoch(recorded) + 1, at)) .. '/' .. ARGV[3]
if ARGV[4] == 'died' then
  redis.call('HSET', KEYS[1], 'token', token, 'from', recorded, 'deaths', digits(tonumber(board[3] or 0) + 1))
else
  redis.call('HSET', KEYS[1], 'token', token, 'from', recorded)
  if ARGV[4] == 'released' then
    redis.call('HDEL', KEYS[1], 'quarantine', 'deaths')
  end
end
return {'attached', token}
