-- Counts a board for its creator and day (ROSTER-4).
-- KEYS: quota. ARGV: deadline, board, quota, how long the set is kept in ms.
if late(ARGV[1]) then
  return {'late'}
end
local at = now()
local day = math.floor(at / 86400000)
local member = day .. '/' .. ARGV[2]
if redis.call('ZSCORE', KEYS[1], member) then
  return {'there', day}
end
if redis.call('ZCOUNT', KEYS[1], day, day) >= tonumber(ARGV[3]) then
  return {'spent', (day + 1) * 86400000 - at}
end
redis.call('ZADD', KEYS[1], day, member)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', day - 2)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return {'entered', day}
