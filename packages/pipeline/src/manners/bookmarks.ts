import type { Redirect } from '@wirefold/fetch/redirect';
import type { Connection } from './run-script.ts';

/** How far an item has followed its redirects. */
export interface Bookmark {
  readonly url: string;
  /** Hops that led there, in order: whether a feed has moved for good is known at the end of the chain alone. */
  readonly redirects: readonly Redirect[];
}

/** Where a chain of redirects goes on that had to wait for its turn at another host. */
export interface Bookmarks {
  put(itemId: string, url: string, redirects: readonly Redirect[]): Promise<void>;
  /** Gives the bookmark and takes it away; null where there is none of a chain that began at `start`. */
  take(itemId: string, start: string): Promise<Bookmark | null>;
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
    async take(itemId, start) {
      const text = await connection().getdel(keyOf(itemId));
      const mark = text === null ? null : (JSON.parse(text) as Bookmark);
      return mark?.redirects[0]?.url === hrefOf(start) ? mark : null;
    },
  };
}

/** As the client writes the address of a hop. */
function hrefOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  url.hash = '';
  return url.href;
}
