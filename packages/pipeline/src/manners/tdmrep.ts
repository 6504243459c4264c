import type { HttpClient } from '@wirefold/fetch';
import type { HopGate } from '@wirefold/fetch/hop-gate';
import type { TdmSaying } from '@wirefold/fetch/reservations';
import { askTdmFile, findTdmRule, type TdmAnswer } from '@wirefold/fetch/reservations-file';
import { createOriginFiles, type OriginBoard } from './origin-files.ts';
import type { Connection } from './run-script.ts';

/** Answers for the tdmrep.json of every origin: where a publisher reserves text and data mining for its whole site. */
export interface TdmKeeper {
  /**
   * Sees to it that an origin's file is known before its pages are asked for, as the report wants it.
   * @throws DeferError where it is not its turn at the host; nothing else
   */
  look(origin: string, gate: HopGate): Promise<void>;
  /** What the file says of an address, as far as it is known: nothing is asked for. */
  saying(address: string): Promise<TdmSaying>;
}

const HOUR_MS = 3_600_000;
/** A file, and that there is none, stands for a day; one that could not be read for an hour. */
const LIFE_MS = { file: 24 * HOUR_MS, none: 24 * HOUR_MS, unread: HOUR_MS } as const;
/** Rules of one file that a process keeps at hand. */
const KEPT_RULES = 100;

/** Makes a keeper whose notes all workers of one Redis share. */
export function createTdmKeeper(
  client: Pick<HttpClient, 'get'>,
  connection: () => Connection,
  prefix: string,
): TdmKeeper {
  const files = createOriginFiles<TdmAnswer>({
    ...{ name: 'tdmrep.json', board: createBoard(connection, prefix) },
    ask: (origin, gate) => askTdmFile(client, origin, gate),
    isKept: (answer) => answer.kind !== 'file' || answer.rules.length <= KEPT_RULES,
  });
  return {
    async look(origin, gate) {
      await files.note(origin, gate);
    },
    async saying(address) {
      const url = new URL(address);
      const note = await files.known(url.origin);
      return note?.answer.kind === 'file' ? findTdmRule(note.answer.rules, url) : {};
    },
  };
}

/** Keeps notes in Redis, a JSON text an origin. */
function createBoard(connection: () => Connection, prefix: string): OriginBoard<TdmAnswer> {
  const keyOf = (origin: string) => `${prefix}:tdmrep:${origin}`;
  return {
    async find(origin) {
      const replies = await connection().multi().get(keyOf(origin)).pttl(keyOf(origin)).exec();
      const [text, forMs] = (replies ?? []).map(([error, value]) => {
        if (error) throw error;
        return value;
      });
      if (typeof text !== 'string') return null;
      return { answer: JSON.parse(text) as TdmAnswer, forMs: Number(forMs), unavailableMs: 0 };
    },
    async put(origin, answer) {
      const forMs = LIFE_MS[answer.kind];
      await connection().set(keyOf(origin), JSON.stringify(answer), 'PX', forMs);
      return { answer, forMs, unavailableMs: 0 };
    },
  };
}
