import { eventOf, tell } from '../../dedupe/synthetic/event.ts';
import { seedOf } from '../../dedupe/synthetic/lexicon.ts';
import { mulberry32 } from '../../random.ts';

/** A page in two pieces, so that the long one is never copied: the article's own, and what fills it up. */
export interface FarmPage {
  readonly article: Buffer;
  readonly filling: Buffer;
}

/** Articles of so many hosts tell one event, each in words of its own. */
const TELLINGS = 4;
const END = Buffer.from('</script></body></html>\n');
/** Articles, of some 3 kB, that are not made up a second time. */
const REMEMBERED = 30_000;
/**
 * Pages are published within a year, neighbours a good four days apart: no day has more news than a small newsroom's. Made-up
 * words count as rare by the shipped weights, and within four weeks every article would look like thirteen others by chance.
 */
const FIRST_MINUTE = Date.UTC(2025, 0, 1);
const MINUTES = { all: 364 * 24 * 60, between: 6_007 } as const;

/** Makes pages up: an article, a menu, a rail, and as much script as its size asks for, as pages have it. */
export function createPages(
  seed: number,
  most: number,
): (at: number, page: number, bytes: number) => FarmPage {
  const script = Buffer.concat([fillerOf(seed, most), END]);
  const known = new Map<string, Buffer>();
  return (at, page, bytes) => {
    const key = `${at}/${page}`;
    const article = known.get(key) ?? Buffer.from(articleOf(seed, at, page));
    if (known.size < REMEMBERED) known.set(key, article);
    const length = Math.max(END.length, bytes - article.length);
    return { article, filling: script.subarray(-length) };
  };
}

function articleOf(seed: number, at: number, page: number): string {
  const story = Math.floor(at / TELLINGS) * 100_000 + page;
  const { headline, sentences } = tell(seed, eventOf(seed, story, 50), at % TELLINGS);
  const paragraphs = [];
  for (let i = 0; i < sentences.length; i += 3)
    paragraphs.push(`<p>${sentences.slice(i, i + 3).join(' ')}</p>`);
  const minute = (page * MINUTES.between) % MINUTES.all;
  const date = new Date(FIRST_MINUTE + minute * 60_000).toISOString();
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${headline}</title>` +
    `<meta property="article:published_time" content="${date}"></head><body>` +
    `<nav><a href="/">Home</a> <a href="/page/${page + 1}">Next</a></nav>` +
    `<article><h1>${headline}</h1>${paragraphs.join('\n')}</article>` +
    `<aside><h2>Read next</h2><ul><li><a href="/page/${page + 2}">More of this host</a></ul></aside><script>`
  );
}

/** Script that compresses about as pages do, four or five to one. */
function fillerOf(seed: number, bytes: number): Buffer {
  const random = mulberry32(seedOf(seed, 63));
  const names = Array.from({ length: 400 }, () => Math.floor(random() * 1e9).toString(36));
  const lines: string[] = [];
  for (let length = 0; length < bytes; length += lines.at(-1)?.length ?? 0) {
    const [one, other] = [random(), random()].map((dice) => names[Math.floor(dice * names.length)]);
    lines.push(`window.${one}={"${other}":${Math.floor(random() * 1e6)},"shown":true};\n`);
  }
  return Buffer.from(lines.join('')).subarray(0, bytes);
}
