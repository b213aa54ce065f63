-- Attaches a board to a gameserver, if its token is the expected one (ATTACH-1 and 2). What it was attached from is kept,
-- so that a repeated call finds what the first one did.
-- KEYS: board, closed, and the ends of leases where they are in reach. ARGV: deadline, expected token, target.
if late(ARGV[1]) then
  return {'late'}
end
local board = redis.call('HMGET', KEYS[1], 'token', 'from')
local recorded = board[1]
if not recorded then
  local closed = redis.call('GET', KEYS[2])
  return closed and {'closed', closed} or {'absent'}
end
if board[2] == ARGV[2] and string.match(recorded, '/(.*)$') == ARGV[3] then
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
local token = digits(math.max(epoch(recorded) + 1, at)) .. '/' .. ARGV[3]
redis.call('HSET', KEYS[1], 'token', token, 'from', recorded)
return {'attached', token}
