import { mulberry32 } from '../../random.ts';
import { COINABLE, type Draft, GLUED, quantityOf } from './event.ts';
import {
  GLUE,
  KNOWN_NAMES,
  nameOf,
  pick,
  type Random,
  seedOf,
  VOCABULARY,
  wholeBetween,
  wordOf,
  zipfRank,
} from './lexicon.ts';
import type { Plan } from './plan.ts';

/** Stories a day that share a template: two towns' weather, two companies' results. */
const INSTANCES_A_DAY = 2;
const DRAW = { template: 31, filling: 32 } as const;

/** A sentence of a template: words, and places for what differs. */
type Slot = string | 'NAME' | 'PLACE' | 'NUMBER';

/**
 * One story of a template: the same sentences as other stories, with another name, another place and other
 * numbers. Templates are as many as it takes for each to have about two stories a day.
 */
export function lookAlike({ seed, stories, days }: Plan, story: number): Draft {
  const templates = Math.max(1, Math.round((stories * 0.12) / (INSTANCES_A_DAY * days)));
  const random = mulberry32(seedOf(seed, DRAW.filling, story));
  const sentences = templateOf(seed, Math.floor(random() * templates));
  const name = nameOf(KNOWN_NAMES + Math.floor(random() * COINABLE));
  const place = nameOf(zipfRank(random, KNOWN_NAMES));
  const fill = (slots: readonly Slot[]) =>
    slots
      .map((slot) => {
        if (slot === 'NAME') return name;
        if (slot === 'PLACE') return place;
        return slot === 'NUMBER' ? quantityOf(random) : slot;
      })
      .join(' ');
  const [headline = [], ...body] = sentences;
  return { headline: fill(headline), sentences: body.map((slots) => `The ${fill(slots)}.`) };
}

/** Headline and sentences of a template. */
function templateOf(seed: number, template: number): Slot[][] {
  const random = mulberry32(seedOf(seed, DRAW.template, template));
  const words = (least: number, most: number) =>
    Array.from({ length: wholeBetween(random, least, most) }, () => wordOf(zipfRank(random, VOCABULARY)));
  const headline: Slot[] = ['PLACE', ...words(4, 6)];
  const body = Array.from({ length: wholeBetween(random, 5, 9) }, () => sentence(random, words(8, 14)));
  return [headline, ...body];
}

function sentence(random: Random, words: readonly string[]): Slot[] {
  const slots: Slot[] = words.flatMap((word) => (random() < GLUED ? [pick(random, GLUE), word] : [word]));
  const put = (slot: Slot) => slots.splice(wholeBetween(random, 1, slots.length), 0, slot);
  put('NUMBER');
  if (random() < 0.5) put('NUMBER');
  put(random() < 0.5 ? 'NAME' : 'PLACE');
  return slots;
}
