import { readFile } from 'node:fs/promises';
import { type Piece, textOf } from './piece.ts';

/** What is known of a text file: its body runs from `from` to before `until`, less the captions. */
export interface TextExpectation {
  readonly headline: string;
  readonly credit?: string;
  readonly dateline?: string;
  readonly publishedAt?: string;
  readonly from: string;
  readonly until?: string;
  /** Beginnings of the lines that are captions. */
  readonly captions?: readonly string[];
}

/** What the demonstration must come to; addresses are `outlet-key/path` or `texts/name`. */
export interface Expectation {
  readonly stories: Readonly<Record<string, readonly string[]>>;
  /** The reasons that are right for an item that holds no article. */
  readonly rejected: Readonly<Record<string, readonly string[]>>;
  readonly texts: Readonly<Record<string, TextExpectation>>;
}

const ROOT = new URL('../', import.meta.url);

/** Reads `expected.json`. */
export async function readExpectation(): Promise<Expectation> {
  return JSON.parse(await readFile(new URL('expected.json', ROOT), 'utf8')) as Expectation;
}

/** The address of a piece as `expected.json` writes it. */
export function addressOf(piece: Piece): string {
  return piece.outlet + piece.path;
}

/** A url of the ledger as `expected.json` writes it; a url of neither an outlet nor the texts stays itself. */
export function addressOfUrl(url: string, bases: ReadonlyMap<string, string>): string {
  for (const [key, base] of bases) if (url.startsWith(`${base}/`)) return key + url.slice(base.length);
  const texts = url.lastIndexOf('/texts/');
  return texts < 0 ? url : url.slice(texts + 1);
}

/** The article text behind every address, as its author wrote it: paragraphs parted by a blank line. */
export async function expectedTexts(pieces: readonly Piece[]): Promise<Map<string, string>> {
  const { texts } = await readExpectation();
  const fromFiles = Object.entries(texts).map(async ([address, expectation]) => {
    const content = await readFile(new URL(address, ROOT), 'utf8');
    return [address, bodyOfText(content, expectation)] as const;
  });
  return new Map([
    ...pieces.map((piece) => [addressOf(piece), textOf(piece)] as const),
    ...(await Promise.all(fromFiles)),
  ]);
}

function bodyOfText(content: string, { from, until, captions = [] }: TextExpectation): string {
  const start = content.indexOf(from);
  const end = until === undefined ? content.length : content.indexOf(until);
  if (start < 0 || end < 0) throw new Error(`expected.json: "${from}" or "${until}" is not in its text`);
  return content
    .slice(start, end)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !captions.some((caption) => line.startsWith(caption)))
    .join('\n\n');
}
