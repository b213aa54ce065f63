-- Puts a board in quarantine (SNAP-1), or releases it and forgets its holders' deaths (FAIL-4).
-- KEYS: board, closed. ARGV: deadline, token, reason ('' to release).
if late(ARGV[1]) then
  return {'late'}
end
local refused = refusal(ARGV[2], redis.call('HGET', KEYS[1], 'token'), KEYS[2])
if refused then
  return refused
end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], 'quarantine', 'deaths')
else
  redis.call('HSET', KEYS[1], 'quarantine', ARGV[3])
end
return {'marked'}
