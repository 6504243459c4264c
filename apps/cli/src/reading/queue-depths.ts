import type { QueueDepth } from '@wirefold/contracts/ports';
import type { Stage } from '@wirefold/contracts/terms';
import type { Context } from '../context.ts';

/** The queues as a status sees them; `depths` is null where Redis is not there, and `redis` says why. */
export interface QueueView {
  readonly redis: string;
  readonly depths: Readonly<Record<Stage, QueueDepth>> | null;
}

/** A connection to the queues for repeated looks. */
export interface QueueEye {
  look(): Promise<QueueView>;
  close(): Promise<void>;
}

/** Milliseconds that one look may take. */
const DEADLINE_MS = 3_000;

/**
 * Looks at the queues of a Redis that runs already; starts none, and never fails for the want of one. A
 * Redis that was not there at one look is looked for again at the next.
 */
export async function openQueueEye(context: Context): Promise<QueueEye> {
  let line: Line | null = null;
  return {
    look: async () => {
      try {
        line ??= await openLine(context);
        return { redis: line.describe(), depths: await line.depths() };
      } catch (error) {
        return { redis: reasonOf(error), depths: null };
      }
    },
    close: async () => line?.close(),
  };
}

interface Line {
  describe(): string;
  depths(): Promise<NonNullable<QueueView['depths']>>;
  close(): Promise<void>;
}

async function openLine(context: Context): Promise<Line> {
  const { connectRedis } = await import('@wirefold/redis');
  const { createTransport } = await import('@wirefold/queue');
  const { redis: url, data: dataDir, redisPrefix: prefix } = context.settings().values;
  const handle = await connectRedis({ ...(url ? { url } : {}), dataDir, start: false });
  const transport = createTransport({ connect: handle.newConnection, prefix, deadlineMs: DEADLINE_MS });
  return {
    describe: handle.describe,
    depths: () => transport.depths(),
    close: async () => {
      await transport.close();
      await handle.close();
    },
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'not running';
  return error.name === 'NotRunningError' ? 'not running' : error.message;
}
