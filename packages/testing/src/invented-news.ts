/** A made-up article, in the fields of a JSONL record; `story` is the event that it tells. */
export interface InventedArticle {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly date: string;
  readonly source: string;
  /** English by its small words alone: a guess from the rest would be anything. */
  readonly language: 'en';
  readonly story: number;
}

const ONSETS = [
  'b',
  'br',
  'd',
  'dr',
  'f',
  'g',
  'gl',
  'h',
  'k',
  'kl',
  'l',
  'm',
  'n',
  'p',
  'pr',
  'r',
  's',
  'st',
  't',
  'tr',
  'v',
  'w',
];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ai', 'ou'];
const CODAS = ['', 'n', 'r', 'l', 's', 'm', 'nd', 'rt', 'st'];
const GLUE = [
  'the',
  'of',
  'and',
  'to',
  'in',
  'that',
  'for',
  'was',
  'with',
  'after',
  'by',
  'from',
  'said',
  'which',
];
const SENTENCES = 14;

/** Mulberry32: a small generator with a seed, so that every run invents the same news. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Invents news: `stories` events, each told by `copies` articles (the first whole, the second cut short,
 * the others with a paragraph of their own at the end). Words are made up per event, so that no two
 * events resemble each other.
 */
export function inventNews(stories: number, copies: number, seed = 1): InventedArticle[] {
  return Array.from({ length: stories }, (_, story) => inventStory(story, copies, seed)).flat();
}

function inventStory(story: number, copies: number, seed: number): InventedArticle[] {
  const random = randomFrom(seed * 1_000_003 + story);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const word = () => pick(ONSETS) + pick(VOWELS) + pick(CODAS) + pick(ONSETS) + pick(VOWELS) + pick(CODAS);
  const words = Array.from({ length: 90 }, word);
  const names = Array.from({ length: 6 }, () => capitalized(word()));
  const sentence = () => inventSentence(random, pick, words, names);
  const body = Array.from({ length: SENTENCES }, sentence);
  const title = capitalized([pick(names), ...Array.from({ length: 6 }, () => pick(words))].join(' '));
  return Array.from({ length: copies }, (_, copy) => ({
    id: `s${story}c${copy}`,
    title,
    text: paragraphs(copy === 1 ? body.slice(0, 9) : copy === 0 ? body : [...body, sentence(), sentence()]),
    date: new Date(Date.UTC(2026, 4, 1 + (story % 20), 6 + copy)).toISOString(),
    source: `outlet-${copy}.example`,
    language: 'en',
    story,
  }));
}

function inventSentence(
  random: () => number,
  pick: <T>(list: readonly T[]) => T,
  words: readonly string[],
  names: readonly string[],
): string {
  const length = 12 + Math.floor(random() * 10);
  const tokens = Array.from({ length }, () => {
    const dice = random();
    if (dice < 0.4) return pick(GLUE);
    if (dice < 0.52) return pick(names);
    return dice < 0.56 ? String(10 + Math.floor(random() * 9_000)) : pick(words);
  });
  return `${capitalized(tokens.join(' '))}.`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Three sentences a paragraph. */
function paragraphs(sentences: readonly string[]): string {
  const out: string[] = [];
  for (let i = 0; i < sentences.length; i += 3) out.push(sentences.slice(i, i + 3).join(' '));
  return out.join('\n\n');
}
