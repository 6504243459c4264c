import type { PagePrints } from '@wirefold/contracts/article';
import type { HostMemory } from '@wirefold/contracts/ports';
import type { Redis } from 'ioredis';
import { packPrints, parsePrints } from './pack-prints.ts';
import { prepareScript } from './script.ts';

export interface RedisHostMemoryOptions {
  readonly redis: Redis;
  /** Hash-tagged, so that a cluster keeps all keys in one slot. */
  readonly prefix?: string;
  readonly bounds: {
    /** Pages that are kept of a host. */
    readonly pages: number;
    readonly hosts: number;
    /** Time after which a page is forgotten. */
    readonly seconds: number;
  };
}

/**
 * Remembers a page and gives the others of its host. A host is two keys: a hash of pages and a sorted set of
 * the microseconds at which they were first met; a page that is met again keeps its time.
 *
 * KEYS[1] base; ARGV: 1 host, 2 page, 3 record, 4 most pages, 5 most hosts, 6 life in seconds.
 */
const MEET = `-- wirefold hosts: meet
local call, base = redis.call, KEYS[1]
local time = call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local pages, times = base .. ':p:' .. ARGV[1], base .. ':t:' .. ARGV[1]

local function forget(list)
  for _, page in ipairs(list) do
    call('HDEL', pages, page)
    call('ZREM', times, page)
  end
end

forget(call('ZRANGEBYSCORE', times, '-inf', string.format('%d', now - tonumber(ARGV[6]) * 1000000)))
local order, reply = call('ZRANGE', times, 0, -1), {}
for _, page in ipairs(order) do
  if page ~= ARGV[2] then
    local record = call('HGET', pages, page)
    if record then reply[#reply + 1] = record end
  end
end
local stamp = string.format('%d', now)
call('ZADD', times, 'NX', stamp, ARGV[2])
call('HSET', pages, ARGV[2], ARGV[3])
local surplus = call('ZCARD', times) - tonumber(ARGV[4])
if surplus > 0 then forget(call('ZRANGE', times, 0, surplus - 1)) end
call('EXPIRE', pages, ARGV[6])
call('EXPIRE', times, ARGV[6])

local hosts = base .. ':hosts'
call('ZADD', hosts, stamp, ARGV[1])
call('EXPIRE', hosts, ARGV[6])
local excess = call('ZCARD', hosts) - tonumber(ARGV[5])
if excess > 0 then
  for _, host in ipairs(call('ZRANGE', hosts, 0, excess - 1)) do
    call('DEL', base .. ':p:' .. host, base .. ':t:' .. host)
    call('ZREM', hosts, host)
  end
end
return reply`;

/** A memory of hosts that all workers of one Redis share. Throws what ioredis throws. */
export function createRedisHostMemory(options: RedisHostMemoryOptions): HostMemory {
  const { redis, bounds, prefix = '{wirefold}' } = options;
  const base = `${prefix}:furniture`;
  const meet = prepareScript(redis, MEET);
  const limits = [bounds.pages, bounds.hosts, bounds.seconds].map(String);
  return {
    async meet(host: string, page: PagePrints) {
      const records = await meet(base, [host, page.page, packPrints(page), ...limits]);
      return records.map(parsePrints);
    },
    async clear() {
      const hosts = await redis.zrange(`${base}:hosts`, 0, -1);
      const keys = hosts.flatMap((host) => [`${base}:p:${host}`, `${base}:t:${host}`]);
      await redis.unlink(`${base}:hosts`, ...keys);
    },
  };
}
