import { seedOf } from '../../dedupe/synthetic/lexicon.ts';
import { mulberry32 } from '../../random.ts';

/** Which farm is laid out: the same for the same options. */
export interface FarmOptions {
  /** Hosts, 1 to 250: as many addresses 127.1.0.1 and following are listened on. */
  readonly hosts: number;
  readonly seed: number;
  /** `calm`: every page is there and every robots.txt lets in; `unruly`: with faults, crawl-delays and closed parts. */
  readonly mood: 'calm' | 'unruly';
}

/** What robots.txt of a host is. */
export type RobotsTrait =
  /** Nothing that is asked for is disallowed. */
  | 'open'
  /** 404. */
  | 'none'
  /** A crawl-delay. */
  | 'delay'
  /** Pages whose number ends with 7 are disallowed. */
  | 'partly'
  /** 503 at first, with a Retry-After of a second. */
  | 'late';

/** How one host behaves. */
export interface HostTraits {
  /** Median of the time its answers take, in milliseconds. */
  readonly delayMs: number;
  readonly robots: RobotsTrait;
  /** Seconds; 0 where it asks for none. */
  readonly crawlDelay: number;
}

/** What befalls a page: `gone` and `broken` always, `moved` and `away` always, the rest the first time it is asked for. */
export type Fault =
  | 'none'
  /** 404. */
  | 'gone'
  /** 500 however often it is asked for. */
  | 'broken'
  /** 500. */
  | 'failing'
  /** 429, with a Retry-After of a second. */
  | 'busy'
  /** 503, with a Retry-After of a second. */
  | 'closed'
  /** The connection breaks in the middle of the body. */
  | 'cut'
  /** The answer ends in order before as many bytes have come as it promised. */
  | 'short'
  /** The body comes in drops, over a second. */
  | 'slow'
  /** 301 to another address of the host. */
  | 'moved'
  /** 302 to the next host. */
  | 'away';

/** How one page of one host is answered. */
export interface PageTraits {
  readonly delayMs: number;
  readonly bytes: number;
  readonly fault: Fault;
}

const DRAW = { host: 61, page: 62 } as const;

/** Milliseconds: bounds and median of the delays, log-normal over hosts, and again by a little over the pages of one. */
const DELAY = { least: 5, median: 30, most: 300, spread: 0.8, spreadOfPages: 0.25 } as const;
/** Bytes: bounds and median of the sizes, log-normal over pages. */
const SIZE = { least: 2_000, median: 20_000, most: 300_000, spread: 0.9 } as const;
/** Seconds; real ones are longer, and a run would be too. */
const CRAWL_DELAYS = [0.1, 0.2, 0.3] as const;

/** Shares of hosts by their robots.txt; that of the rest is open. */
const ROBOTS: Readonly<Record<FarmOptions['mood'], Shares<RobotsTrait>>> = {
  calm: { none: 0.3 },
  unruly: { none: 0.2, delay: 0.2, partly: 0.1, late: 0.1 },
};

/** Shares of pages by what befalls them; the rest is well. */
const FAULTS: Shares<Fault> = {
  ...{ gone: 0.02, broken: 0.005, failing: 0.02, busy: 0.01, closed: 0.01 },
  ...{ cut: 0.015, short: 0.01, slow: 0.01, moved: 0.03, away: 0.03 },
};

type Shares<K extends string> = Readonly<Partial<Record<K, number>>>;

/** How host number `at` behaves. */
export function hostTraits({ seed, mood }: FarmOptions, at: number): HostTraits {
  const random = mulberry32(seedOf(seed, DRAW.host, at));
  const delayMs = logNormal(random, DELAY, DELAY.median, DELAY.spread);
  const robots = draw<RobotsTrait>(random(), ROBOTS[mood], 'open');
  const crawlDelay = robots === 'delay' ? (CRAWL_DELAYS[at % CRAWL_DELAYS.length] ?? 0) : 0;
  return { delayMs, robots, crawlDelay };
}

/** How page number `page` of host number `at` is answered. */
export function pageTraits({ seed, mood }: FarmOptions, at: number, page: number): PageTraits {
  const random = mulberry32(seedOf(seed, DRAW.page, at, page));
  const host = hostTraits({ seed, mood, hosts: 0 }, at);
  return {
    delayMs: logNormal(random, DELAY, host.delayMs, DELAY.spreadOfPages),
    bytes: Math.round(logNormal(random, SIZE, SIZE.median, SIZE.spread)),
    fault: mood === 'calm' ? 'none' : draw<Fault>(random(), FAULTS, 'none'),
  };
}

/** The text of a host's robots.txt; null where it has none. */
export function robotsText({ robots, crawlDelay }: HostTraits): string | null {
  if (robots === 'none') return null;
  const lines = ['User-agent: *', 'Disallow: /closed/', 'Disallow: /search?', 'Allow: /page/'];
  if (robots === 'partly') lines.push('Disallow: /page/*7$');
  if (robots === 'delay') lines.push(`Crawl-delay: ${crawlDelay}`);
  return `${lines.join('\n')}\n`;
}

function logNormal(
  random: () => number,
  { least, most }: { readonly least: number; readonly most: number },
  median: number,
  spread: number,
): number {
  // Box and Muller's transform; 1 - u keeps the logarithm from nought.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(most, Math.max(least, median * Math.exp(spread * normal)));
}

function draw<K extends string>(dice: number, shares: Shares<K>, rest: K): K {
  let left = dice;
  for (const [name, share] of Object.entries(shares) as [K, number][]) {
    left -= share;
    if (left < 0) return name;
  }
  return rest;
}
