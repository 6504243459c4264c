import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

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

/** Reads a JSON-lines file, gzipped where its name ends in `.gz`; a repeated id is numbered, so that no article is lost. */
export function readRecords(path: string): LabelledRecord[] {
  const seen = new Map<string, number>();
  return linesOf<LabelledRecord>(path).map((record) => {
    const count = (seen.get(record.id) ?? 0) + 1;
    seen.set(record.id, count);
    return count === 1 ? record : { ...record, id: `${record.id}#${count}` };
  });
}

function linesOf<T>(path: string): T[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
