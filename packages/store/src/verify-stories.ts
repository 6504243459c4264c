import type { EvidenceKind } from '@wirefold/contracts/evidence';
import type { Fault } from '@wirefold/contracts/read-model';
import { foldStories } from '@wirefold/dedupe/fold';
import type { Connection } from './connection.ts';
import { decisionReader } from './decisions.ts';
import { MEMBER_COLUMNS, type Member, type MemberRow, memberOf } from './members.ts';
import { type StoryRow, storyRowOf } from './story-rows.ts';

interface FactRow {
  readonly articleId: string;
  readonly otherArticleId: string;
  readonly kind: EvidenceKind;
  readonly score: number;
  readonly weightsVersion: string;
}

/** Folds all articles by all evidence and decisions from scratch and compares each story, column by column. */
export function storyFaults(db: Connection): Fault[] {
  const members = new Map(
    db
      .prepare<[], MemberRow>(`SELECT ${MEMBER_COLUMNS} FROM articles m`)
      .all()
      .map((row) => [row.id, memberOf(row)]),
  );
  const facts = db
    .prepare<[], FactRow>(
      `SELECT article_id AS articleId, other_article_id AS otherArticleId, kind, score,
        weights_version AS weightsVersion FROM evidence`,
    )
    .all()
    .map((fact) => ({ ...fact, signals: {} }));
  const stored = new Map(
    db
      .prepare<[], StoryRow>('SELECT * FROM stories')
      .all()
      .map((row) => [row.id, row]),
  );
  const faults: Fault[] = [];
  const { constraints } = decisionReader(db)();
  for (const story of foldStories([...members.values()], facts, constraints)) {
    const row = storyRowOf(story, members);
    faults.push(...rowFaults(row, stored.get(row.id)), ...memberFaults(row.id, story.articleIds, members));
    stored.delete(row.id);
  }
  for (const id of stored.keys()) {
    faults.push({
      check: 'story-fold',
      detail: `story ${id} is stored, and evidence and decisions fold no such story`,
    });
  }
  return faults;
}

function rowFaults(expected: StoryRow, actual: StoryRow | undefined): Fault[] {
  if (actual === undefined) {
    return [
      {
        check: 'story-fold',
        detail: `story ${expected.id} follows from evidence and decisions and is not stored`,
      },
    ];
  }
  return (Object.keys(expected) as (keyof StoryRow)[])
    .filter((column) => expected[column] !== actual[column])
    .map((column) => ({
      check: 'story-columns',
      detail: `story ${expected.id}: ${column} is ${actual[column]}, and its members make it ${expected[column]}`,
    }));
}

function memberFaults(
  storyId: string,
  articleIds: readonly string[],
  members: ReadonlyMap<string, Member>,
): Fault[] {
  return articleIds
    .filter((id) => members.get(id)?.storyId !== storyId)
    .map((id) => ({
      check: 'story-fold',
      detail: `article ${id} is in story ${members.get(id)?.storyId}, and evidence and decisions fold it into ${storyId}`,
    }));
}
