import type { StoreWriter } from '@wirefold/contracts/ports';
import type { StoreReader } from '@wirefold/store';
import { CliError, usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { printable } from '../output/printable.ts';

/**
 * Opens the database for reading, runs `work`, and closes it whatever happens. Needs no Redis.
 * @throws the store's own errors (missing, damaged, of a newer schema), which say what to do.
 */
export async function withReader<T>(
  context: Context,
  work: (reader: StoreReader) => T | Promise<T>,
): Promise<T> {
  const { openReader } = await import('@wirefold/store');
  const reader = openReader(context.settings().values.db);
  try {
    return await work(reader);
  } finally {
    reader.close();
  }
}

/**
 * Opens the database for writing (which migrates it) and for reading, runs `work`, and closes it whatever happens.
 * It must be there: what writes to what is known creates none by mistake.
 */
export async function withWriter<T>(
  context: Context,
  work: (writer: StoreWriter, reader: StoreReader) => T,
): Promise<T> {
  const { assertDatabase, openReader, openWriter } = await import('@wirefold/store');
  const { db } = context.settings().values;
  assertDatabase(db);
  const writer = openWriter(db);
  try {
    const reader = openReader(db);
    try {
      return work(writer, reader);
    } finally {
      reader.close();
    }
  } finally {
    writer.close();
  }
}

/** What an id stands for, by its first letters; each with the verb that lists such ids, and where they are kept. */
const KINDS = {
  st: {
    noun: 'story',
    plural: 'stories',
    list: '`wirefold stories` lists the ids of stories',
    columns: [
      ['stories', 'id'],
      ['story_redirects', 'old_id'],
    ],
  },
  ar: {
    noun: 'article',
    plural: 'articles',
    list: '`wirefold story ID` lists the ids of articles',
    columns: [['articles', 'id']],
  },
  it: {
    noun: 'item',
    plural: 'items',
    list: '`wirefold quarantine list` lists the ids of items',
    columns: [['items', 'id']],
  },
} as const;
export type IdKind = keyof typeof KINDS;

/** An id as it may be typed: its kind or not, then at least one and at most 16 characters of Crockford's base 32. */
const TYPED_ID = /^(?:(st|ar|it)_)?([0-9a-hjkmnp-tv-z]{1,16})$/;

/**
 * The full id that a typed beginning stands for; without its kind it is taken for each of `kinds` in turn.
 * @throws CliError of status 2 for what is no id of these kinds, of status 1 for one that is unknown or stands for several.
 */
export function resolveId(reader: StoreReader, typed: string, kinds: readonly IdKind[]): string {
  const next = capitalized(`${kinds.map((kind) => KINDS[kind].list).join('; ')}.`);
  const nouns = kinds.map((kind) => KINDS[kind].noun).join(' or ');
  const shown = printable(typed).slice(0, 80);
  const [, kind, digits = ''] = TYPED_ID.exec(typed.trim()) ?? [];
  const wanted = kind === undefined ? kinds : kinds.filter((one) => one === kind);
  if (digits === '' || wanted.length === 0) {
    const example = kinds.map((one) => `${one}_...`).join(' or ');
    throw usageError(`Not the id of ${withArticle(nouns)} (${example})`, shown, next);
  }
  for (const one of wanted) {
    const id = reader.resolve(`${one}_${digits}`);
    if (id !== null) return id;
    const several = idsBeginning(reader, one, digits);
    if (several.length > 0) throw ambiguous(KINDS[one].plural, shown, several);
  }
  throw new CliError(`No ${nouns} of that id`, shown, next);
}

/** Ids that a message lists before it says that there are more. */
const LISTED_IDS = 5;

/** Some ids of a kind that begin so, one more than are listed; `digits` are of base 32, so no quote is among them. */
function idsBeginning(reader: StoreReader, kind: IdKind, digits: string): string[] {
  const { columns } = KINDS[kind];
  const [from, to] = [`'${kind}_${digits}'`, `'${kind}_${digits}~'`];
  const parts = columns.map(
    ([table, id]) => `SELECT ${id} AS id FROM ${table} WHERE ${id} >= ${from} AND ${id} < ${to}`,
  );
  const { rows } = reader.sql(`${parts.join(' UNION ')} ORDER BY id LIMIT ${LISTED_IDS + 1}`);
  return rows.map(([id]) => String(id));
}

function ambiguous(plural: string, shown: string, ids: readonly string[]): CliError {
  const listed = ids.slice(0, LISTED_IDS).join(', ') + (ids.length > LISTED_IDS ? ' and more' : '');
  return new CliError(`Several ${plural} have an id that begins so`, shown, `Type more of it: ${listed}.`);
}

/** The value that must be there once its id was resolved. */
export function found<T>(value: T | null | undefined, noun: string, id: string): T {
  if (value !== null && value !== undefined) return value;
  throw new CliError(`No such ${noun}`, id, 'It may just have been folded away: try again.');
}

function withArticle(nouns: string): string {
  return /^[aeiou]/.test(nouns) ? `an ${nouns}` : `a ${nouns}`;
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
