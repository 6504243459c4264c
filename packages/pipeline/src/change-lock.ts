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

/** A right to sign articles again; whoever signs by the same weights may have it too. */
export interface ChangeLock {
  /** False where Redis was emptied meanwhile, or others took over: then what was signed may be lost. */
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
  const holder = async () => connection.get(key);
  const taken = await connection.set(key, version, 'PX', LOCK_MS, 'NX');
  const held = taken === null ? await holder() : version;
  if (held !== null && held !== version) {
    connection.disconnect();
    throw new ReindexUnderwayError(held);
  }
  const refreshing = setInterval(() => {
    holder()
      .then((now) => (now === version ? connection.pexpire(key, LOCK_MS) : 0))
      .catch(() => 0);
  }, REFRESH_MS);
  return {
    isHeld: async () => (await holder()) === version,
    release: async () => {
      clearInterval(refreshing);
      if ((await holder().catch(() => null)) === version) await connection.del(key).catch(() => 0);
      connection.disconnect();
    },
  };
}
