import type { DedupeRecord } from '@wirefold/dedupe/filter';

/** The record of one JSON line, by the fields that are of the right type; null where there is no id, or neither title nor text. */
export function recordOf(fields: Record<string, unknown>): DedupeRecord | null {
  const { id, title, text } = fields;
  if (typeof id !== 'string' && typeof id !== 'number') return null;
  if (typeof title !== 'string' && typeof text !== 'string') return null;
  return {
    id: String(id),
    title: typeof title === 'string' ? title : '',
    text: typeof text === 'string' ? text : '',
    ...textField(fields, 'date'),
    ...textField(fields, 'source'),
    ...textField(fields, 'language'),
  };
}

function textField<N extends string>(fields: Record<string, unknown>, name: N): { [K in N]?: string } {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as { [K in N]: string }) : {};
}
