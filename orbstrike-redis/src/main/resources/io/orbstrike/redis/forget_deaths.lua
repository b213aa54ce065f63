-- Forgets that holders of a board died (FAIL-4).
-- KEYS: board, closed. ARGV: deadline, token.
if late(ARGV[1]) then
  return {'late'}
end
local refused = refusal(ARGV[2], redis.call('HGET', KEYS[1], 'token'), KEYS[2])
if refused then
  return refused
end
redis.call('HDEL', KEYS[1], 'deaths')
return {'marked'}
