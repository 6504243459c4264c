import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { getDomain } from 'tldts';

/** One page of a set laid out as the data's README says. */
export interface GoldPage {
  readonly id: string;
  readonly set: string;
  /** Registrable domain: what folds are split by. */
  readonly host: string;
  readonly url: string | undefined;
  readonly content: string;
  readonly text: string | undefined;
  readonly must: readonly string[];
  readonly mustNot: readonly string[];
}

interface GoldEntry {
  readonly html?: string;
  readonly url?: string | null;
  readonly text?: string;
  readonly must?: readonly string[];
  readonly mustNot?: readonly string[];
}

/** Pages of one set of HTML pages; throws where the folder holds none. */
export function readGoldPages(data: string, set: string): GoldPage[] {
  const file = join(data, set, 'gold.json');
  const json = existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`));
  const entries = JSON.parse(json.toString('utf8')) as Record<string, GoldEntry>;
  return Object.entries(entries).flatMap(([id, { html, url, text, must, mustNot }]) => {
    if (html === undefined) return [];
    const host = getDomain(url ?? '') ?? id;
    const content = gunzipSync(readFileSync(join(data, set, html))).toString('utf8');
    return [
      { id, set, host, url: url ?? undefined, content, text, must: must ?? [], mustNot: mustNot ?? [] },
    ];
  });
}

const WORD = /[\p{L}\p{N}_]+/gu;
const wordsOf = (text: string): string[] => text.toLowerCase().match(WORD) ?? [];
const SHINGLE = 4;

/**
 * Share of each block that stands in the gold text, 0 to 1. Blocks of four words and more by their shingles;
 * shorter ones by standing, between what the long ones around them matched, in the same place of the gold text.
 */
export function sharesInGold(blocks: readonly string[], gold: string): Float32Array {
  const words = wordsOf(gold);
  const positions = shinglePositions(words);
  const shares = new Float32Array(blocks.length);
  const spans: ({ from: number; to: number } | undefined)[] = [];
  let expected = 0;
  for (const [at, text] of blocks.entries()) {
    const own = wordsOf(text);
    if (own.length < SHINGLE) {
      spans.push(undefined);
      continue;
    }
    const found: number[] = [];
    for (let start = 0; start + SHINGLE <= own.length; start += 1) {
      const at = positions.get(own.slice(start, start + SHINGLE).join(' '));
      if (at !== undefined) found.push(nearest(at, expected));
    }
    const share = found.length / (own.length - SHINGLE + 1);
    shares[at] = share;
    const isIn = share >= 0.5;
    const from = Math.min(...found);
    const to = Math.max(...found) + SHINGLE;
    spans.push(isIn ? { from, to } : undefined);
    if (isIn) expected = to;
  }
  for (const [at, text] of blocks.entries()) {
    const own = wordsOf(text);
    if (own.length === 0 || own.length >= SHINGLE) continue;
    if (standsBetween(own, words, spans, at)) shares[at] = 1;
  }
  return shares;
}

function shinglePositions(words: readonly string[]): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  for (let start = 0; start + SHINGLE <= words.length; start += 1) {
    const key = words.slice(start, start + SHINGLE).join(' ');
    const known = positions.get(key);
    if (known === undefined) positions.set(key, [start]);
    else known.push(start);
  }
  return positions;
}

function nearest(positions: readonly number[], expected: number): number {
  let best = positions[0] ?? 0;
  for (const at of positions) if (Math.abs(at - expected) < Math.abs(best - expected)) best = at;
  return best;
}

function standsBetween(
  own: readonly string[],
  words: readonly string[],
  spans: readonly ({ from: number; to: number } | undefined)[],
  at: number,
): boolean {
  let before = at - 1;
  while (before >= 0 && spans[before] === undefined) before -= 1;
  let after = at + 1;
  while (after < spans.length && spans[after] === undefined) after += 1;
  const from = spans[before]?.to ?? Math.max(0, (spans[after]?.from ?? 0) - 30);
  const to = spans[after]?.from ?? Math.min(words.length, (spans[before]?.to ?? 0) + 30);
  if (before < 0 && after >= spans.length) return false;
  for (let start = from; start + own.length <= to; start += 1) {
    if (own.every((word, offset) => words[start + offset] === word)) return true;
  }
  return false;
}
