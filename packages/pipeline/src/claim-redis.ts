import { SKETCH_FORMAT } from '@wirefold/dedupe/signature';
import type { Hands } from './hands.ts';

/** Which database a Redis works for. */
export interface Claim {
  readonly id: string;
  readonly path: string;
}

/** The queues hold jobs of another database: running on would store its items here. */
export class RedisTakenError extends Error {
  readonly jobs: number;

  constructor(jobs: number, where: string, path: string) {
    super(
      `${where} holds jobs of another database, ${path} (${jobs} in its queues). ` +
        'Finish them with `wirefold worker --db` and that path, or name another Redis or data folder.',
    );
    this.name = 'RedisTakenError';
    this.jobs = jobs;
  }
}

/**
 * Notes in Redis which database it works for, and tells whether its dedupe index can be relied on:
 * `known` where the note was there, `lost` where it was not, or was of a program with sketches of another format,
 * whose index is then cleared. Another database may take over once the queues are empty; the index and the
 * memory of hosts, which know the other one's articles, are then cleared.
 * @throws RedisTakenError
 */
export async function claimRedis(hands: Hands, claim: Claim, prefix: string): Promise<'known' | 'lost'> {
  const connection = hands.redis.newConnection();
  try {
    const key = `${prefix}:home`;
    const { id, path, sketches = '1' } = await connection.hgetall(key);
    const isCurrent = Number(sketches) === SKETCH_FORMAT;
    if (id === claim.id && isCurrent) return 'known';
    if (id !== undefined && id !== claim.id) {
      const jobs = await jobsHeld(hands);
      if (jobs > 0) throw new RedisTakenError(jobs, hands.redis.describe(), path ?? 'unknown');
      await hands.index().clear();
      await hands.hostMemory()?.clear();
    }
    if (id !== undefined && !isCurrent) await hands.indexOf(Number(sketches)).clear();
    await connection.hset(key, { id: claim.id, path: claim.path, sketches: String(SKETCH_FORMAT) });
    return 'lost';
  } finally {
    connection.disconnect();
  }
}

async function jobsHeld(hands: Hands): Promise<number> {
  let jobs = 0;
  for (const depth of Object.values(await hands.transport.depths())) {
    jobs += depth.waiting + depth.active + depth.delayed;
  }
  return jobs;
}
