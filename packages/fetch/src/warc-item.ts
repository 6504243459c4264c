import type { Hints } from '@wirefold/contracts/article';
import { fetchJobSchema, type ItemKind } from '@wirefold/contracts/jobs';

/**
 * A field of our own in a record's header: what the document was accepted as and what was said with it, which no
 * standard field has a word for. Readers ignore fields that they do not know (ISO 28500 section 5.1).
 */
export const ITEM_FIELD = 'Wirefold-Item';

/** What a document was accepted as. */
export interface WarcItem {
  readonly kind: ItemKind;
  readonly kindForced: boolean;
  readonly source: string;
  readonly hints?: Hints;
}

/** Hints that make the field longer are left out: readers bound a record's header. */
const MAX_FIELD = 16_384;

const itemSchema = fetchJobSchema.pick({ kind: true, kindForced: true, source: true, hints: true });

/** Writes the field: JSON on one line of ASCII. */
export function formatWarcItem(item: WarcItem): string {
  const whole = asciiJson(item);
  if (whole.length <= MAX_FIELD) return whole;
  const { hints: _hints, ...rest } = item;
  return asciiJson(rest);
}

function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Reads the field; undefined where it is missing, or not as we write it. */
export function parseWarcItem(field: string | undefined): WarcItem | undefined {
  if (field === undefined) return undefined;
  try {
    const { hints, ...item } = itemSchema.parse(JSON.parse(field));
    return hints === undefined ? item : { ...item, hints };
  } catch {
    return undefined;
  }
}
