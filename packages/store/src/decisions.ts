import type { DecisionRecord } from '@wirefold/contracts/read-model';
import { type Constraints, resolveDecisions, type Standing } from '@wirefold/dedupe/constraints';
import type { Connection } from './connection.ts';

interface DecisionRow {
  readonly seq: number;
  readonly action: 'merge' | 'split';
  readonly story_id: string;
  readonly other_story_id: string | null;
  readonly article_ids: string;
  readonly other_article_ids: string;
  readonly detail: string;
  readonly reason: string | null;
  readonly decided_at: string;
  readonly undone_at: string | null;
}

/** All decisions as they stand, and what they ask of the folding. */
export interface Decided {
  /** Oldest first. */
  readonly records: readonly DecisionRecord[];
  readonly constraints: Constraints;
  /** Articles that are to be in one story with this one, itself included; empty where no decision names it. */
  together(articleId: string): readonly string[];
}

/** Reads the decisions of persons; what follows from them is worked out again only where they changed. */
export function decisionReader(db: Connection): () => Decided {
  const all = db.prepare<[], DecisionRow>('SELECT * FROM decisions ORDER BY seq');
  let known: { readonly rows: string; readonly decided: Decided } | null = null;
  return () => {
    const found = all.all();
    // The rows themselves and no count of them: a number that was taken back is given out again.
    const rows = JSON.stringify(found);
    if (known?.rows !== rows) known = { rows, decided: decidedBy(found.map(recordOf)) };
    return known.decided;
  };
}

function decidedBy(records: readonly DecisionRecord[]): Decided {
  const counting = records.filter(({ undoneAt }) => undoneAt === null);
  const { constraints, standings } = resolveDecisions(counting);
  const standingOf = new Map<number, Standing | undefined>(
    counting.map(({ number }, at) => [number, standings[at]]),
  );
  const members = new Map<number, string[]>();
  for (const [id, group] of constraints.groupOf) {
    const known = members.get(group);
    if (known === undefined) members.set(group, [id]);
    else known.push(id);
  }
  return {
    records: records.map((record) => ({ ...record, standing: standingOf.get(record.number) ?? 'undone' })),
    constraints,
    together: (articleId) => members.get(constraints.groupOf.get(articleId) ?? -1) ?? [],
  };
}

function recordOf(row: DecisionRow): DecisionRecord {
  return {
    number: row.seq,
    action: row.action,
    storyId: row.story_id,
    otherStoryId: row.other_story_id,
    articleIds: listIn(row.article_ids),
    otherArticleIds: listIn(row.other_article_ids),
    detail: row.detail,
    reason: row.reason,
    decidedAt: row.decided_at,
    undoneAt: row.undone_at,
    standing: 'undone',
  };
}

/** Empty for what is no JSON list: `verify` names it, and nothing stands still for it. */
function listIn(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : [];
  } catch {
    return [];
  }
}

/** Every article that a decision names. */
export function articlesOf({ articleIds, otherArticleIds }: DecisionRecord): string[] {
  return [...articleIds, ...otherArticleIds];
}

/** Those about any of the articles that were not undone. */
export function decisionsAbout({ records }: Decided, articleIds: readonly string[]): DecisionRecord[] {
  const wanted = new Set(articleIds);
  return records.filter(
    (record) => record.undoneAt === null && articlesOf(record).some((id) => wanted.has(id)),
  );
}
