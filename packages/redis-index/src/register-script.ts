import { REGISTER_TAG } from './script.ts';
import { ID_LIMIT, TABLES } from './table-script.ts';

/**
 * Articles in Lua: a hash of records for each block of days, by id, and the table `a`, which finds an article's
 * block and id by the hash of its name.
 *
 * A record is `0`, the newest twin's id, the signature's digest of 8 bytes, and what layout.ts packs. A twin's
 * is `1`, the id of its class (whose record it shares), the ids of the next newer and the next older twin, and its
 * article. Id 0 is none. Twins have no entries in the other tables: whoever finds the class finds its record.
 */
const ARTICLES = `
local NONE = '\\0\\0\\0'

local function recordOf(block, id) return call('HGET', base .. ':r' .. block, id) end
local function keep(block, id, record) call('HSET', base .. ':r' .. block, id, record) end
local function drop(block, id) call('HDEL', base .. ':r' .. block, id) end

local function isTwin(record) return string.byte(record) == 1 end
local function nameIn(record)
  if isTwin(record) then return sub(record, 11) end
  return sub(record, 19, 18 + unpackBytes('<I2', record, 17))
end

local function packBlock(block) return pack('<i4', block == 'u' and 2147483647 or tonumber(block)) end
local function blockIn(where)
  local number = unpackBytes('<i4', where, 4)
  return number == 2147483647 and 'u' or string.format('%d', number)
end

local articles = open('a', '', true)
local function keyOf(name) return keysOf(pack('<I4', tonumber(sub(redis.sha1hex(name), 1, 8), 16))) end

local alive = {}
local function isAlive(where)
  local block = blockIn(where)
  if alive[block] == nil then alive[block] = call('EXISTS', base .. ':r' .. block) == 1 end
  return alive[block]
end

-- Puts an article's place (id, block) into the table, the earlier one out, and with it what has expired around it.
local function settle(keys, earlier, now)
  local t, i = articles, place(articles, keys.numbers[1])
  if not t.fields[i] then load(t, { i }) end
  local bucket, rest, kept = t.fields[i], restOf(keys, 1, told(t, i)), {}
  local step = #rest + t.size
  for at = 1, #bucket, step do
    local entry = sub(bucket, at, at + step - 1)
    local held = sub(entry, #rest + 1)
    local isOld = held == earlier and sub(entry, 1, #rest) == rest
    if not isOld and isAlive(held) then kept[#kept + 1] = entry end
  end
  kept[#kept + 1] = rest .. now
  t.n = t.n - #bucket / step + #kept
  set(t, i, concat(kept))
end

local function heldOf(name, keys)
  local list = look(articles, keys)
  for at = 1, #list, 7 do
    local where = sub(list, at, at + 6)
    local id, block = sub(where, 1, 3), blockIn(where)
    local record = recordOf(block, id)
    if record and nameIn(record) == name then return { id = id, block = block, record = record, where = where } end
  end
end

local function newId(block)
  local id
  repeat
    id = pack('<I3', call('INCR', base .. ':serial') % ${ID_LIMIT})
  until id ~= NONE and call('HEXISTS', base .. ':r' .. block, id) == 0
  return id
end

local function join(block, class, record, name)
  local id, newest = newId(block), sub(record, 2, 4)
  local older = newest ~= NONE and recordOf(block, newest)
  if older then keep(block, newest, sub(older, 1, 4) .. id .. sub(older, 8)) end
  keep(block, id, '\\1' .. class .. NONE .. newest .. name)
  keep(block, class, '\\0' .. id .. sub(record, 5))
  return id
end

local function leave(held)
  local block, record = held.block, held.record
  local class, newer, older = sub(record, 2, 4), sub(record, 5, 7), sub(record, 8, 10)
  drop(block, held.id)
  if newer == NONE then
    local first = recordOf(block, class)
    if first then keep(block, class, '\\0' .. older .. sub(first, 5)) end
  else
    local twin = recordOf(block, newer)
    keep(block, newer, sub(twin, 1, 7) .. older .. sub(twin, 11))
  end
  if older ~= NONE then
    local twin = recordOf(block, older)
    keep(block, older, sub(twin, 1, 4) .. newer .. sub(twin, 8))
  end
end

-- The newest twin takes the place of an article that leaves its class, under the same id; without twins the id dies.
local function resign(held)
  local block, record = held.block, held.record
  local newest = sub(record, 2, 4)
  if newest == NONE then return drop(block, held.id) end
  local twin = recordOf(block, newest)
  local name, next_ = sub(twin, 11), sub(twin, 8, 10)
  drop(block, newest)
  if next_ ~= NONE then
    local other = recordOf(block, next_)
    keep(block, next_, sub(other, 1, 4) .. NONE .. sub(other, 8))
  end
  local sketchAt = 19 + unpackBytes('<I2', record, 17)
  local head = '\\0' .. next_ .. sub(record, 5, 16)
  keep(block, held.id, head .. pack('<I2', #name) .. name .. sub(record, sketchAt))
  settle(keyOf(name), newest .. packBlock(block), held.id .. packBlock(block))
end
`;

/**
 * Registers an article and gives the ids under its keys, in one step.
 *
 * KEYS[1] base; ARGV: 1 article, 2 digest of the signature, 3 near block, 4 story block, 5 fingerprints,
 * 6 term keys, 7 exact key or '' (each key 4 bytes), 8 record, 9 seconds to keep it, 10 near blocks to look
 * at or `*`, 11 story blocks to look at, 12 story blocks in a near block.
 * Reply: id, then kind, block, ids for each non-empty find; kinds `n` (fingerprints), `e` (exact), `s` (story).
 * A twin gets its id, `t`, block, and the record that it shares.
 */
export const REGISTER = `-- ${REGISTER_TAG}
local base, article, digest = KEYS[1], ARGV[1], ARGV[2]
local home, storyHome, ttl = ARGV[3], ARGV[4], tonumber(ARGV[9])
local call = redis.call
${TABLES}
${ARTICLES}
local prints, terms, exact = keysOf(ARGV[5]), keysOf(ARGV[6]), keysOf(ARGV[7])
local own = keyOf(article)
local held = heldOf(article, own)
local id, class

-- An unchanged article stays what it is; a changed one leaves.
if held then
  if isTwin(held.record) then
    local shared = recordOf(held.block, sub(held.record, 2, 4))
    if shared and sub(shared, 5, 12) == digest then
      id, class = held.id, sub(held.record, 2, 4)
    else
      leave(held)
    end
  elseif sub(held.record, 5, 12) == digest then
    id = held.id
  else
    resign(held)
  end
end

local fresh = not id
if fresh then
  local e = #exact.numbers > 0 and open('e', home)
  local tag = sub(digest, 1, 2)
  local list = e and look(e, exact) or ''
  for at = 1, #list, 5 do
    if sub(list, at + 3, at + 4) == tag then
      local other = sub(list, at, at + 2)
      local record = recordOf(home, other)
      if record and sub(record, 5, 12) == digest and not isTwin(record) then
        class, id = other, join(home, other, record, article)
        break
      end
    end
  end
  if not id then
    id = newId(home)
    keep(home, id, '\\0' .. NONE .. digest .. ARGV[8])
    call('SADD', base .. ':blocks', home)
  end
  settle(own, held and held.where, id .. packBlock(home))
  close(articles)
  for _, name in ipairs({ 'r' .. home, 'e' .. home, 'n' .. home, 's' .. storyHome }) do
    call('EXPIRE', base .. ':' .. name, ttl)
  end
end
if class then return { id, 't', home, recordOf(home, class) } end

local reply = { id }
local function meet(kind, block, keys, payload)
  if #keys.numbers == 0 then return end
  local writes = fresh and block == (kind == 's' and storyHome or home)
  local t = open(kind, block, writes)
  if not t then return end
  local ids = look(t, keys, writes and payload)
  if writes then close(t) end
  if ids == '' then return end
  reply[#reply + 1] = kind
  reply[#reply + 1] = block
  reply[#reply + 1] = ids
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
    if block ~= 'u' and call('EXISTS', base .. ':r' .. block) == 0 then
      call('SREM', base .. ':blocks', block)
    elseif block ~= 'u' then
      near[#near + 1] = block
      local first = tonumber(block) * tonumber(ARGV[12])
      for s = first, first + tonumber(ARGV[12]) - 1 do story[#story + 1] = string.format('%d', s) end
    end
  end
end
for _, block in ipairs(near) do
  meet('n', block, prints, id)
  meet('e', block, exact, id .. sub(digest, 1, 2))
end
for _, block in ipairs(story) do meet('s', block, terms, id) end
return reply`;
