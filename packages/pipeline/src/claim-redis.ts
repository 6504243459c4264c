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
 * Notes in Redis which database it works for, and gives the version of the weights by which its dedupe index was
 * signed: null where there is none to rely on (Redis was emptied, or worked for another program or database). Another
 * database may take over once the queues are empty; the index and the memory of hosts, which know the other one's
 * articles, are then cleared.
 * @throws RedisTakenError
 */
export async function claimRedis(hands: Hands, claim: Claim, prefix: string): Promise<string | null> {
  const connection = hands.redis.newConnection();
  try {
    const key = keyOf(prefix);
    const { id, path, index, sketches = '1' } = await connection.hgetall(key);
    if (id === claim.id && index !== undefined) return index;
    if (id !== undefined && id !== claim.id) {
      const jobs = await jobsHeld(hands);
      if (jobs > 0) throw new RedisTakenError(jobs, hands.redis.describe(), path ?? 'unknown');
      if (index !== undefined) await hands.indexOf(index).clear();
      await hands.hostMemory()?.clear();
    }
    if (id !== undefined && index === undefined) await hands.formerIndexOf(Number(sketches)).clear();
    await connection.multi().del(key).hset(key, { id: claim.id, path: claim.path }).exec();
    return null;
  } finally {
    connection.disconnect();
  }
}

/** Notes that the index in Redis holds the database's articles, signed by the weights of this version. */
export async function noteIndex(hands: Hands, prefix: string, version: string): Promise<void> {
  const connection = hands.redis.newConnection();
  try {
    await connection.hset(keyOf(prefix), 'index', version);
  } finally {
    connection.disconnect();
  }
}

function keyOf(prefix: string): string {
  return `${prefix}:home`;
}

async function jobsHeld(hands: Hands): Promise<number> {
  let jobs = 0;
  for (const depth of Object.values(await hands.transport.depths())) {
    jobs += depth.waiting + depth.active + depth.delayed;
  }
  return jobs;
}
