import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { DedupeRecord } from '@wirefold/dedupe/filter';
import { CliError, usageError } from '../../cli-error.ts';
import { recordOf } from '../../filter/dedupe-record.ts';
import { parseObject, readLines } from '../../filter/json-lines.ts';

/** Articles with their true stories. */
export interface StorySet {
  readonly kind: 'stories';
  readonly name: string;
  readonly articles: readonly DedupeRecord[];
  /** The true story of each article; one of its own for an article without a label. */
  readonly clusters: readonly string[];
}

/** Two articles of which people said whether they tell one story. */
export interface JudgedPair {
  readonly one: DedupeRecord;
  readonly other: DedupeRecord;
  readonly same: boolean;
}

export interface PairSet {
  readonly kind: 'pairs';
  readonly name: string;
  readonly pairs: readonly JudgedPair[];
}

export type LabelledSet = StorySet | PairSet;

/** In a folder the sets are known by their names, since load sets without labels lie beside them. */
const SET_NAME = /_(?:dev|pairs)\.jsonl(?:\.gz)?$/;
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/**
 * The files that are meant: files as they are named; of a folder, or the `dedupe` in it, those that end in
 * `_dev` or `_pairs`. Throws a usage error for a path that is not there and a folder without sets.
 */
export function findSetFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) {
      throw usageError('No such file', path, 'Name sets or their folder: wirefold bench dedupe --data FILE…');
    }
    return statSync(path).isDirectory() ? setsIn(path) : [path];
  });
}

function setsIn(dir: string): string[] {
  const inner = join(dir, 'dedupe');
  const folder = existsSync(inner) && statSync(inner).isDirectory() ? inner : dir;
  const names = readdirSync(folder)
    .filter((name) => SET_NAME.test(name))
    .sort();
  if (names.length > 0) return names.map((name) => join(folder, name));
  throw usageError(
    'No sets',
    folder,
    'The sets of a folder end in _dev.jsonl or _pairs.jsonl, zipped or not; others are named one by one.',
  );
}

/** Reads a set, gzipped or not; throws a CliError for one that is empty, broken, or without labels. */
export async function readSet(path: string): Promise<LabelledSet> {
  const name = basename(path)
    .replace(/\.gz$/, '')
    .replace(/\.jsonl$/, '');
  const articles: DedupeRecord[] = [];
  const labels: (string | null)[] = [];
  const pairs: JudgedPair[] = [];
  const seen = new Map<string, number>();
  for await (const { number, fields } of objectsOf(path)) {
    const pair = fields && pairOf(fields);
    const record = fields && recordOf(fields);
    if (pair) pairs.push(pair);
    else if (record) {
      articles.push(numbered(record, seen));
      labels.push(labelOf(fields));
    } else throw brokenLine(path, number);
    if (articles.length > 0 && pairs.length > 0) throw brokenLine(path, number);
  }
  if (pairs.length > 0) return { kind: 'pairs', name, pairs };
  if (articles.length === 0) throw new CliError('Empty set', path, 'Name a file with articles in it.');
  if (labels.every((label) => label === null)) {
    throw new CliError(
      'Unlabelled set',
      path,
      'Give its articles a "cluster" to measure against; wirefold dedupe --jsonl folds them without one.',
    );
  }
  const clusters = labels.map((label, at) => (label === null ? `alone ${at}` : `story ${label}`));
  return { kind: 'stories', name, articles, clusters };
}

async function* objectsOf(path: string) {
  try {
    const file = createReadStream(path);
    const stream = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
    file.on('error', (error) => stream.destroy(error));
    for await (const line of readLines(stream, MAX_LINE_BYTES)) {
      yield { number: line.number, fields: parseObject(line) };
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError('Set cannot be read', `${path} (${why})`, 'Fetch it again, or leave it out.', {
      cause: error,
    });
  }
}

function brokenLine(path: string, number: number): CliError {
  return new CliError(
    'Broken line',
    `${number} of ${path}`,
    'Every line must be an article (id, title or text, cluster), or every line a pair (a_text, b_text, label OK or BAD).',
  );
}

/** A repeated id is numbered, so that no article is lost. */
function numbered(record: DedupeRecord, seen: Map<string, number>): DedupeRecord {
  const count = (seen.get(record.id) ?? 0) + 1;
  seen.set(record.id, count);
  return count === 1 ? record : { ...record, id: `${record.id}#${count}` };
}

function labelOf({ cluster }: Record<string, unknown>): string | null {
  return (typeof cluster === 'string' && cluster !== '') || typeof cluster === 'number'
    ? String(cluster)
    : null;
}

/** Null where the line is no judged pair. */
function pairOf(fields: Record<string, unknown>): JudgedPair | null {
  const { label } = fields;
  if (label !== 'OK' && label !== 'BAD') return null;
  const side = (name: 'a' | 'b') =>
    recordOf({ id: name, title: fields[`${name}_title`], text: fields[`${name}_text`] });
  const [one, other] = [side('a'), side('b')];
  return one && other && { one, other, same: label === 'OK' };
}
