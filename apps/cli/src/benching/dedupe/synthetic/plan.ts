import { mulberry32 } from '../../random.ts';
import { seedOf, wholeBetween } from './lexicon.ts';

/** What a story is: an event in several tellings, an instance of a template, or a round-up of other stories. */
export type StoryKind = 'event' | 'look-alike' | 'round-up';

/** How an article tells its event. */
export type Telling = 'report' | 'copy' | 'truncated' | 'extended' | 'rewrite';

/** What is made up. */
export interface SyntheticOptions {
  /** Articles. */
  readonly count: number;
  readonly seed: number;
  /** Days over which stories begin, from `FIRST_DAY` on. */
  readonly days: number;
}

/** Who tells what when, for all articles by their number; everything else follows from it and the seed. */
export interface Plan extends SyntheticOptions {
  readonly stories: number;
  /** The story of each article, and its place among that story's tellings. */
  readonly storyOf: Uint32Array;
  readonly tellingOf: Uint8Array;
  /** Minutes from the first day's beginning at which each was published. */
  readonly minuteOf: Uint32Array;
  /** Articles by the time of their publication. */
  readonly order: Uint32Array;
}

export const FIRST_DAY = Date.UTC(2026, 0, 1);
const DAY_MINUTES = 24 * 60;
/** Later tellings of a story come within a day and a half, half of them in six hours. */
const LATE_MINUTES = 36 * 60;
const HALF_TOLD_MINUTES = 6 * 60;
const MOST_TELLINGS = 60;

/** Shares of the stories. */
const LOOK_ALIKES = 0.12;
const ROUND_UPS = 0.03;
/** Almost half of the events are told once; the others by two articles and more, a few by dozens (Pareto). */
const TOLD_ONCE = 0.45;
const LOOK_ALIKE_COPIED = 0.2;

/** What each draw of a story is for, so that one draw does not change another. */
const DRAW = { kind: 11, size: 12, times: 13, telling: 14 } as const;

/** What a story is: a pure function of seed and number. */
export function storyKindOf(seed: number, story: number): StoryKind {
  const dice = mulberry32(seedOf(seed, DRAW.kind, story))();
  if (dice < ROUND_UPS) return 'round-up';
  return dice < ROUND_UPS + LOOK_ALIKES ? 'look-alike' : 'event';
}

function sizeOf(seed: number, story: number): number {
  const random = mulberry32(seedOf(seed, DRAW.size, story));
  const kind = storyKindOf(seed, story);
  if (kind === 'round-up') return 1;
  if (kind === 'look-alike') return random() < LOOK_ALIKE_COPIED ? 2 : 1;
  if (random() < TOLD_ONCE) return 1;
  return Math.min(MOST_TELLINGS, 2 + Math.floor(1.5 * (random() ** -0.7 - 1)));
}

/** How a telling of an event tells it; the first is its report. */
export function tellingOf(seed: number, story: number, place: number): Telling {
  if (place === 0) return 'report';
  const dice = mulberry32(seedOf(seed, DRAW.telling, story, place))();
  if (dice < 0.2) return 'copy';
  if (dice < 0.32) return 'truncated';
  return dice < 0.45 ? 'extended' : 'rewrite';
}

/** The earlier telling that a copied one, cut short or not, was made from: the report or a rewrite. */
export function originOf(seed: number, story: number, place: number): number {
  let at = place;
  while (at > 0 && tellingOf(seed, story, at) !== 'rewrite') {
    const random = mulberry32(seedOf(seed, DRAW.telling, story, at, 1));
    at = random() < 0.6 ? 0 : wholeBetween(random, 0, at - 1);
  }
  return at;
}

/** Lays out all articles: a few numbers each, no text. */
export function layPlan({ count, seed, days }: SyntheticOptions): Plan {
  const storyOf = new Uint32Array(count);
  const places = new Uint8Array(count);
  let stories = 0;
  for (let at = 0; at < count; stories += 1) {
    const end = Math.min(count, at + sizeOf(seed, stories));
    for (let place = 0; at < end; at += 1, place += 1) {
      storyOf[at] = stories;
      places[at] = place;
    }
  }
  const minuteOf = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    const story = storyOf[at] ?? 0;
    const begun = Math.floor((story / stories) * days * DAY_MINUTES);
    minuteOf[at] = begun + delayOf(seed, story, places[at] ?? 0);
  }
  return { count, seed, days, stories, storyOf, tellingOf: places, minuteOf, order: orderBy(minuteOf) };
}

function delayOf(seed: number, story: number, place: number): number {
  if (place === 0) return 0;
  const random = mulberry32(seedOf(seed, DRAW.times, story, place));
  return 1 + Math.min(LATE_MINUTES, Math.floor(-Math.log2(1 - random()) * HALF_TOLD_MINUTES));
}

/** Numbers of articles by minute, then by number; both in one double, which sorts fastest. */
function orderBy(minuteOf: Uint32Array): Uint32Array {
  const keys = new Float64Array(minuteOf.length);
  for (const [at, minute] of minuteOf.entries()) keys[at] = minute * 2 ** 24 + at;
  return Uint32Array.from(keys.sort(), (key) => key % 2 ** 24);
}
