import type { RobotsAnswer } from '@wirefold/fetch/robots';
import type { OriginBoard, OriginNote } from './origin-files.ts';
import type { Connection } from './run-script.ts';

/** What is known of an origin's robots.txt. */
export type RobotsNote = OriginNote<RobotsAnswer>;
export type RobotsBoard = OriginBoard<RobotsAnswer>;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A file stands for a day (RFC 9309 section 2.4), that there is none for an hour. */
const LIFE_MS = { file: DAY_MS, none: HOUR_MS } as const;
/** An unavailable one is asked for after a minute, and then as long again as it has been away, up to an hour. */
const FIRST_RETRY_MS = 60_000;
/** How long it is known since when one is unavailable: longer than it takes to give up. */
const SINCE_MS = 7 * DAY_MS;

/** Keeps notes in Redis: a JSON text an origin and product token, and since when it has been unavailable. */
export function createRobotsBoard(
  connection: () => Connection,
  prefix: string,
  token: string,
  now: () => string,
): RobotsBoard {
  const keyOf = (origin: string) => `${prefix}:robots:${token}:${origin}`;
  const ageOf = (since: string | null) => Math.max(0, since ? Date.parse(now()) - Date.parse(since) : 0);
  return {
    async find(origin) {
      const key = keyOf(origin);
      const replies = await connection().multi().get(key).pttl(key).get(`${key}:since`).exec();
      const [text, forMs, since] = (replies ?? []).map(([error, value]) => {
        if (error) throw error;
        return value;
      });
      if (typeof text !== 'string') return null;
      const age = typeof since === 'string' ? ageOf(since) : 0;
      return { answer: JSON.parse(text) as RobotsAnswer, forMs: Number(forMs), unavailableMs: age };
    },
    async put(origin, answer) {
      const key = keyOf(origin);
      const redis = connection();
      let unavailableMs = 0;
      if (answer.kind === 'unavailable') {
        await redis.set(`${key}:since`, now(), 'PX', SINCE_MS, 'NX');
        unavailableMs = ageOf(await redis.get(`${key}:since`));
      } else await redis.del(`${key}:since`);
      const forMs = lifeOf(answer, unavailableMs);
      await redis.set(key, JSON.stringify(answer), 'PX', forMs);
      return { answer, forMs, unavailableMs };
    },
  };
}

function lifeOf(answer: RobotsAnswer, unavailableMs: number): number {
  if (answer.kind !== 'unavailable') return LIFE_MS[answer.kind];
  if (answer.retryAfterMs !== undefined) return Math.max(answer.retryAfterMs, 100);
  return Math.min(Math.max(unavailableMs, FIRST_RETRY_MS), HOUR_MS);
}
