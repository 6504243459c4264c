import type { DecisionOutcome, DecisionRecord } from '@wirefold/contracts/read-model';
import type { Connection } from './connection.ts';
import { articlesOf, decisionReader } from './decisions.ts';
import { DecisionRefusedError } from './errors/decision-refused-error.ts';
import type { Refolded, Touched } from './story-folding.ts';

type Fold = (touched: Touched, now: string) => Refolded;

/** A decision before it has a number. */
type Draft = Pick<
  DecisionRecord,
  'action' | 'storyId' | 'otherStoryId' | 'articleIds' | 'otherArticleIds' | 'detail' | 'reason'
>;

/**
 * Writes the decisions of persons and folds what they reach; runs inside the caller's transaction.
 * @throws DecisionRefusedError from each method, before anything is written.
 */
export function decisionWriter(db: Connection, fold: Fold) {
  const decide = deciding(db, fold);
  const look = lookUps(db);
  return {
    merge(storyId: string, otherStoryId: string, reason: string | null, now: string): DecisionOutcome {
      const [story, other] = [look.story(storyId), look.story(otherStoryId)];
      if (story === other) {
        throw refused('same-story', [storyId, otherStoryId], `they are one story already, ${story}`, 'merge');
      }
      const [articleIds, otherArticleIds] = [look.members(story), look.members(other)];
      const counts = `${articleIds.length} and ${otherArticleIds.length} articles`;
      const detail = `${story} and ${other} tell one story (${counts})`;
      const ids = { storyId: story, otherStoryId: other, articleIds, otherArticleIds };
      return decide({ action: 'merge', ...ids, detail, reason }, now);
    },
    split(
      storyId: string,
      articleIds: readonly string[],
      reason: string | null,
      now: string,
    ): DecisionOutcome {
      const story = look.story(storyId);
      const members = look.members(story);
      const out = new Set(articleIds);
      assertPart(look, story, members, out);
      const detail = `${out.size} of the ${members.length} articles of ${story} ${out.size === 1 ? 'tells' : 'tell'} another story`;
      const ids = { storyId: story, otherStoryId: null, articleIds: [...out].sort() };
      const otherArticleIds = members.filter((id) => !out.has(id));
      return decide({ action: 'split', ...ids, otherArticleIds, detail, reason }, now);
    },
    undo: (number: number, now: string): DecisionOutcome => decide(number, now),
  };
}

function refused(
  reason: DecisionRefusedError['reason'],
  subjects: readonly string[],
  why: string,
  verb: string,
): DecisionRefusedError {
  const next = REMEDIES[reason];
  return new DecisionRefusedError(
    reason,
    subjects,
    `Could not ${verb}: ${subjects.join(', ')}: ${why}. ${next}`,
  );
}

const REMEDIES: Readonly<Record<DecisionRefusedError['reason'], string>> = {
  'unknown-story': '`wirefold stories` lists the ids of stories.',
  'unknown-article': '`wirefold story ID` lists the ids of its articles.',
  'same-story': 'There is nothing to do.',
  'no-articles': 'Name the articles that tell another story.',
  'not-in-story': 'Name articles of that story: `wirefold story ID` lists them.',
  'whole-story': 'Name some of its articles, and leave at least one.',
  'unknown-decision': '`wirefold decisions list` lists them.',
  'undone-before': 'Decide again with `wirefold merge` or `wirefold split`.',
};

type LookUps = ReturnType<typeof lookUps>;

function lookUps(db: Connection) {
  const story = db
    .prepare<{ id: string }, string>(
      'SELECT id FROM stories WHERE id = @id UNION ALL SELECT new_id FROM story_redirects WHERE old_id = @id',
    )
    .pluck();
  const members = db
    .prepare<[string], string>('SELECT id FROM articles WHERE story_id = ? ORDER BY id')
    .pluck();
  const storyOf = db.prepare<[string], string>('SELECT story_id FROM articles WHERE id = ?').pluck();
  return {
    /** The story of an id, redirects followed. */
    story(id: string): string {
      const found = story.get({ id });
      if (found === undefined) throw refused('unknown-story', [id], 'there is no such story', 'decide');
      return found;
    },
    members: (storyId: string) => members.all(storyId),
    storyOf: (articleId: string) => storyOf.get(articleId),
  };
}

function assertPart(
  look: LookUps,
  story: string,
  members: readonly string[],
  out: ReadonlySet<string>,
): void {
  if (out.size === 0) throw refused('no-articles', [story], 'no article is named', 'split');
  const missing = [...out].filter((id) => look.storyOf(id) === undefined);
  if (missing.length > 0) throw refused('unknown-article', missing, 'there is no such article', 'split');
  const strangers = [...out].filter((id) => look.storyOf(id) !== story);
  const where = strangers.map((id) => look.storyOf(id)).join(', ');
  if (strangers.length > 0)
    throw refused('not-in-story', strangers, `not of ${story} but of ${where}`, 'split');
  if (out.size === members.length) {
    throw refused('whole-story', [story], 'that would leave nothing of it', 'split');
  }
}

/** Writes a draft, or takes the decision of a number back, and folds again. */
function deciding(db: Connection, fold: Fold): (what: Draft | number, now: string) => DecisionOutcome {
  const read = decisionReader(db);
  const insert = db.prepare(
    `INSERT INTO decisions (action, story_id, other_story_id, article_ids, other_article_ids, detail, reason, decided_at)
     VALUES (@action, @storyId, @otherStoryId, @articleIds, @otherArticleIds, @detail, @reason, @now)`,
  );
  const undo = db.prepare('UPDATE decisions SET undone_at = ? WHERE seq = ?');
  return (what, now) => {
    const before = read().records;
    const number =
      typeof what === 'number'
        ? assertUndoable(before, what)
        : Number(insert.run(valuesOf(what, now)).lastInsertRowid);
    if (typeof what === 'number') undo.run(now, number);
    const after = read().records;
    const decision = after.find((one) => one.number === number);
    if (decision === undefined) throw new Error(`Decision ${number} is not there after it was written`);
    const { storyOf } = fold({ ids: concerned(decision, after) }, now);
    const stories = articlesOf(decision).flatMap((id) => storyOf.get(id) ?? []);
    return { decision, storyIds: [...new Set(stories)], affected: changedStandings(before, after, number) };
  };
}

function valuesOf({ articleIds, otherArticleIds, ...draft }: Draft, now: string) {
  return {
    ...draft,
    articleIds: JSON.stringify(articleIds),
    otherArticleIds: JSON.stringify(otherArticleIds),
    now,
  };
}

function assertUndoable(records: readonly DecisionRecord[], number: number): number {
  const record = records.find((one) => one.number === number);
  const subject = [`decision ${number}`];
  if (record === undefined)
    throw refused('unknown-decision', subject, 'there is none of that number', 'undo');
  if (record.undoneAt !== null)
    throw refused('undone-before', subject, `undone at ${record.undoneAt}`, 'undo');
  return number;
}

/** The articles of a decision, and of all that share one with it by way of others: theirs may hold anew. */
function concerned(decision: DecisionRecord, records: readonly DecisionRecord[]): Set<string> {
  const ids = new Set(articlesOf(decision));
  const left = new Set(records.filter(({ undoneAt }) => undoneAt === null));
  for (let size = -1; size !== ids.size; ) {
    size = ids.size;
    for (const record of left) {
      const own = articlesOf(record);
      if (!own.some((id) => ids.has(id))) continue;
      for (const id of own) ids.add(id);
      left.delete(record);
    }
  }
  return ids;
}

function changedStandings(
  before: readonly DecisionRecord[],
  after: readonly DecisionRecord[],
  number: number,
): DecisionRecord[] {
  const standings = new Map(before.map((record) => [record.number, record.standing]));
  return after.filter(
    (record) =>
      record.number !== number &&
      standings.has(record.number) &&
      standings.get(record.number) !== record.standing,
  );
}
