/** One delivery's right to hold a large body. */
export interface LargeBodyTicket {
  /** Resolves when there is a place; a second call changes nothing. */
  take(): Promise<void>;
  /** Gives the place back, or the wait for it up. */
  end(): void;
}

/** Bounds how many large bodies are held at a time, in the order in which they asked. */
export interface LargeBodies {
  ticket(): LargeBodyTicket;
}

/**
 * Makes `places` places. Many small pages can be fetched together, but each may turn out to have all the bytes that a
 * document may have, and be held as sent, decoded and packed at once.
 */
export function createLargeBodies(places: number): LargeBodies {
  let free = places;
  const line = new Set<() => void>();
  const giveBack = (): void => {
    free += 1;
    const [next] = line;
    if (next === undefined) return;
    line.delete(next);
    free -= 1;
    next();
  };
  return {
    ticket() {
      let state: 'idle' | 'waiting' | 'held' | 'ended' = 'idle';
      let taken: Promise<void> | undefined;
      let grant = (): void => {};
      const ask = (): Promise<void> => {
        if (state === 'ended') return Promise.resolve();
        if (free > 0) {
          free -= 1;
          state = 'held';
          return Promise.resolve();
        }
        state = 'waiting';
        return new Promise((resolve) => {
          grant = () => {
            state = 'held';
            resolve();
          };
          line.add(grant);
        });
      };
      return {
        take() {
          taken ??= ask();
          return taken;
        },
        end() {
          if (state === 'held') giveBack();
          line.delete(grant);
          state = 'ended';
        },
      };
    },
  };
}
