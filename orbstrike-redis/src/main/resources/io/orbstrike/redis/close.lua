-- Closes a board and leaves a tombstone (ATTACH-4).
-- KEYS: board, roster, keys, gone, closed. ARGV: deadline, token, lifetime of the tombstone in ms.
if late(ARGV[1]) then
  return {'late'}
end
local recorded = redis.call('HGET', KEYS[1], 'token')
if recorded and recorded ~= ARGV[2] and epoch(ARGV[2]) <= epoch(recorded) then
  return {'fenced', recorded}
end
local closed = redis.call('GET', KEYS[5])
if closed then
  return {'closed', closed}
end
closed = digits(epoch(ARGV[2]))
-- First what makes room: after a first write a full Redis refuses nothing.
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
redis.call('SET', KEYS[5], closed, 'PX', ARGV[3])
return {'closed', closed}
