-- Removes the reservation of a canceled call. `reserve.lua` describes the keys.
--
-- KEYS[2 * i - 1]: a hash about quota i.
-- KEYS[2 * i]: the reservations for quota i.
-- ARGV:
--   1: the reservation
--   2: '1' if the last decision was to start the call
--   Then there is the length of each quota (0 for a UTC day).

local start = nil
for i = 1, #KEYS / 2 do
    if ARGV[2 + i] ~= '0' then
        start = start or redis.call('ZSCORE', KEYS[2 * i], ARGV[1])
        if redis.call('ZREM', KEYS[2 * i], ARGV[1]) == 1 then
            redis.call('HDEL', KEYS[2 * i - 1], 'f')
        end
    end
end
if not start then return 0 end
local day = string.format('%.0f', math.floor(tonumber(start) / 86400000000))
for i = 1, #KEYS / 2 do
    if ARGV[2 + i] == '0' then
        redis.call('HINCRBY', KEYS[2 * i - 1], 'd:' .. day, -1)
        if ARGV[2] == '1' then redis.call('HINCRBY', KEYS[2 * i - 1], 's:' .. day, -1) end
    end
end
return 1
