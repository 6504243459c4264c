import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createGunzip } from 'node:zlib';
import { itemIdOf } from '@wirefold/contracts/ids';
import type { ItemKind } from '@wirefold/contracts/jobs';
import type { NewItem } from '@wirefold/contracts/ports';
import type { QuarantineReason, RejectReason } from '@wirefold/contracts/reasons';
import { canonicalizeUrl, sourceOf } from '@wirefold/fetch/url';
import { maskUrl } from '@wirefold/settings';
import { glob, isDynamicPattern } from 'tinyglobby';
import { recordItem } from './record-item.ts';
import { splitLines } from './split-lines.ts';
import { readWarc, type WarcFile } from './warc-items.ts';

/** What a person may say that an input is; `jsonl` is a file of records, `warc` one of a crawler's answers. */
export const INPUT_KINDS = ['page', 'feed', 'sitemap', 'opml', 'warc', 'jsonl', 'text', 'html'] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

/** An input that is to be accepted; `failure` where it ends at once, since its bytes cannot be had. */
export interface Input {
  readonly item: NewItem;
  readonly failure?:
    | { readonly end: 'rejected'; readonly reason: RejectReason; readonly detail: string }
    | { readonly end: 'quarantined'; readonly reason: QuarantineReason; readonly detail: string };
}

/** An input that names nothing: there is no item to speak of, only a message. */
export interface Nothing {
  readonly named: string;
  readonly problem: string;
}

/** What of a file was no input at all, counted by what it was: nothing is wrong with it. */
export interface LeftOut {
  readonly named: string;
  readonly leftOut: Readonly<Record<string, number>>;
}

/** What comes out of what a person has named. */
export type Found = Input | Nothing | LeftOut;

export interface ReadOptions {
  readonly as?: InputKind;
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly maxBodyBytes: number;
}

const FILE_KINDS: Readonly<Record<string, InputKind>> = {
  '.txt': 'text',
  '.text': 'text',
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.opml': 'opml',
  '.warc': 'warc',
};
const FOLDER_PATTERN =
  '**/*.{txt,text,html,htm,xhtml,xml,xml.gz,rss,atom,opml,jsonl,ndjson,jsonl.gz,ndjson.gz,warc,warc.gz}';

/** A WARC file is read in larger pieces: its records are some 20 to 100 KB, packed. */
const WARC_CHUNK_BYTES = 262_144;

/** Reads inputs as a person names them: addresses, files, folders, globs, `-` for standard input. */
export async function* readInputs(named: readonly string[], options: ReadOptions): AsyncGenerator<Found> {
  for (const name of named) {
    if (name === '-') yield* readStream(options.stdin, options);
    else if (/^[a-z][a-z0-9+.-]*:\/\//i.test(name)) yield addressInput(name, options.as);
    else yield* readPaths(name, options);
  }
}

/** The item behind an address; one that cannot be used is accepted all the same, without its secrets, and rejected by the fetch stage. */
function addressInput(text: string, as: InputKind | undefined): Input | Nothing {
  const url = canonicalizeUrl(text) ?? maskUrl(text);
  if (as === 'warc' || as === 'jsonl')
    return { named: url, problem: `as ${as} it has to be a file here or standard input: download it first` };
  const kind: ItemKind = as === 'feed' || as === 'sitemap' || as === 'opml' ? as : 'page';
  return { item: { id: itemIdOf(url), url, kind, kindForced: as !== undefined, source: sourceOf(url) } };
}

async function* readPaths(name: string, options: ReadOptions): AsyncGenerator<Found> {
  const path = resolve(options.cwd, name);
  const found = await stat(path).catch(() => null);
  if (found?.isFile()) return yield* readFileInput(path, found.size, options);
  const pattern = found?.isDirectory() ? FOLDER_PATTERN : name;
  if (!found && !isDynamicPattern(name)) {
    return yield { named: name, problem: 'there is no such file or folder' };
  }
  const cwd = found ? path : options.cwd;
  const paths = (await glob(pattern, { cwd, absolute: true, dot: false })).sort();
  if (paths.length === 0) yield { named: name, problem: 'no file of a known kind is in it' };
  for (const each of paths) {
    const size = await stat(each)
      .then((it) => it.size)
      .catch(() => 0);
    yield* readFileInput(each, size, options);
  }
}

async function* readFileInput(path: string, size: number, options: ReadOptions): AsyncGenerator<Found> {
  const zipped = path.endsWith('.gz');
  const guess = FILE_KINDS[extname(zipped ? path.slice(0, -3) : path).toLowerCase()];
  const kind = options.as ?? guess;
  const item = fileItem(path, kind, options.as !== undefined);
  if (kind === 'warc') return yield* readWarcFile(path, item, options);
  if (kind === 'jsonl') return yield* readRecordFile(path, zipped, item, options);
  if (size > options.maxBodyBytes) {
    const detail = `${size} bytes; the limit is ${options.maxBodyBytes}`;
    return yield { item, failure: { end: 'rejected', reason: 'too-large', detail } };
  }
  try {
    const bytes = await readFile(path);
    yield { item: withBytes(item, bytes, kind) };
  } catch (error) {
    yield { item, failure: unreadable(error) };
  }
}

async function* readWarcFile(path: string, file: NewItem, options: ReadOptions): AsyncGenerator<Found> {
  const stream = createReadStream(path, { highWaterMark: WARC_CHUNK_BYTES });
  try {
    yield* readWarc({ url: file.url, source: file.source, stream }, options.maxBodyBytes);
  } catch (error) {
    yield { item: file, failure: unreadable(error) };
  } finally {
    stream.destroy();
  }
}

async function* readRecordFile(
  path: string,
  zipped: boolean,
  file: NewItem,
  options: ReadOptions,
): AsyncGenerator<Input> {
  const raw = createReadStream(path);
  const stream = zipped ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => stream.destroy(error));
  try {
    yield* readRecords(stream, file.url, file.source, options);
  } catch (error) {
    yield { item: file, failure: unreadable(error) };
  }
}

async function* readRecords(
  stream: AsyncIterable<Uint8Array>,
  base: string,
  source: string,
  options: ReadOptions,
): AsyncGenerator<Input> {
  for await (const line of splitLines(stream, options.maxBodyBytes)) {
    if ('bytes' in line) yield { item: recordItem(line.bytes, line.number, base, source) };
    else {
      const url = `${base}#line-${line.number}`;
      const item: NewItem = { id: itemIdOf(url), url, kind: 'record', kindForced: true, source };
      const detail = `line ${line.number} is over ${options.maxBodyBytes} bytes`;
      yield { item, failure: { end: 'rejected', reason: 'too-large', detail } };
    }
  }
}

async function* readStream(stdin: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncGenerator<Found> {
  if (options.as === 'jsonl') return yield* readRecords(stdin, 'stdin:', 'stdin', options);
  if (options.as === 'warc') {
    const file: WarcFile = { url: 'stdin:', source: 'stdin', stream: stdin };
    return yield* readWarc(file, options.maxBodyBytes);
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stdin) {
    size += part.length;
    if (size <= options.maxBodyBytes) parts.push(part);
  }
  const bytes = Buffer.concat(parts);
  const url = `urn:sha256:${sha256(bytes)}`;
  const item: NewItem = {
    ...{ id: itemIdOf(url), url, source: 'stdin', kindForced: options.as !== undefined },
    kind: itemKind(options.as),
  };
  if (size > options.maxBodyBytes) {
    const detail = `${size} bytes; the limit is ${options.maxBodyBytes}`;
    yield { item, failure: { end: 'rejected', reason: 'too-large', detail } };
  } else yield { item: withBytes(item, bytes, options.as) };
}

/** The outlet of a file is not known: its folder stands in for it. */
function fileItem(path: string, kind: InputKind | undefined, kindForced: boolean): NewItem {
  const url = pathToFileURL(path).href;
  const source = basename(dirname(path)) || 'files';
  return { id: itemIdOf(url), url, kind: itemKind(kind), kindForced, source };
}

function itemKind(kind: InputKind | undefined): ItemKind {
  if (kind === 'warc') return 'page';
  return kind === 'jsonl' ? 'record' : (kind ?? 'page');
}

const MEDIA_TYPES: Partial<Record<InputKind, string>> = { text: 'text/plain', html: 'text/html' };

function withBytes(item: NewItem, bytes: Uint8Array, kind: InputKind | undefined): NewItem {
  const mediaType = kind && MEDIA_TYPES[kind];
  return { ...item, provided: { bytes, sha256: sha256(bytes), ...(mediaType ? { mediaType } : {}) } };
}

function unreadable(error: unknown): NonNullable<Input['failure']> {
  const detail = error instanceof Error ? error.message : String(error);
  return { end: 'quarantined', reason: 'unreadable-file', detail };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
