-- Reads a part of a bucket in the order of the ids (LIST-1).
-- KEYS: ids, boards of the bucket. ARGV: where to begin, how many.
local ids = redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], '+', 'LIMIT', 0, ARGV[2])
if #ids == 0 then
  return {ids, {}}
end
return {ids, redis.call('HMGET', KEYS[2], unpack(ids))}
