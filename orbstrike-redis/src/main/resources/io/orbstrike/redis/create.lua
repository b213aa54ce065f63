-- Creates a board unless it is there or has closed (ROSTER-4, ATTACH-1).
-- KEYS: board, closed, and the holder's index where it is in reach (ATTACH-5). ARGV: deadline, holder, the board, how long an
-- index is kept from now on in ms, number of fields to answer, those, then fields and values to write.
if late(ARGV[1]) then
  return {'late'}
end
local count = tonumber(ARGV[5])
if redis.call('HEXISTS', KEYS[1], 'token') == 1 then
  return {'existing', redis.call('HMGET', KEYS[1], unpack(ARGV, 6, 5 + count))}
end
local closed = redis.call('GET', KEYS[2])
if closed then
  return {'closed', closed}
end
if KEYS[3] then
  reindex(KEYS[3], KEYS[3], ARGV[3], ARGV[4])
end
local created = digits(now())
local token = created .. '/' .. ARGV[2]
redis.call('HSET', KEYS[1], 'token', token, 'created', created, 'rn', '0', unpack(ARGV, 6 + count))
return {'created', token, created}
