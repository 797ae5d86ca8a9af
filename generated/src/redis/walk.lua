-- One step of a shared walk. Times are milliseconds of the server's clock.
--
-- KEYS:
--   1: todo, the list of the accounts that no worker has
--   2: leases, a sorted set of accounts, each with the end of its lease
--   3: owners, a hash with the owner of each leased account
--   4: known, the set of all accounts
--   5: done, the set of the accounts whose work is done
--   6: failed, a hash with the reason for each account whose work failed
--   7: state, a hash: is the list complete (listed), who reads it (lister), and until when (lister_until)
-- ARGV:
--   1: the action
--   2: how many milliseconds the keys are kept
--   Then there are the arguments of the action.

local todo, leases, owners, known, done, failed, state = unpack(KEYS)
local action, a, b, c = ARGV[1], ARGV[3], ARGV[4], ARGV[5]
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)

local function state_of(field) return redis.call('HGET', state, field) end

local function is_owner(account, owner)
    return redis.call('HGET', owners, account) == owner
end

local function drop_lease(account)
    redis.call('ZREM', leases, account)
    redis.call('HDEL', owners, account)
end

local actions = {}

-- Arguments: owner, length of the lease.
-- Returns 0 if the list is complete, 1 if the caller must read the list, 2 if another worker reads the list.
function actions.list()
    if state_of('listed') == '1' then return 0 end
    if now < tonumber(state_of('lister_until') or '0') then return 2 end
    redis.call('HSET', state, 'lister', a, 'lister_until', now + tonumber(b))
    return 1
end

function actions.renew_list()
    if state_of('lister') ~= a then return 0 end
    redis.call('HSET', state, 'lister_until', now + tonumber(b))
    return 1
end

-- Arguments: owner, '1' if the list is complete.
-- Returns 0 if the caller no longer reads the list. Then accounts may be missing, because Redis may have lost its data.
function actions.end_list()
    if state_of('listed') == '1' then return 1 end
    if state_of('lister') ~= a then return 0 end
    if b == '1' then redis.call('HSET', state, 'listed', '1') end
    redis.call('HDEL', state, 'lister', 'lister_until')
    return 1
end

-- Arguments: accounts.
function actions.add()
    local count = 0
    for i = 3, #ARGV do
        if redis.call('SADD', known, ARGV[i]) == 1 then
            redis.call('RPUSH', todo, ARGV[i])
            count = count + 1
        end
    end
    return count
end

-- Arguments: owner, length of the lease.
-- Returns a code and an account. The codes: 0 all work is finished, 1 the caller gets the account, 2 wait, 3 the list
-- is incomplete and no worker reads it.
function actions.take()
    local account = redis.call('ZRANGEBYSCORE', leases, '-inf', now, 'LIMIT', 0, 1)[1]
    account = account or redis.call('LPOP', todo)
    if account then
        redis.call('ZADD', leases, now + tonumber(b), account)
        redis.call('HSET', owners, account, a)
        return {1, account}
    end
    if state_of('listed') == '1' then
        return {redis.call('ZCARD', leases) == 0 and 0 or 2, ''}
    end
    return {now < tonumber(state_of('lister_until') or '0') and 2 or 3, ''}
end

-- Arguments: account, owner, length of the lease.
function actions.renew()
    if not is_owner(a, b) then return 0 end
    redis.call('ZADD', leases, now + tonumber(c), a)
    return 1
end

function actions.release()
    if not is_owner(a, b) then return 0 end
    drop_lease(a)
    redis.call('RPUSH', todo, a)
    return 1
end

-- Arguments: account, owner, reason.
function actions.done()
    if not is_owner(a, b) then return 0 end
    drop_lease(a)
    redis.call('SADD', done, a)
    return 1
end

function actions.failed()
    if not is_owner(a, b) then return 0 end
    drop_lease(a)
    redis.call('HSET', failed, a, c)
    return 1
end

function actions.retry()
    local accounts = redis.call('HKEYS', failed)
    for _, account in ipairs(accounts) do redis.call('RPUSH', todo, account) end
    redis.call('DEL', failed)
    return #accounts
end

function actions.failures()
    local pairs_of = {}
    local found = redis.call('HGETALL', failed)
    for i = 1, #found, 2 do pairs_of[#pairs_of + 1] = {found[i], found[i + 1]} end
    return pairs_of
end

function actions.progress()
    return {
        tonumber(state_of('listed') or '0'),
        redis.call('LLEN', todo),
        redis.call('ZCARD', leases),
        redis.call('SCARD', done),
        redis.call('HLEN', failed),
    }
end

local result = actions[action]()
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[2]) end
return result
