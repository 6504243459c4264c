import { FETCH_TAG, REGISTER_TAG } from './script.ts';

/**
 * Fields a bucket holds on average before the table grows by a bucket. A bucket not yet split holds up to
 * twice as many, 80, and spread puts 5 standard deviations at 125: under Redis's
 * `hash-max-listpack-entries` of 128, so that buckets stay listpacks.
 */
const FIELDS_PER_BUCKET = 40;

/**
 * Bytes of a posting list kept inside its bucket, 16 ids: Redis's `hash-max-listpack-value` of 64. A longer
 * list moves to a string of its own, which grows by APPEND; the empty field says so.
 */
const INLINE_BYTES = 64;

/**
 * Days between refreshes of a table's expiry, and added to it: all buckets of a table are refreshed together, by
 * the first article after that time, so that no write needs an EXPIRE of its own.
 */
const REFRESH_DAYS = 8;

/**
 * Registers an article and gives the posting lists of its keys, in one step.
 *
 * A table is a hash of posting lists for one block of days, spread over buckets by linear hashing (Litwin
 * 1980): it grows one bucket at a time, so that few articles cost few keys and many keep small buckets.
 * A field is a mixed 32-bit key (or the 8 bytes of an exact key), a value is a run of 32-bit ids.
 *
 * KEYS[1] base; ARGV: 1 article, 2 digest of the signature, 3 near block, 4 story block, 5 fingerprints,
 * 6 term keys, 7 exact field or '', 8 record, 9 least life in seconds, 10 near blocks to look at or `*`,
 * 11 story blocks to look at, 12 story blocks in a near block.
 * Reply: id, then kind, block, ids for each non-empty find; kinds `n` (fingerprints), `e` (exact), `s` (story).
 */
export const REGISTER = `-- ${REGISTER_TAG}
local base, article, digest = KEYS[1], ARGV[1], ARGV[2]
local call = redis.call
local ttl = tonumber(ARGV[9]) + ${REFRESH_DAYS * 86_400}
local now = tonumber(call('TIME')[1])

local function open(name, create)
  local meta = base .. ':m:' .. name
  local held = call('HMGET', meta, 'n', 'b', 't')
  if not held[2] and not create then return nil end
  local t = { meta = meta, name = name, at = base .. ':' .. name .. ':' }
  t.n, t.b, t.half = tonumber(held[1] or 0), tonumber(held[2] or 1), 1
  while t.half * 2 <= t.b do t.half = t.half * 2 end
  t.stale = now - tonumber(held[3] or 0) >= ${REFRESH_DAYS * 86_400}
  return t
end

local function place(t, field)
  local i = struct.unpack('<I4', field) % (t.half * 2)
  if i >= t.b then i = i - t.half end
  return t.at .. i
end

local function spilled(t, field) return base .. ':x:' .. t.name .. ':' .. field end

local function read(t, field)
  local list = call('HGET', place(t, field), field)
  if list == '' then return call('GET', spilled(t, field)) or '' end
  return list or ''
end

-- Fingerprints are mostly new, term keys mostly known: the first guess saves a call.
local function write(t, field, id, new)
  local bucket = place(t, field)
  if new and call('HSETNX', bucket, field, id) == 1 then
    t.n = t.n + 1
    return ''
  end
  local list = call('HGET', bucket, field)
  if not list then
    call('HSET', bucket, field, id)
    t.n = t.n + 1
  elseif list == '' then
    local key = spilled(t, field)
    list = call('GET', key) or ''
    call('APPEND', key, id)
    call('EXPIRE', key, ttl)
  elseif #list < ${INLINE_BYTES} then
    call('HSET', bucket, field, list .. id)
  else
    call('SET', spilled(t, field), list .. id, 'EX', ttl)
    call('HSET', bucket, field, '')
  end
  return list or ''
end

local function fill(key, pairs)
  for from = 1, #pairs, 1000 do
    call('HSET', key, unpack(pairs, from, math.min(from + 999, #pairs)))
  end
  call('EXPIRE', key, ttl)
end

local function grow(t)
  local i, twice = t.b - t.half, t.half * 2
  local old, stay, go = call('HGETALL', t.at .. i), {}, {}
  for at = 1, #old, 2 do
    local into = struct.unpack('<I4', old[at]) % twice == i and stay or go
    into[#into + 1] = old[at]
    into[#into + 1] = old[at + 1]
  end
  call('DEL', t.at .. i)
  fill(t.at .. i, stay)
  fill(t.at .. t.b, go)
  t.b = t.b + 1
  if t.b == twice then t.half = twice end
end

local function close(t)
  while t.n > ${FIELDS_PER_BUCKET} * t.b do grow(t) end
  call('HSET', t.meta, 'n', t.n, 'b', t.b)
  if not t.stale then return end
  for i = 0, t.b - 1 do call('EXPIRE', t.at .. i, ttl) end
  call('HSET', t.meta, 't', now)
  call('EXPIRE', t.meta, ttl)
end

-- The article itself: an unchanged one keeps its id, a changed one gets a new id and its old one dies.
local self = base .. ':i:' .. article
local held = call('GET', self)
local id, fresh
if held then
  id = string.sub(held, 1, 4)
  local at = base .. ':r:' .. string.sub(held, 13)
  fresh = string.sub(held, 5, 12) ~= digest or call('HEXISTS', at, id) == 0
  if fresh then call('HDEL', at, id) end
end
if not held or fresh then
  fresh = true
  id = struct.pack('<I4', call('INCR', base .. ':serial') % 4294967296)
  call('HSET', base .. ':r:' .. ARGV[3], id, ARGV[8])
  call('EXPIRE', base .. ':r:' .. ARGV[3], ttl)
  call('SADD', base .. ':blocks', ARGV[3])
  call('SET', self, id .. digest .. ARGV[3], 'EX', ttl)
end

local reply = { id }
local function answer(kind, block, lists)
  local ids = table.concat(lists)
  if ids == '' then return end
  reply[#reply + 1] = kind
  reply[#reply + 1] = block
  reply[#reply + 1] = ids
end

local function look(kind, home, block, keys, exact)
  local writes = fresh and home == block and (#keys > 0 or exact ~= '')
  local t = open(kind .. ':' .. block, writes)
  if not t then return end
  local lists = {}
  for at = 1, #keys, 4 do
    local field = string.sub(keys, at, at + 3)
    lists[#lists + 1] = writes and write(t, field, id, kind == 'n') or read(t, field)
  end
  answer(kind, block, lists)
  if exact ~= '' then answer('e', block, { writes and write(t, exact, id, true) or read(t, exact) }) end
  if writes then close(t) end
end

local function blocks(text)
  local list = {}
  for block in string.gmatch(text, '[^,]+') do list[#list + 1] = block end
  return list
end

local near, story = blocks(ARGV[10]), blocks(ARGV[11])
if ARGV[10] == '*' then
  near, story = { 'u' }, { 'u' }
  for _, block in ipairs(call('SMEMBERS', base .. ':blocks')) do
    if block ~= 'u' and call('EXISTS', base .. ':r:' .. block) == 0 then
      call('SREM', base .. ':blocks', block)
    elseif block ~= 'u' then
      near[#near + 1] = block
      local first = tonumber(block) * tonumber(ARGV[12])
      for s = first, first + tonumber(ARGV[12]) - 1 do story[#story + 1] = string.format('%d', s) end
    end
  end
end
for _, block in ipairs(near) do look('n', ARGV[3], block, ARGV[5], ARGV[7]) end
for _, block in ipairs(story) do look('s', ARGV[4], block, ARGV[6], '') end
return reply`;

/**
 * Gives the records of ids, the dead and the replaced left out.
 * KEYS[1] base; ARGV: block, ids, block, ids and so on. A record begins with its article's id and length.
 */
export const FETCH = `-- ${FETCH_TAG}
local reply = {}
for at = 1, #ARGV, 2 do
  local records = KEYS[1] .. ':r:' .. ARGV[at]
  local ids = ARGV[at + 1]
  for i = 1, #ids, 4 do
    local id = string.sub(ids, i, i + 3)
    local record = redis.call('HGET', records, id)
    if record then
      local length = struct.unpack('<I2', record)
      local now = redis.call('GET', KEYS[1] .. ':i:' .. string.sub(record, 3, 2 + length))
      if not now or string.sub(now, 1, 4) == id then
        reply[#reply + 1] = id
        reply[#reply + 1] = record
      end
    end
  end
end
return reply`;
