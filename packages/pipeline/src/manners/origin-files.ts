import { DeferError } from '@wirefold/fetch/defer-error';
import type { HopGate } from '@wirefold/fetch/hop-gate';

/** What is known of a file that an origin has in a place of its own, such as /robots.txt. */
export interface OriginNote<A> {
  readonly answer: A;
  /** Milliseconds until it is asked for anew. */
  readonly forMs: number;
  /** Milliseconds since when it has been unavailable; 0 where it is not. */
  readonly unavailableMs: number;
}

/** Where all workers find what one of them has read. */
export interface OriginBoard<A> {
  /** Null where it is to be asked for. */
  find(origin: string): Promise<OriginNote<A> | null>;
  put(origin: string, answer: A): Promise<OriginNote<A>>;
}

export interface OriginFilesOptions<A> {
  /** The file's name, for messages. */
  readonly name: string;
  readonly board: OriginBoard<A>;
  /** Asks for it; every request goes through `gate`. */
  readonly ask: (origin: string, gate: HopGate) => Promise<A>;
  /** True where a process may keep the answer at hand. */
  readonly isKept: (answer: A) => boolean;
  /** Hears of every answer that was asked for here. */
  readonly noted?: (origin: string, answer: A) => void;
}

/** The file of every origin. */
export interface OriginFiles<A> {
  /** Out of this process's memory, from the board, or asked for through `gate`. Throws what `ask` throws. */
  note(origin: string, gate: HopGate): Promise<OriginNote<A>>;
  /** What is known without asking the origin; null where nothing is. */
  known(origin: string): Promise<OriginNote<A> | null>;
}

/** Milliseconds and origins that a process keeps at hand, so that few pages cost a look at Redis. */
const MEMORY = { ms: 300_000, origins: 2_000 } as const;

/** Makes the files of one name; of requests for one of them that come together in this process only one goes out. */
export function createOriginFiles<A>(options: OriginFilesOptions<A>): OriginFiles<A> {
  const { board, isKept } = options;
  const memory = new Map<string, { readonly note: OriginNote<A>; readonly until: number }>();
  const asking = new Map<string, Promise<OriginNote<A>>>();

  const keep = (origin: string, note: OriginNote<A>): OriginNote<A> => {
    memory.delete(origin);
    const until = performance.now() + Math.min(note.forMs, MEMORY.ms);
    if (isKept(note.answer)) memory.set(origin, { note, until });
    for (const oldest of memory.keys()) if (memory.size > MEMORY.origins) memory.delete(oldest);
    return note;
  };
  const atHand = (origin: string): OriginNote<A> | null => {
    const held = memory.get(origin);
    return held !== undefined && held.until > performance.now() ? held.note : null;
  };
  const askOnce = (origin: string, gate: HopGate): Promise<OriginNote<A>> => {
    const running =
      asking.get(origin) ?? askUnlessKnown(options, origin, gate).finally(() => asking.delete(origin));
    asking.set(origin, running);
    return running;
  };
  return {
    note: async (origin, gate) => atHand(origin) ?? keep(origin, await askOnce(origin, gate)),
    known: async (origin) => {
      const note = atHand(origin) ?? (await board.find(origin));
      return note && keep(origin, note);
    },
  };
}

async function askUnlessKnown<A>(
  { name, board, ask, noted }: OriginFilesOptions<A>,
  origin: string,
  gate: HopGate,
): Promise<OriginNote<A>> {
  const known = await board.find(origin);
  if (known !== null) return known;
  let leaveLast = async () => {};
  const lookingAgain: HopGate = {
    enter: async (url, redirects) => {
      await leaveLast();
      const leave = await gate.enter(url, redirects);
      leaveLast = () => leave({ kind: 'unasked' });
      if (redirects.length === 0 && (await board.find(origin)) !== null)
        throw new DeferError(1, `${name} of ${origin} was read meanwhile`);
      return async (end) => {
        leaveLast = () => leave(end);
      };
    },
  };
  try {
    // The turn ends when the note is up: whoever has the next one finds it.
    const note = await board.put(origin, await ask(origin, lookingAgain));
    noted?.(origin, note.answer);
    return note;
  } finally {
    await leaveLast();
  }
}
