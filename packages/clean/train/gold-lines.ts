import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { getDomain } from 'tldts';

/** One text of lines with the share of each that is the article's. */
export interface GoldText {
  readonly id: string;
  readonly set: string;
  /** Registrable domain: what folds are split by. */
  readonly host: string;
  readonly content: string;
  /** Share of each line of `content` in the article, 0 to 1, by line number from 0. */
  readonly shares: Float32Array;
  readonly text: string;
}

interface GoldEntry {
  readonly lines: readonly string[];
  readonly keep: readonly number[];
  readonly text: string;
  readonly url?: string | null;
}

/** Texts of a set of pages saved as plain text; throws where the folder holds none. */
export function readGoldTexts(data: string, set: string): GoldText[] {
  const file = join(data, set, 'gold.json');
  const json = existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`));
  const entries = JSON.parse(json.toString('utf8')) as Record<string, GoldEntry>;
  return Object.entries(entries).map(([id, { lines, keep, text, url }]) => ({
    id,
    set,
    host: getDomain(url ?? '') ?? id,
    content: lines.join('\n'),
    shares: Float32Array.from(keep),
    text,
  }));
}
