-- Applies a limit that a response reports to one quota. `reserve.lua` describes the fields of the hash KEYS[1].
--
-- ARGV for a limit: 'limit', the limit, the remaining calls or '', '1' for the limit of a UTC day
-- ARGV for a block: 'block', the time in microseconds, or '' until the end of the UTC day

local DAY = 86400000000
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local today = math.floor(now / DAY)
local last = now

if ARGV[1] == 'limit' then
    redis.call('HSET', KEYS[1], 'l', ARGV[2])
    redis.call('HDEL', KEYS[1], 'f')
    if ARGV[4] == '1' and ARGV[3] ~= '' then
        -- Other apps may call the same account, so the count of the day can be too low.
        local day = string.format('%.0f', today)
        local used = tonumber(ARGV[2]) - tonumber(ARGV[3])
        local others = used - tonumber(redis.call('HGET', KEYS[1], 's:' .. day) or '0')
        if others > 0 then
            redis.call('HINCRBY', KEYS[1], 'd:' .. day, others)
            redis.call('HINCRBY', KEYS[1], 's:' .. day, others)
        end
    end
else
    last = ARGV[2] == '' and (today + 1) * DAY or now + tonumber(ARGV[2])
    if last > tonumber(redis.call('HGET', KEYS[1], 'b') or '0') then
        redis.call('HSET', KEYS[1], 'b', string.format('%.0f', last))
    end
end
local seconds = math.ceil((last - now) / 1000000) + 8 * 86400
redis.call('EXPIRE', KEYS[1], seconds, 'NX')
redis.call('EXPIRE', KEYS[1], seconds, 'GT')
return 1
