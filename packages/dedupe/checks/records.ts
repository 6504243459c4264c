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

/** Reads a JSON-lines file, gzipped where its name ends in `.gz`. */
export function readRecords(path: string): LabelledRecord[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LabelledRecord);
}
