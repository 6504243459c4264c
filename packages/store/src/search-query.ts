/** One word or quoted phrase of a query; `-` before it excludes, `*` after a word matches its beginnings. */
const PART = /(-?)(?:"([^"]*)"|([^\s"]+))/gu;

/**
 * Turns what a person typed into an FTS5 expression: all words must occur, "quoted words" as a phrase,
 * `word*` as a beginning, `-word` must not. Each part is quoted, so that no input is a syntax error. Null
 * where nothing is asked for, such as for punctuation or exclusions alone.
 */
export function normalizeSearchQuery(query: string): string | null {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  for (const [, minus, phrase, word] of query.matchAll(PART)) {
    const text = phrase ?? word ?? '';
    if (!/[\p{L}\p{N}]/u.test(text)) continue;
    const star = word?.endsWith('*') ? '*' : '';
    (minus === '-' ? unwanted : wanted).push(`"${text}"${star}`);
  }
  if (wanted.length === 0) return null;
  return [wanted.join(' AND '), ...unwanted].join(' NOT ');
}
