import type { Connection } from './connection.ts';

/** Where ids of each kind are looked up; stories that were merged away are found too. */
const LOOK_UPS = [
  [
    'st_',
    'SELECT id FROM stories WHERE id >= @from AND id < @to UNION SELECT old_id FROM story_redirects WHERE old_id >= @from AND old_id < @to',
  ],
  ['ar_', 'SELECT id FROM articles WHERE id >= @from AND id < @to'],
  ['it_', 'SELECT id FROM items WHERE id >= @from AND id < @to'],
] as const;

/**
 * Finds the one id that begins with what was typed. Without `st_`, `ar_` or `it_` it is taken for a
 * story's first, then an article's, then an item's. Null where none or more than one begins so.
 */
export function idResolver(db: Connection): (prefix: string) => string | null {
  const lookUps = LOOK_UPS.map(([kind, sql]) => {
    return [kind, db.prepare<[{ from: string; to: string }], string>(`${sql} LIMIT 2`).pluck()] as const;
  });
  return (prefix) => {
    for (const [kind, statement] of lookUps) {
      if (/^[a-z]{2}_/u.test(prefix) && !prefix.startsWith(kind)) continue;
      const from = prefix.startsWith(kind) ? prefix : kind + prefix;
      const found = statement.all({ from, to: `${from}\u{10ffff}` });
      if (found.length > 0) return found.length === 1 ? (found[0] ?? null) : null;
    }
    return null;
  };
}
