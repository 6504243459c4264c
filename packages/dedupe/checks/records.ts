import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { DedupeInput } from '@wirefold/contracts/evidence';

/** One line of a measuring set; `cluster` is its true story where it is labelled. */
export interface LabelledRecord {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly date?: string;
  readonly source?: string;
  readonly cluster?: string;
  readonly topic?: string;
}

/** A pair that people judged. */
export interface LabelledPair {
  readonly a: DedupeInput;
  readonly b: DedupeInput;
  readonly label: 'OK' | 'BAD';
}

/** Reads a JSON-lines file, gzipped where its name ends in `.gz`; a repeated id is numbered, so that no article is lost. */
export function readRecords(path: string): LabelledRecord[] {
  const seen = new Map<string, number>();
  return linesOf<LabelledRecord>(path).map((record) => {
    const count = (seen.get(record.id) ?? 0) + 1;
    seen.set(record.id, count);
    return count === 1 ? record : { ...record, id: `${record.id}#${count}` };
  });
}

interface PairLine {
  readonly a_title?: string;
  readonly a_text: string;
  readonly b_title: string;
  readonly b_text: string;
  readonly label: 'OK' | 'BAD';
}

/** Reads a set of judged pairs (tg_en_pairs); empty where the file holds articles. */
export function readPairs(path: string): LabelledPair[] {
  return linesOf<PairLine>(path).flatMap((line) =>
    line.a_title === undefined
      ? []
      : [
          {
            a: { articleId: 'a', headline: line.a_title, text: line.a_text },
            b: { articleId: 'b', headline: line.b_title, text: line.b_text },
            label: line.label,
          },
        ],
  );
}

function linesOf<T>(path: string): T[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
