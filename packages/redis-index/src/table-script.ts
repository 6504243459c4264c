/**
 * Entries that a bucket holds on average before its table grows by a bucket: more save memory, fewer save what
 * is read and written (and appended to Redis's log) for each key (docs/decisions/0011-twins-and-buckets.md).
 */
const ENTRIES_PER_BUCKET = 24;

/** Entries of one key that stay in its bucket; more move to chunks of their own. */
const INLINE_ENTRIES = 24;

/** Entries of a chunk: one write rewrites one chunk. */
const CHUNK_ENTRIES = 64;

/** Ids are below this, of 3 bytes; what is not below says how many chunks a key has. */
export const ID_LIMIT = 0xf00000;

/**
 * Tables in Lua: `open`, `look`, `close`; they use `base`, `call`, `ttl`.
 *
 * A table is one hash; its fields are buckets, filled by linear hashing (Litwin 1980): it grows one bucket at a
 * time, so that few articles cost little and many keep small buckets. An entry is a key and a payload, which
 * begins with an id of 3 bytes. Of the key's 4 bytes those are left out that the bucket's number tells
 * (quotienting, Knuth 6.4): nothing is lost. Fields `n` and `b` count entries and buckets. The entries of a key
 * that has many lie in chunks, fields `x`, key, number; a mark in the bucket says how many there are.
 */
export const TABLES = `
local find, sub, concat, pack, unpackBytes = string.find, string.sub, table.concat, struct.pack, struct.unpack
local floor, min = math.floor, math.min
local SIZES = { n = 3, s = 3, e = 5, a = 7 }
local MARK = ${ID_LIMIT}

-- Keys of 4 bytes each, as text and as numbers, and what is left of them without their first bytes.
local function keysOf(joined)
  local keys = { numbers = {}, rests = { [0] = {}, {}, {}, {} } }
  local rests = keys.rests[0]
  for at = 1, #joined, 4 do
    rests[#rests + 1] = sub(joined, at, at + 3)
    keys.numbers[#rests] = unpackBytes('<I4', joined, at)
  end
  return keys
end

local function restOf(keys, k, told)
  local rests = keys.rests[told]
  local rest = rests[k]
  if not rest then
    rest = sub(keys.rests[0][k], told + 1)
    rests[k] = rest
  end
  return rest
end

local function open(kind, block, create)
  local key = base .. ':' .. kind .. block
  local held = call('HMGET', key, 'n', 'b')
  if not held[2] and not create then return nil end
  local t = { key = key, size = SIZES[kind], fields = {}, dirty = {}, half = 1, bits = 0 }
  t.n, t.b = tonumber(held[1] or 0), tonumber(held[2] or 1)
  while t.half * 2 <= t.b do t.half, t.bits = t.half * 2, t.bits + 1 end
  return t
end

-- Whole bytes of a key that the number of its bucket tells.
local function told(t, i)
  if i >= t.half or i < t.b - t.half then return floor((t.bits + 1) / 8) end
  return floor(t.bits / 8)
end

local function place(t, number)
  local i = number % (t.half * 2)
  return i < t.b and i or i - t.half
end

local function load(t, names)
  for from = 1, #names, 1000 do
    local got = call('HMGET', t.key, unpack(names, from, min(from + 999, #names)))
    for at = 1, #got do t.fields[names[from + at - 1]] = got[at] or '' end
  end
end

local function set(t, field, value)
  t.fields[field], t.dirty[field] = value, true
end

-- The payloads of a key in a bucket, joined.
local function payloads(t, bucket, rest)
  local at = find(bucket, rest, 1, true)
  if not at then return '' end
  local width = #rest
  local step, list = width + t.size, ''
  while at do
    if (at - 1) % step == 0 then
      list = list .. sub(bucket, at + width, at + step - 1)
      at = find(bucket, rest, at + step, true)
    else
      at = find(bucket, rest, at + 1, true)
    end
  end
  return list
end

local function without(t, bucket, rest)
  local step, kept = #rest + t.size, {}
  for at = 1, #bucket, step do
    if sub(bucket, at, at + #rest - 1) ~= rest then kept[#kept + 1] = sub(bucket, at, at + step - 1) end
  end
  return concat(kept)
end

local function mark(t, chunks)
  return pack('<I3', MARK + chunks) .. string.rep('\\0', t.size - 3)
end

local function chunksIn(t, list)
  if #list ~= t.size then return nil end
  local id = unpackBytes('<I3', list)
  return id >= MARK and id - MARK or nil
end

-- Reads the chunks of keys (counts of chunks by place) in one call, into their lists.
local function readChunks(t, keys, counts, lists)
  local names = {}
  for k, count in pairs(counts) do
    for c = 1, count do names[#names + 1] = 'x' .. keys.rests[0][k] .. c end
  end
  load(t, names)
  for k, count in pairs(counts) do
    local list = {}
    for c = 1, count do list[c] = t.fields['x' .. keys.rests[0][k] .. c] end
    lists[k] = concat(list)
  end
end

local function add(t, key, i, rest, list, chunks, payload)
  local bucket = t.fields[i]
  if chunks then
    local last = 'x' .. key .. chunks
    if #t.fields[last] < ${CHUNK_ENTRIES} * t.size then return set(t, last, t.fields[last] .. payload) end
    set(t, 'x' .. key .. (chunks + 1), payload)
    set(t, i, without(t, bucket, rest) .. rest .. mark(t, chunks + 1))
  elseif #list < ${INLINE_ENTRIES} * t.size then
    set(t, i, bucket .. rest .. payload)
    t.n = t.n + 1
  else
    set(t, 'x' .. key .. 1, list .. payload)
    set(t, i, without(t, bucket, rest) .. rest .. mark(t, 1))
    t.n = t.n - #list / t.size + 1
  end
end

-- Gives the payloads of different keys, joined by key; adds one to each where one is given.
local function look(t, keys, payload)
  local half, b, fields, numbers = t.half, t.b, t.fields, keys.numbers
  local twice, split = half * 2, b - half
  local few, more = floor(t.bits / 8), floor((t.bits + 1) / 8)
  local places, missing, lists = {}, {}, {}
  for k = 1, #numbers do
    local i = numbers[k] % twice
    if i >= b then i = i - half end
    places[k] = i
    if not fields[i] then
      fields[i] = ''
      missing[#missing + 1] = i
    end
  end
  load(t, missing)
  local rests, counts = {}, {}
  for k = 1, #places do
    local i = places[k]
    local bucket = fields[i]
    local rest = restOf(keys, k, (i >= half or i < split) and more or few)
    local list = find(bucket, rest, 1, true) and payloads(t, bucket, rest) or ''
    rests[k], lists[k], counts[k] = rest, list, chunksIn(t, list)
  end
  if next(counts) then readChunks(t, keys, counts, lists) end
  if payload then
    for k = 1, #places do add(t, keys.rests[0][k], places[k], rests[k], lists[k], counts[k], payload) end
  end
  return concat(lists)
end

local function grow(t)
  local i, twice = t.b - t.half, t.half * 2
  if not t.fields[i] then load(t, { i }) end
  local bucket, was = t.fields[i], told(t, i)
  t.b = t.b + 1
  local low, is, step = sub(pack('<I4', i), 1, was), told(t, i), 4 - was + t.size
  local stay, go = {}, {}
  for at = 1, #bucket, step do
    local entry = low .. sub(bucket, at, at + step - 1)
    local into = unpackBytes('<I4', entry) % twice == i and stay or go
    into[#into + 1] = is == 0 and entry or sub(entry, is + 1)
  end
  set(t, i, concat(stay))
  set(t, t.b - 1, concat(go))
  if t.b == twice then t.half, t.bits = twice, t.bits + 1 end
end

local function close(t)
  while t.n > ${ENTRIES_PER_BUCKET} * t.b do grow(t) end
  local values = { 'n', t.n, 'b', t.b }
  for field in pairs(t.dirty) do
    values[#values + 1] = field
    values[#values + 1] = t.fields[field]
  end
  for from = 1, #values, 1000 do call('HSET', t.key, unpack(values, from, min(from + 999, #values))) end
  call('EXPIRE', t.key, ttl)
end
`;
