/**
 * Gives and takes back the turn at a host, in one step for all workers, by Redis's clock.
 *
 * KEYS[1], hash of the host: `token` and `until` of the lease, `began` of the request under way, `ready` (no
 * request before it), `took` (milliseconds of the last one), `pace` (milliseconds from one request to the next, the last
 * ones most), `misses` (answers 429 and 503 in a row), `dead` (until when it counts as dead), `since` and `by` (since
 * when, and the item that found it so). Times have three decimals: none is rounded to before it has come.
 * KEYS[2], sorted set of the items that wait, by the time they came: who came first is told to come back first.
 * ARGV: 1 the operation; all times in milliseconds.
 *
 * `take`, 2 item, 3 token, 4 length of the lease, 5 gap: gives `turn`, or `wait` or `dead` with the
 * milliseconds until it makes sense to ask again, and for `dead` those since it was found so.
 * `leave`, 2 item, 3 token, 4 gap, 5 bound of the adapted gap, 6 how long the server wants quiet, 7 how it went
 * (`well`, `busy`, `dead`), 8 how long a dead host counts as dead. `skip`, 2 item, 3 token: nothing was asked for.
 * `renew`, 2 item, 3 token, 4 length of the lease: the request is still under way.
 */
export const HOST_SCRIPT = `-- wirefold manners
local call, host, line = redis.call, KEYS[1], KEYS[2]
local time = call('TIME')
local now = tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000
local function get(field) return tonumber(call('HGET', host, field)) or 0 end
local function set(field, value) call('HSET', host, field, string.format('%.3f', value)) end
local function keep(ms) call('PEXPIRE', host, string.format('%.0f', ms + 7200000)) end

if ARGV[1] == 'take' then
  local dead = get('dead')
  if dead > now and call('HGET', host, 'by') ~= ARGV[2] then
    return {'dead', math.ceil(dead - now), math.ceil(now - get('since'))}
  end
  local gap, leased = tonumber(ARGV[5]), get('until')
  if leased <= now and get('ready') <= now then
    call('HSET', host, 'token', ARGV[3])
    set('until', now + tonumber(ARGV[4]))
    set('began', now)
    call('ZREM', line, ARGV[2])
    keep(tonumber(ARGV[4]))
    return {'turn', 0, 0}
  end
  call('ZREMRANGEBYSCORE', line, '-inf', string.format('%.0f', now - 21600000))
  call('ZADD', line, 'NX', string.format('%.0f', now), ARGV[2])
  call('PEXPIRE', line, 21600000)
  local pace, free = get('pace'), get('ready')
  if pace == 0 then pace = gap + 1 end
  if leased > now then free = math.max(math.min(leased + gap, get('began') + pace), now + 5 + gap) end
  local wait = math.max(free - now, 1) + call('ZRANK', line, ARGV[2]) * pace
  return {'wait', math.ceil(math.min(wait, 3600000)), 0}
end

if call('HGET', host, 'token') ~= ARGV[3] then return {'gone', 0, 0} end
if ARGV[1] == 'renew' then
  set('until', now + tonumber(ARGV[4]))
  return {'left', 0, 0}
end
local took = now - get('began')
call('HDEL', host, 'token', 'until', 'began')
if ARGV[1] == 'skip' then return {'left', 0, 0} end
local gap = math.max(tonumber(ARGV[4]), math.min(2 * took, tonumber(ARGV[5])))
local pace = get('pace')
if pace == 0 then pace = took + gap end
set('pace', (3 * pace + took + gap) / 4)
if ARGV[7] == 'busy' then
  gap = math.min(gap * 2 ^ math.min(call('HINCRBY', host, 'misses', 1), 10), math.max(gap, 600000))
else
  call('HDEL', host, 'misses')
end
gap = math.max(gap, tonumber(ARGV[6]))
if ARGV[7] == 'dead' then
  call('HSETNX', host, 'since', string.format('%.0f', now))
  call('HSET', host, 'by', ARGV[2])
  set('dead', now + tonumber(ARGV[8]))
  keep(math.max(gap, tonumber(ARGV[8])))
else
  call('HDEL', host, 'dead', 'since', 'by')
  keep(gap)
end
set('took', took)
set('ready', now + gap)
return {'left', math.floor(gap), 0}`;
