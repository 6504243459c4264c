import { createHash } from 'node:crypto';
import type { Article, Cleaned, CleanInput, PagePrints } from '@wirefold/contracts/article';
import { comparable, wordCount } from './characters.ts';
import { cohesion, contentWords } from './cohesion.ts';
import { endsSentence } from './text-rules.ts';

/** Characters of a print: 48 bits, so that among a host's 2,000 two agree by chance once in 100 million hosts. */
export const PRINT_CHARS = 8;

/**
 * Most prints of a page that are remembered, half of them of its text: furniture stands at its ends, so of a
 * longer text the middle goes without.
 */
export const MOST_PRINTS = 80;

const NOTHING = '';

/** A block's print: the same for the same letters and digits. Empty for numbers and signs, which recur by chance. */
export function printOf(text: string): string {
  const form = comparable(text);
  if (!/\p{L}{2}/u.test(form)) return NOTHING;
  return createHash('sha1').update(form).digest('base64url').slice(0, PRINT_CHARS);
}

/** True for running text: a sentence of some length, or a block too long to be anything else. */
export function isRunning(text: string): boolean {
  const words = wordCount(text);
  return words >= 25 || (words >= 8 && endsSentence(text));
}

/** Paragraphs of an article's text. */
export const paragraphsOf = (article: Article): string[] => article.text.split('\n\n');

/**
 * The host whose furniture a document may hold, without `www.`, or undefined for what has no host (a file) and for
 * records, whose fields somebody has already told apart.
 */
export function hostOf(input: CleanInput): string | undefined {
  if (input.hints?.authoritative === true || input.url === undefined || !URL.canParse(input.url))
    return undefined;
  const { protocol, host } = new URL(input.url);
  return /^https?:$/.test(protocol) && host !== '' ? host.replace(/^www\./, '') : undefined;
}

function ends(prints: readonly string[], most: number): string[] {
  if (prints.length <= most) return [...prints];
  return [...prints.slice(0, most / 2), ...prints.slice(most / 2 - most)];
}

/** The longest paragraph that shares its words with the rest of the article. */
function coreOf(article: Article): string {
  const paragraphs = paragraphsOf(article).filter(isRunning);
  const longest = [...paragraphs].sort((a, b) => b.length - a.length).slice(0, 3);
  const own = longest.find((text) => {
    const rest = [article.headline ?? '', ...paragraphs.filter((other) => other !== text)];
    return cohesion(text, contentWords(rest)) >= 0.5;
  });
  return own === undefined ? NOTHING : printOf(own);
}

/** Prints of a page as it was cleaned without knowledge of its host. */
export function pagePrints(url: string, { article, removed }: Cleaned): PagePrints {
  const known = (prints: readonly string[]) => [...new Set(prints)].filter((print) => print !== NOTHING);
  const kept = ends(known(paragraphsOf(article).map(printOf)), MOST_PRINTS / 2);
  // Running text among the removed comes first: a line of three words is soon removed again by its own words.
  const running = removed.filter(({ text }) => isRunning(text));
  const short = removed.filter(({ text }) => !isRunning(text));
  const others = known([...running, ...short].map(({ text }) => printOf(text)));
  return {
    page: printOf(`page ${url.split('#')[0]}`),
    title: printOf(article.headline ?? ''),
    core: coreOf(article),
    kept,
    removed: others.slice(0, MOST_PRINTS - kept.length),
  };
}
