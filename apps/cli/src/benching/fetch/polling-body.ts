import { gzipSync } from 'node:zlib';
import { mulberry32 } from '../random.ts';
import { entryUrl, type WorldFeed } from './polling-world.ts';

/** A feed's document at a time, as its server sends it. */
export interface FeedBody {
  /** How many of its entries had come: what it is known by. */
  readonly version: number;
  readonly bytes: Buffer;
  /** When its newest entry came, milliseconds since 1970. */
  readonly changedAt: number;
}

const ONSETS = ['b', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'st', 'tr'];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ou'];
const ENDS = ['', 'n', 'r', 'l', 's', 'm', 'nd', 'ts'];
/** As common words make most of a text, a few of these do. */
const WORDS = Array.from({ length: 1500 }, (_, number) => {
  const random = mulberry32(number);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  return Array.from(
    { length: 1 + Math.floor(random() * 3) },
    () => pick(ONSETS) + pick(VOWELS) + pick(ENDS),
  ).join('');
});

/** Makes the documents of a world; the last of each feed is kept, since it is asked for again and again. */
export function feedBodies(): (feed: WorldFeed, version: number) => FeedBody {
  const kept = new Map<number, FeedBody>();
  return (feed, version) => {
    const known = kept.get(feed.number);
    if (known?.version === version) return known;
    const text = Buffer.from(documentOf(feed, version));
    const bytes = feed.gzip ? gzipSync(text) : text;
    const body = { version, bytes, changedAt: feed.entries[version - 1] ?? 0 };
    kept.set(feed.number, body);
    return body;
  };
}

/** Bytes of a feed's body as sent, by version; each is made once. */
export function bodySizes(bodies: (feed: WorldFeed, version: number) => FeedBody) {
  const known = new Map<string, number>();
  return (feed: WorldFeed, version: number): number => {
    const key = `${feed.number} ${version}`;
    const size = known.get(key) ?? bodies(feed, version).bytes.length;
    known.set(key, size);
    return size;
  };
}

function documentOf(feed: WorldFeed, version: number): string {
  const first = Math.max(0, version - feed.window);
  const numbers = Array.from({ length: version - first }, (_, at) => version - 1 - at);
  return feed.form === 'rss' ? rss(feed, numbers) : atom(feed, numbers);
}

function rss(feed: WorldFeed, numbers: readonly number[]): string {
  const items = numbers.map((number) => {
    const { title, text, url, at } = entryAt(feed, number);
    return `<item><title>${title}</title><link>${url}</link><guid>${url}</guid><pubDate>${at.toUTCString()}</pubDate><description>${text}</description></item>`;
  });
  const ttl = feed.ttl === null ? '' : `<ttl>${feed.ttl}</ttl>`;
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Feed ${feed.number}</title><link>https://feed-${feed.number}.example/</link><description>News</description>${ttl}${items.join('\n')}</channel></rss>`;
}

/** Atom has no `ttl`: such a feed asks for it in the header instead (see the server). */
function atom(feed: WorldFeed, numbers: readonly number[]): string {
  const entries = numbers.map((number) => {
    const { title, text, url, at } = entryAt(feed, number);
    return `<entry><title>${title}</title><link href="${url}"/><id>${url}</id><published>${at.toISOString()}</published><updated>${at.toISOString()}</updated><summary>${text}</summary></entry>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Feed ${feed.number}</title><id>https://feed-${feed.number}.example/</id><updated>2026-03-01T00:00:00Z</updated>${entries.join('\n')}</feed>`;
}

function entryAt(feed: WorldFeed, number: number) {
  const random = mulberry32(feed.number * 100_003 + number);
  const word = () => WORDS[Math.floor(WORDS.length * random() ** 3)] ?? '';
  const title = Array.from({ length: 8 }, word).join(' ');
  const parts: string[] = [];
  for (let length = 250; length < feed.entryLength; ) {
    const next = word();
    parts.push(next);
    length += next.length + 1;
  }
  const at = new Date(feed.entries[number] ?? 0);
  return { title, text: parts.join(' '), url: entryUrl(feed.number, number), at };
}
