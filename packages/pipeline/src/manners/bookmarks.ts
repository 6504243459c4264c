import type { Connection } from './run-script.ts';

/** How far an item has followed its redirects. */
export interface Bookmark {
  readonly url: string;
  /** Addresses that led there, in order. */
  readonly redirects: readonly string[];
}

/** Where a chain of redirects goes on that had to wait for its turn at another host. */
export interface Bookmarks {
  put(itemId: string, url: string, redirects: readonly string[]): Promise<void>;
  /** Gives the bookmark and takes it away. */
  take(itemId: string): Promise<Bookmark | null>;
}

/** Seconds after which a chain begins anew. */
const LIFE_SECONDS = 86_400;

/** Keeps bookmarks in Redis. Throws what ioredis throws. */
export function createBookmarks(connection: () => Connection, prefix: string): Bookmarks {
  const keyOf = (itemId: string) => `${prefix}:hop:${itemId}`;
  return {
    async put(itemId, url, redirects) {
      await connection().set(keyOf(itemId), JSON.stringify({ url, redirects }), 'EX', LIFE_SECONDS);
    },
    async take(itemId) {
      const text = await connection().getdel(keyOf(itemId));
      return text === null ? null : (JSON.parse(text) as Bookmark);
    },
  };
}
