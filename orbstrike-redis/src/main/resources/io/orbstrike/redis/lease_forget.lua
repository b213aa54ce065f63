-- Forgets a lease: any if the gameserver itself logs out, else one that has ended.
-- KEYS: leases, ends, early. ARGV: deadline, gameserver, 'logout' or 'forget'.
if late(ARGV[1]) then
  return {'late'}
end
redis.call('HLEN', KEYS[1])
redis.call('HLEN', KEYS[3])
local ends_at = redis.call('ZSCORE', KEYS[2], ARGV[2])
if ARGV[3] == 'forget' and ends_at and tonumber(ends_at) > now() then
  return {'live'}
end
redis.call('ZREM', KEYS[2], ARGV[2])
redis.call('HDEL', KEYS[1], ARGV[2])
redis.call('HDEL', KEYS[3], ARGV[2])
return {'ended'}
