-- The store's clock, in milliseconds since 1970.
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Whether a call came after its time: then it changes nothing (ROUTE-5).
local function late(deadline)
  return now() > tonumber(deadline)
end

-- Lua would write a large number as 1e+15.
local function digits(number)
  return string.format('%.0f', number)
end

local function epoch(token)
  return tonumber(string.match(token, '^%d+'))
end

-- How a caller's token stands to the board's (ATTACH-3): nil if it is the board's own, else what to answer.
local function refusal(token, recorded, closed_key)
  if not recorded then
    local closed = redis.call('GET', closed_key)
    return closed and {'closed', closed} or {'behind'}
  end
  if token == recorded then
    return nil
  end
  return epoch(token) > epoch(recorded) and {'behind'} or {'fenced', recorded}
end

-- Takes a player off the roster and remembers his key for a while (ROSTER-4).
local function depart(roster_key, keys_key, gone_key, player, entry, forget_at)
  local key = string.sub(entry, 1, 32)
  redis.call('HDEL', roster_key, player)
  redis.call('HSET', keys_key, key, '-' .. player)
  redis.call('ZADD', gone_key, digits(forget_at), key)
end

-- Forgets keys whose time is over, a bounded number at once.
local function forget(keys_key, gone_key, at)
  local old = redis.call('ZRANGEBYSCORE', gone_key, '-inf', digits(at), 'LIMIT', 0, 100)
  for _, key in ipairs(old) do
    redis.call('HDEL', keys_key, key)
    redis.call('ZREM', gone_key, key)
  end
end

-- Enters a board into its holder's index and takes it out of the one before's (ATTACH-5).
local function reindex(index_key, before_key, board, kept_ms)
  redis.call('ZADD', index_key, 0, board)
  redis.call('PEXPIRE', index_key, kept_ms)
  if before_key ~= index_key then
    redis.call('ZREM', before_key, board)
  end
end
