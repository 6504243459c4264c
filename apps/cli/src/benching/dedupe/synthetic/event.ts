import { mulberry32 } from '../../random.ts';
import {
  GLUE,
  KNOWN_NAMES,
  nameOf,
  pick,
  type Random,
  seedOf,
  UNITS,
  VOCABULARY,
  wholeBetween,
  wordOf,
  zipfRank,
} from './lexicon.ts';

/** Headline and paragraphs of an article before anyone edits them. */
export interface Draft {
  readonly headline: string;
  readonly sentences: readonly string[];
}

/** One thing that happened, in words that a rewrite may change and names and numbers that it may not. */
interface Fact {
  readonly words: readonly number[];
  readonly names: readonly string[];
  readonly quantity: string | null;
}

/** An event before it is told. */
export interface SyntheticEvent {
  readonly story: number;
  readonly section: number;
  readonly facts: readonly Fact[];
}

/**
 * Fields of news with words of their own: football, courts, shipping. With these numbers, and `VOCABULARY`, unrelated articles
 * share as many look-up keys by chance as those of mixed news (docs/decisions/0014-a-million-articles.md).
 */
const SECTIONS = 25;
const SECTION_WORDS = 150;
const COMMON_WORDS = 200;
/** One event in eight is another development of an earlier one's people and place. */
const FOLLOW_UPS = 0.12;
/** Names that are coined for one story; of the others half are those that come back in its field, by Zipf's law. */
const COINED = 0.2;
const FIELD_NAMES = 60;
/** As many names as can be coined. */
export const COINABLE = 20_000_000;
const DRAW = { people: 21, event: 22, told: 23 } as const;
/**
 * A rewrite says another word for this share of an event's words, leaves out up to half of its facts, and has some of
 * its own: with these the cosine of rewrites (tfidf.ts) lies where that of ECB+'s and BASIL's true pairs does.
 */
const OTHER_WORDS = 0.75;
const LEFT_OUT = 0.5;
const OWN_FACTS = 6;
const SYNONYMS = 8;
/** How often a small word stands before another. */
export const GLUED = 0.45;

/** Days within which a follow-up comes: beyond the window of stories, so that some are never met. */
export const FOLLOWED_DAYS = 15;

/** What happened in a story: a pure function of the seed, its number, and how many stories before it may be followed up. */
export function eventOf(seed: number, story: number, reach: number): SyntheticEvent {
  const random = mulberry32(seedOf(seed, DRAW.event, story));
  const isFollowUp = story > 0 && random() < FOLLOW_UPS;
  const source = isFollowUp ? wholeBetween(random, Math.max(0, story - reach), story - 1) : story;
  const { section, names } = castOf(seed, source);
  const own = Array.from({ length: 40 }, () => sectionWord(random, section));
  const facts = Array.from({ length: wholeBetween(random, 10, 32) }, () =>
    factOf(random, section, own, names),
  );
  return { story, section, facts };
}

/** The people and places of a story, and the field of news it is of. */
function castOf(seed: number, story: number): { section: number; names: string[] } {
  const random = mulberry32(seedOf(seed, DRAW.people, story));
  const section = zipfRank(random, SECTIONS);
  const names = Array.from({ length: wholeBetween(random, 4, 8) }, () => nameOf(castOne(random, section)));
  return { section, names };
}

/** The number of a name: coined, or known in the field, or known to all. */
function castOne(random: Random, section: number): number {
  if (random() < COINED) return KNOWN_NAMES + Math.floor(random() * COINABLE);
  if (random() < 0.7) return seedOf(section, 7, zipfRank(random, FIELD_NAMES)) % KNOWN_NAMES;
  return zipfRank(random, KNOWN_NAMES);
}

/** A word of a field: by Zipf's law within it, and spread by the same law over the vocabulary beyond the common words. */
function sectionWord(random: Random, section: number): number {
  const share = seedOf(section, zipfRank(random, SECTION_WORDS)) / 2 ** 32;
  return Math.floor(COMMON_WORDS * (VOCABULARY / COMMON_WORDS) ** share);
}

/** A word with the one that follows it in set phrases ("interest rates"), every third time. */
function idiom(random: Random, rank: number): number[] {
  return random() < 0.35 ? [rank, seedOf(rank, 8) % VOCABULARY] : [rank];
}

function factOf(random: Random, section: number, own: readonly number[], names: readonly string[]): Fact {
  const words = Array.from({ length: wholeBetween(random, 5, 10) }, () => {
    const dice = random();
    if (dice < 0.4) return [pick(random, own)];
    if (dice < 0.7) return idiom(random, sectionWord(random, section));
    return [zipfRank(random, VOCABULARY)];
  }).flat();
  const named = Array.from({ length: wholeBetween(random, 1, 2) }, () => pick(random, names));
  return { words, names: named, quantity: random() < 0.35 ? quantityOf(random) : null };
}

/** A number with its unit; small ones are more frequent, as in Benford's law. */
export function quantityOf(random: Random): string {
  return `${Math.floor(10 ** (1 + 3.5 * random()))} ${pick(random, UNITS)}`;
}

/** Tells an event as the outlet of this telling words it; telling 0 is the report that others go back to. */
export function tell(seed: number, event: SyntheticEvent, telling: number): Draft {
  const random = mulberry32(seedOf(seed, DRAW.told, event.story, telling));
  const [first, ...rest] = event.facts;
  const told = [...(first ? [first] : []), ...(telling === 0 ? rest : retold(random, rest))];
  const sentences = told.map((fact) => sentenceOf(random, fact, telling));
  const own = telling === 0 ? [] : more(seed, event, telling, wholeBetween(random, 0, OWN_FACTS));
  return { headline: headlineOf(random, told), sentences: [...sentences, ...own] };
}

/** Leaves some facts out and changes places of neighbours. */
function retold(random: Random, facts: readonly Fact[]): Fact[] {
  const left = random() * LEFT_OUT;
  const kept = facts.filter(() => random() >= left);
  for (let at = 1; at < kept.length; at += 1) {
    const [before, here] = [kept[at - 1], kept[at]];
    if (before && here && random() < 0.35) [kept[at - 1], kept[at]] = [here, before];
  }
  return kept;
}

/** More sentences about an event, which only this telling has. */
export function more(seed: number, event: SyntheticEvent, telling: number, count: number): string[] {
  const random = mulberry32(seedOf(seed, DRAW.told, event.story, telling, 1));
  const names = event.facts.flatMap((fact) => fact.names);
  const words = Array.from({ length: 20 }, () => zipfRank(random, VOCABULARY));
  return Array.from({ length: count }, () =>
    sentenceOf(random, factOf(random, event.section, words, names), telling),
  );
}

function headlineOf(random: Random, facts: readonly Fact[]): string {
  const lead = facts.slice(0, 2);
  const words = lead.flatMap((fact) => fact.words).map(wordOf);
  const [name = ''] = lead.flatMap((fact) => fact.names);
  const rest = Array.from({ length: wholeBetween(random, 4, 7) }, () => pick(random, words));
  return [name, ...rest].join(' ');
}

function sentenceOf(random: Random, { words, names, quantity }: Fact, telling: number): string {
  const said = words.map((rank) => worded(random, rank, telling));
  if (telling !== 0 && said.length > 3) said.push(...said.splice(0, wholeBetween(random, 0, 2)));
  const [name = '', other] = names;
  if (other !== undefined && (telling === 0 || random() < 0.7))
    said.splice(Math.ceil(said.length / 2), 0, other);
  if (quantity !== null) said.splice(wholeBetween(random, 1, said.length), 0, quantity);
  let text = '';
  for (const token of [name, ...said]) {
    if (random() < GLUED) text += ` ${pick(random, GLUE)}`;
    text += ` ${token}`;
  }
  return `${text.charAt(1).toUpperCase()}${text.slice(2)}.`;
}

function worded(random: Random, rank: number, telling: number): string {
  if (telling === 0 || random() >= OTHER_WORDS) return wordOf(rank);
  return wordOf(synonymOf(rank, wholeBetween(random, 1, SYNONYMS)));
}

/** Another word that is about as common: of half to twice the rank. */
function synonymOf(rank: number, which: number): number {
  const share = seedOf(rank, which) / 2 ** 32;
  return Math.min(VOCABULARY - 1, Math.floor((rank + 1) * 4 ** (share - 0.5)));
}
