-- Decides about one call: it starts now, it waits for a reserved start, or it is rejected.
--
-- A reservation is a time at which a call may start. The call may start up to TOLERANCE later. All times are
-- microseconds. An interruption is a time after which Redis does not know all calls.
--
-- KEYS[1]: a hash about the data in Redis, which is called the epoch.
--   id: changes when Redis loses its data
--   from: the time of the last interruption
-- KEYS[2 * i]: a hash about quota i.
--   b: no call may start before this time
--   l: the limit that the server reported
--   f: no new reservation can be before this time
--   d:DAY: how many calls of this day have started or have a reservation
--   s:DAY: how many calls of this day have started
-- KEYS[2 * i + 1]: the reservations for quota i, as a sorted set. A member is TOLERANCE:ID, and its score is the start.
--
-- ARGV:
--   1: the epoch that the worker knows, or ''
--   2: a random id for a new epoch
--   3: the earlier reservation of the call, or ''
--   4: the name of a new reservation
--   5: its tolerance
--   6: the longest wait, or -1
--   7: how long to wait after an interruption, in addition to the window
--   8: '1' if the worker has started calls without Redis
--   9: '1' if the earlier decision was to start the call
--   Then there are five values for each quota: its limit, its length (0 for a UTC day), the last count of a day that the
--   worker knows, this day, and the epoch of this count.
--
-- Reply:
--   1: 0 to start the call, 1 to wait, 2 to reject the call
--   2: how long the call may take to start, or how long it must wait
--   3: the index of the quota that decides, or 0
--   4: the limit of this quota
--   5: the epoch
--   6: the reservation
--   Then there is `DAY:COUNT` for each quota of a day.

local DAY = 86400000000
local MAX_TOLERANCE = 4000000
local KEEP = 8 * 86400

local function text(number) return string.format('%.0f', number) end

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local today = math.floor(now / DAY)
local old, member, tolerance = ARGV[3], ARGV[4], tonumber(ARGV[5])
local max_wait = tonumber(ARGV[6])

-- Makes a key expire some days after `time`. If the key already expires later, nothing changes.
local function keep(key, time)
    local seconds = math.ceil(math.max(time - now, 0) / 1000000) + KEEP
    redis.call('EXPIRE', key, seconds, 'NX')
    redis.call('EXPIRE', key, seconds, 'GT')
end

local quotas = {}
for i = 1, (#KEYS - 1) / 2 do
    local at = 5 + 5 * i
    local hash = KEYS[2 * i]
    local values = redis.call('HMGET', hash, 'b', 'l', 'f')
    local quota = {
        hash = hash,
        set = KEYS[2 * i + 1],
        limit = tonumber(ARGV[at]),
        length = tonumber(ARGV[at + 1]),
        known = tonumber(ARGV[at + 2]),
        known_day = ARGV[at + 3],
        known_epoch = ARGV[at + 4],
        blocked = tonumber(values[1] or '0'),
        free = tonumber(values[3] or '0'),
    }
    local server = tonumber(values[2] or '')
    quota.lowered = server ~= nil and server < quota.limit
    if quota.lowered then quota.limit = math.max(server, 1) end
    quotas[i] = quota
end

-- Redis does not know the calls before an interruption, so no call starts until all windows with such calls are over.
-- The time of the interruption is kept, because it also blocks quotas that later calls use for the first time.
local saved = redis.call('HMGET', KEYS[1], 'id', 'from')
local epoch, from = saved[1], tonumber(saved[2] or '0')
if not epoch then epoch = text(now) .. ':' .. ARGV[2] end
if ARGV[8] == '1' then
    from = now
elseif ARGV[1] ~= '' and epoch ~= ARGV[1] then
    from = math.max(from, tonumber(string.match(epoch, '^%d+')))
end
redis.call('HSET', KEYS[1], 'id', epoch, 'from', text(from))
redis.call('EXPIRE', KEYS[1], KEEP)
for _, quota in ipairs(quotas) do
    if quota.length > 0 and from > 0 then
        -- A call that was permitted before the interruption may still start within its tolerance.
        local free = from + quota.length + MAX_TOLERANCE + tonumber(ARGV[7])
        quota.blocked = math.max(quota.blocked, free)
    end
end
for _, quota in ipairs(quotas) do
    local field = ':' .. quota.known_day
    -- A count that the worker knows from the same data is not needed. It may be too high, because canceled calls no longer
    -- count.
    if quota.known_epoch ~= epoch and quota.known > tonumber(redis.call('HGET', quota.hash, 'd' .. field) or '0') then
        redis.call('HSET', quota.hash, 'd' .. field, quota.known, 's' .. field, quota.known)
        keep(quota.hash, now)
    end
end

-- Returns the first time, not before `from`, at which the call can start, so that no window has more than `limit`
-- calls.
local function in_window(quota, from)
    local limit, length, time = quota.limit, quota.length, from
    -- Even earlier calls cannot be in a window with the new call.
    local first = text(from - length - MAX_TOLERANCE)
    local found = redis.call('ZRANGEBYSCORE', quota.set, first, '+inf', 'WITHSCORES')
    local starts, ends = {}, {}
    for i = 1, #found, 2 do
        local start = tonumber(found[i + 1])
        starts[#starts + 1] = start
        ends[#ends + 1] = start + tonumber(string.match(found[i], '^%d+'))
    end
    for i = 1, #starts - limit + 1 do
        local first, last, free = starts[i], starts[i + limit - 1], ends[i] + length
        if time < first then
            if time + tolerance + length <= last then break end
            time = last >= free and first or free
        elseif math.max(time, last) < free then
            time = free
        end
    end
    return time
end

local function on_day(quota, from)
    local time = from
    while true do
        local day = math.floor(time / DAY)
        local count = tonumber(redis.call('HGET', quota.hash, 'd:' .. text(day)) or '0')
        -- The tolerance must not extend into the next day.
        if count < quota.limit and math.floor((time + tolerance) / DAY) == day then return time end
        time = (day + 1) * DAY
    end
end

local function earliest(quota, from)
    local time = math.max(from, quota.blocked)
    if quota.length == 0 then return on_day(quota, time) end
    return in_window(quota, math.max(time, quota.free))
end

-- Returns the reserved start; nil if there is no reservation with this name.
local function reserved(name)
    for _, quota in ipairs(quotas) do
        local start = quota.length > 0 and redis.call('ZSCORE', quota.set, name)
        if start then return tonumber(start) end
    end
end

local function remove(name, start)
    for _, quota in ipairs(quotas) do
        if quota.length > 0 then
            redis.call('ZREM', quota.set, name)
            redis.call('HDEL', quota.hash, 'f')
            quota.free = 0
        else
            redis.call('HINCRBY', quota.hash, 'd:' .. text(math.floor(start / DAY)), -1)
        end
    end
end

-- Returns whether the current limits allow the call of a reservation to start now.
local function is_allowed(name)
    for _, quota in ipairs(quotas) do
        if quota.blocked > now then return false end
        -- The reservation respects the limit in the table. Since then, the server may have reported a lower limit.
        if quota.lowered and quota.length > 0 then
            local count = 0
            local first = text(now - quota.length - MAX_TOLERANCE)
            local found = redis.call('ZRANGEBYSCORE', quota.set, first, text(now), 'WITHSCORES')
            for i = 1, #found, 2 do
                local last = tonumber(found[i + 1]) + tonumber(string.match(found[i], '^%d+'))
                if found[i] ~= name and last > now - quota.length then count = count + 1 end
            end
            if count >= quota.limit then return false end
        end
    end
    return true
end

local function reply(code, time, index, name)
    local quota = quotas[index]
    local result = {code, time, index, quota and quota.limit or 0, epoch, name}
    for _, each in ipairs(quotas) do
        if each.length == 0 then
            local count = redis.call('HGET', each.hash, 'd:' .. text(today)) or '0'
            result[#result + 1] = text(today) .. ':' .. count
        end
    end
    return result
end

-- Adds 1 to the calls of the day that started. Adds -1 if a call did not start after all.
local function count_start(start, change)
    for _, quota in ipairs(quotas) do
        if quota.length == 0 then
            redis.call('HINCRBY', quota.hash, 's:' .. text(math.floor(start / DAY)), change)
        end
    end
end

-- If the connection broke before the reply, the client sends the same command again. The new reservation then already
-- exists.
if old == '' and reserved(member) then old = member end

local held = old ~= '' and reserved(old)
if held then
    local last = held + tonumber(string.match(old, '^%d+'))
    if is_allowed(old) and now < last then
        if now < held then return reply(1, held - now, 0, old) end
        if ARGV[9] ~= '1' then count_start(held, 1) end
        return reply(0, last - now, 0, old)
    end
    if ARGV[9] == '1' then count_start(held, -1) end
    remove(old, held)
end

local start, index = now, 0
repeat
    local before = start
    for i, quota in ipairs(quotas) do
        local time = earliest(quota, start)
        if start == now and quota.length > 0 and quota.blocked <= now then quota.hint = time end
        if time > start then start, index = time, i end
    end
until start == before

if max_wait >= 0 and start > now and start - now >= max_wait then
    return reply(2, start - now, index, '')
end

for _, quota in ipairs(quotas) do
    if quota.length > 0 then
        redis.call('ZREMRANGEBYSCORE', quota.set, '-inf', text(now - quota.length - MAX_TOLERANCE))
        redis.call('ZADD', quota.set, text(start), member)
        if quota.hint then redis.call('HSET', quota.hash, 'f', text(quota.hint)) end
        keep(quota.set, start + quota.length)
    else
        redis.call('HINCRBY', quota.hash, 'd:' .. text(math.floor(start / DAY)), 1)
        redis.call('HDEL', quota.hash, 'd:' .. text(today - 1), 's:' .. text(today - 1))
    end
    keep(quota.hash, start + quota.length)
end
if start > now then return reply(1, start - now, index, member) end
count_start(start, 1)
return reply(0, tolerance, 0, member)
