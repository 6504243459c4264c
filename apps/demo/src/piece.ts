import { readdir, readFile } from 'node:fs/promises';

/** One block of an article's body as its author wrote it; only paragraphs are the article's text. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'figure'; readonly caption: string; readonly credit: string }
  | { readonly kind: 'promo'; readonly text: string }
  | { readonly kind: 'credit'; readonly text: string };

/** An invented article apart from any page layout. */
export interface Piece {
  readonly key: string;
  readonly outlet: string;
  /** Path of its page at the outlet, with the leading slash. */
  readonly path: string;
  readonly headline: string;
  readonly standfirst?: string;
  readonly byline: readonly string[];
  readonly agency?: string;
  readonly agencyCode?: string;
  readonly dateline?: string;
  readonly section: string;
  /** ISO 8601 with offset. */
  readonly published: string;
  readonly modified?: string;
  readonly keywords: readonly string[];
  readonly image?: string;
  readonly blocks: readonly Block[];
  /** True where only the beginning is on the page and the rest is behind a link. */
  readonly excerpt: boolean;
}

type Fields = Readonly<Record<string, string>>;

interface Manuscript {
  readonly key: string;
  readonly fields: Fields;
  readonly body: string;
}

const ARTICLES = new URL('../articles/', import.meta.url);

/** Part of a text that an outlet shows before its "Continue reading" link. */
const EXCERPT_SHARE = 0.45;

/** Reads all of `articles/*.md`; throws where a file lacks a field or names a piece that is not there. */
export async function readPieces(): Promise<Piece[]> {
  const names = (await readdir(ARTICLES)).filter((name) => name.endsWith('.md')).sort();
  const manuscripts = await Promise.all(names.map(readManuscript));
  const byKey = new Map(manuscripts.map((manuscript) => [manuscript.key, manuscript]));
  return manuscripts.map((manuscript) => pieceOf(manuscript, byKey));
}

/** The text that a perfect cleaner finds on the piece's page: standfirst and paragraphs, nothing else. */
export function textOf(piece: Piece): string {
  const paragraphs = piece.blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));
  return [...(piece.standfirst ? [piece.standfirst] : []), ...paragraphs].join('\n\n');
}

async function readManuscript(name: string): Promise<Manuscript> {
  const content = await readFile(new URL(name, ARTICLES), 'utf8');
  const end = content.indexOf('\n\n');
  const head = end < 0 ? content : content.slice(0, end);
  const fields: Record<string, string> = {};
  for (const line of head.split('\n')) {
    const colon = line.indexOf(': ');
    if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 2).trim();
  }
  return { key: name.slice(0, -'.md'.length), fields, body: end < 0 ? '' : content.slice(end).trim() };
}

/** A copy or an excerpt takes from its original what its own file does not say. */
function pieceOf(manuscript: Manuscript, all: ReadonlyMap<string, Manuscript>): Piece {
  const originalKey = manuscript.fields['copy-of'] ?? manuscript.fields['excerpt-of'];
  if (originalKey === undefined)
    return assemble(manuscript.key, manuscript.fields, blocksOf(manuscript.body));
  const original = all.get(originalKey);
  if (!original) throw new Error(`articles/${manuscript.key}.md copies ${originalKey}, which is not there`);
  const fields = { ...original.fields, ...manuscript.fields };
  const paragraphs = blocksOf(original.body).filter((block) => block.kind === 'paragraph');
  const excerpt = 'excerpt-of' in manuscript.fields;
  return assemble(manuscript.key, fields, excerpt ? beginningOf(paragraphs) : paragraphs);
}

function assemble(key: string, fields: Fields, blocks: readonly Block[]): Piece {
  const required = (name: string): string => {
    const value = fields[name];
    if (value === undefined) throw new Error(`articles/${key}.md has no field "${name}"`);
    return value;
  };
  const optional = <K extends string>(name: string, as: K): { [P in K]?: string } =>
    fields[name] === undefined ? {} : ({ [as]: fields[name] } as { [P in K]?: string });
  return {
    key,
    outlet: required('outlet'),
    path: required('path'),
    headline: required('headline'),
    section: required('section'),
    published: required('published'),
    byline: listOf(fields.byline, ';'),
    keywords: listOf(fields.keywords, ','),
    ...optional('standfirst', 'standfirst'),
    ...optional('agency', 'agency'),
    ...optional('agency-code', 'agencyCode'),
    ...optional('dateline', 'dateline'),
    ...optional('modified', 'modified'),
    ...optional('image', 'image'),
    blocks,
    excerpt: 'excerpt-of' in fields,
  };
}

function listOf(value: string | undefined, separator: string): string[] {
  return value === undefined ? [] : value.split(separator).map((part) => part.trim());
}

function blocksOf(body: string): Block[] {
  return body.split('\n\n').map((chunk) => blockOf(chunk.trim()));
}

function blockOf(chunk: string): Block {
  const rest = chunk.slice(chunk.indexOf(']') + 1).trim();
  if (chunk.startsWith('[promo]')) return { kind: 'promo', text: rest };
  if (chunk.startsWith('[credit]')) return { kind: 'credit', text: rest };
  if (!chunk.startsWith('[figure]')) return { kind: 'paragraph', text: chunk };
  const [caption = '', credit = ''] = rest.split(' | ');
  return { kind: 'figure', caption, credit };
}

/** Whole paragraphs up to the share, and the one that crosses it cut after a word. */
function beginningOf(blocks: readonly Block[]): Block[] {
  const texts = blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));
  let left = Math.round(texts.join('').length * EXCERPT_SHARE);
  const shown: Block[] = [];
  for (const text of texts) {
    if (left <= 0) break;
    const cut = text.length <= left ? text : `${text.slice(0, text.lastIndexOf(' ', left))} …`;
    shown.push({ kind: 'paragraph', text: cut });
    left -= text.length;
  }
  return shown;
}
