import { randomUUID } from 'node:crypto';
import type { Hands } from './hands.ts';

/** Another process signs the articles again by other weights: two at once would undo each other's evidence. */
export class ReindexUnderwayError extends Error {
  constructor(version: string) {
    super(
      `Another process is signing the articles again by the weights ${version}. ` +
        'Wait until it has ended (or a minute, where it was killed), and run this again.',
    );
    this.name = 'ReindexUnderwayError';
  }
}

/** How long a process that was killed keeps others out, and how often a living one says that it lives. */
const LOCK_MS = 60_000;
const REFRESH_MS = 15_000;

/** One step: others' weights keep us out, the same weights do not. KEYS[1] hash of versions by holder; ARGV holder, version, life in ms. */
const TAKE = `
for _, version in ipairs(redis.call('HVALS', KEYS[1])) do
  if version ~= ARGV[2] then return version end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return false`;

/** A right to sign articles again; whoever signs by the same weights may have it too. */
export interface ChangeLock {
  /** False where Redis was emptied meanwhile: then what was registered is lost. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Keeps others from signing the articles by other weights than these.
 * @throws ReindexUnderwayError
 */
export async function holdChange(hands: Hands, prefix: string, version: string): Promise<ChangeLock> {
  const connection = hands.redis.newConnection();
  const key = `${prefix}:reindexing`;
  const holder = randomUUID();
  const other = await connection.eval(TAKE, 1, key, holder, version, String(LOCK_MS));
  if (other !== null) {
    connection.disconnect();
    throw new ReindexUnderwayError(String(other));
  }
  const refreshing = setInterval(() => {
    connection.pexpire(key, LOCK_MS).catch(() => 0);
  }, REFRESH_MS);
  return {
    isHeld: async () => (await connection.hexists(key, holder)) === 1,
    release: async () => {
      clearInterval(refreshing);
      await connection.hdel(key, holder).catch(() => 0);
      connection.disconnect();
    },
  };
}
