import type { DedupeRecord } from '@wirefold/dedupe/filter';
import { mulberry32 } from '../../random.ts';
import { type Draft, eventOf, FOLLOWED_DAYS, more, type SyntheticEvent, tell } from './event.ts';
import { pick, type Random, seedOf, wholeBetween } from './lexicon.ts';
import { lookAlike } from './look-alikes.ts';
import {
  FIRST_DAY,
  layPlan,
  originOf,
  type Plan,
  type StoryKind,
  type SyntheticOptions,
  storyKindOf,
  type Telling,
  tellingOf,
} from './plan.ts';

/** A made-up article with what is known of it. */
export interface SyntheticArticle extends DedupeRecord {
  readonly date: string;
  readonly source: string;
  readonly language: 'en';
  /** Its true story. */
  readonly cluster: string;
  readonly kind: StoryKind;
  readonly telling: Telling;
}

const OUTLETS = 2_000;
const MINUTE_MS = 60_000;
const DRAW = { edit: 41, roundUp: 42 } as const;
/** Events that are kept in mind while they are told. */
const REMEMBERED = 4_096;
/** A round-up tells of so many stories around its own number: of the same day in a large set. */
const REACH = 50;

/**
 * Makes articles up, in the order of their publication: a pure function of its options. One article is held
 * at a time, and beside it the plan, which is some 20 bytes an article.
 */
export async function* syntheticArticles(
  options: SyntheticOptions,
  share: Share = { at: 0, of: 1 },
): AsyncGenerator<SyntheticArticle> {
  const plan = layPlan(options);
  const events = rememberEvents(plan);
  for (let n = share.at; n < plan.order.length; n += share.of)
    yield articleOf(plan, plan.order[n] ?? 0, events);
}

/** Every so many-th of the articles, from a place on: what one of several workers gets. */
export interface Share {
  readonly at: number;
  readonly of: number;
}

type Events = (story: number) => SyntheticEvent;

function rememberEvents({ seed, stories, days }: Plan): Events {
  const reach = Math.max(1, Math.round((stories * FOLLOWED_DAYS) / days));
  const known = new Map<number, SyntheticEvent>();
  return (story) => {
    const event = known.get(story) ?? eventOf(seed, story, reach);
    known.delete(story);
    known.set(story, event);
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED) break;
      known.delete(oldest);
    }
    return event;
  };
}

function articleOf(plan: Plan, at: number, events: Events): SyntheticArticle {
  const { seed, storyOf, tellingOf: places, minuteOf } = plan;
  const [story = 0, place = 0, minute = 0] = [storyOf[at], places[at], minuteOf[at]];
  const kind = storyKindOf(seed, story);
  const telling = kind === 'event' ? tellingOf(seed, story, place) : place === 0 ? 'report' : 'copy';
  const random = mulberry32(seedOf(seed, DRAW.edit, story, place));
  const { headline, sentences } = draftOf(plan, { kind, telling, story, place }, events, random);
  return {
    id: `a${at}`,
    title: headline,
    text: paragraphs(random, sentences),
    date: new Date(FIRST_DAY + minute * MINUTE_MS).toISOString(),
    source: `outlet-${wholeBetween(random, 1, OUTLETS)}.example`,
    language: 'en',
    cluster: `s${story}`,
    kind,
    telling,
  };
}

interface Assignment {
  readonly kind: StoryKind;
  readonly telling: Telling;
  readonly story: number;
  readonly place: number;
}

function draftOf(
  plan: Plan,
  { kind, telling, story, place }: Assignment,
  events: Events,
  random: Random,
): Draft {
  const { seed } = plan;
  if (kind === 'look-alike') return lookAlike(plan, story);
  if (kind === 'round-up') return roundUp(plan, story, events);
  const event = events(story);
  const { headline, sentences } = tell(seed, event, originOf(seed, story, place));
  if (telling === 'truncated') {
    return { headline, sentences: sentences.slice(0, Math.ceil(sentences.length * (0.4 + 0.4 * random()))) };
  }
  if (telling === 'extended') {
    return { headline, sentences: [...sentences, ...more(seed, event, place, wholeBetween(random, 2, 5))] };
  }
  if (telling === 'copy' && random() < 0.5) {
    return { headline, sentences: [...sentences, `Reporting by agency ${wholeBetween(random, 1, 9)}.`] };
  }
  return { headline, sentences };
}

const BRIEFINGS = ['Morning briefing', 'The day in short', 'What you need to know tonight'];

/** The first sentences of several other events, under a headline that comes back every day. */
function roundUp({ seed, stories }: Plan, story: number, events: Events): Draft {
  const random = mulberry32(seedOf(seed, DRAW.roundUp, story));
  const around = Array.from({ length: wholeBetween(random, 4, 7) }, () =>
    Math.min(stories - 1, Math.max(0, story + wholeBetween(random, -REACH, REACH))),
  );
  const near = [...new Set(around)].filter((other) => storyKindOf(seed, other) === 'event');
  // In a small set no event may be near: then it tells of one that nobody else does.
  const told = near.length > 0 ? near : [story];
  return {
    headline: pick(random, BRIEFINGS),
    sentences: told.flatMap((other) =>
      tell(seed, events(other), random() < 0.7 ? 0 : 99).sentences.slice(0, wholeBetween(random, 2, 3)),
    ),
  };
}

/** Paragraphs of one to three sentences, parted by a blank line. */
function paragraphs(random: Random, sentences: readonly string[]): string {
  const texts: string[] = [];
  for (let at = 0; at < sentences.length; ) {
    const end = at + wholeBetween(random, 1, 3);
    texts.push(sentences.slice(at, end).join(' '));
    at = end;
  }
  return texts.join('\n\n');
}
