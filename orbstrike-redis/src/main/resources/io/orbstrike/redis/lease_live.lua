-- Whether a gameserver's lease holds.
-- KEYS: ends. ARGV: gameserver.
local ends_at = redis.call('ZSCORE', KEYS[1], ARGV[1])
return ends_at and tonumber(ends_at) > now() and {'live'} or {'dead'}
