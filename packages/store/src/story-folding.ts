import type { Connection } from './connection.ts';
import type { Member } from './members.ts';
import { areaFinder } from './story-area.ts';
import { isSameStory, type StoryRow, storyRowOf } from './story-rows.ts';
import type { TextGraph } from './text-graph.ts';

/** What is folded again beside what the graph has noted; `revised` are articles with another text. */
export interface Touched {
  readonly ids?: Iterable<string>;
  readonly revised?: Iterable<string>;
}

/** What folding again did: the story of each article that was folded, and the stories that changed. */
export interface Refolded {
  readonly storyOf: ReadonlyMap<string, string>;
  readonly changed: ReadonlySet<string>;
}

/**
 * Folds again what the touched articles reach and writes what differs: stories are a pure function of
 * articles, evidence and decisions. Runs inside the caller's transaction, with foreign keys deferred: articles and
 * stories point to each other.
 */
export function storyFolder(db: Connection, graph: TextGraph): (touched: Touched, now: string) => Refolded {
  const findArea = areaFinder(db, graph);
  const write = storyWriter(db, graph);
  const change = changeWriter(db);

  return ({ ids = [], revised = [] }, now) => {
    const { members, stories } = findArea([...ids, ...graph.takeTouched()]);
    const rows = stories.map((story) => storyRowOf(story, members));
    const storyOf = new Map(
      stories.flatMap(({ articleIds }, at) => articleIds.map((id) => [id, rows[at]?.id ?? ''] as const)),
    );
    const changed = write(rows, storyOf, members, now);
    for (const id of revised) changed.add(storyOf.get(id) ?? '');
    changed.delete('');
    for (const id of changed) change(id, 'changed', now);
    return { storyOf, changed };
  };
}

type Write = (
  rows: readonly StoryRow[],
  storyOf: ReadonlyMap<string, string>,
  members: ReadonlyMap<string, Member>,
  now: string,
) => Set<string>;

function storyWriter(db: Connection, graph: TextGraph): Write {
  const current = db.prepare<[string], StoryRow>('SELECT * FROM stories WHERE id = ?');
  const upsert = db.prepare(
    `INSERT INTO stories (id, headline, lede, language, first_published_at, last_published_at,
      article_count, source_count, lead_article_id, origin_credit)
     VALUES (@id, @headline, @lede, @language, @first_published_at, @last_published_at,
      @article_count, @source_count, @lead_article_id, @origin_credit)
     ON CONFLICT (id) DO UPDATE SET headline = @headline, lede = @lede, language = @language,
      first_published_at = @first_published_at, last_published_at = @last_published_at,
      article_count = @article_count, source_count = @source_count, lead_article_id = @lead_article_id,
      origin_credit = @origin_credit`,
  );
  const move = db.prepare('UPDATE articles SET story_id = ? WHERE id = ?');
  const change = changeWriter(db);
  const retire = retirement(db);

  return (rows, storyOf, members, now) => {
    const changed = new Set<string>();
    const alive = new Set(rows.map(({ id }) => id));
    for (const row of rows) {
      const before = current.get(row.id);
      if (before !== undefined && isSameStory(before, row)) continue;
      upsert.run(row);
      retire.revive(row.id);
      changed.add(row.id);
    }
    const former = new Set<string>();
    for (const [id, member] of members) {
      const storyId = storyOf.get(id);
      if (storyId === undefined || storyId === member.storyId) continue;
      move.run(storyId, id);
      graph.moved(id, storyId);
      changed.add(storyId);
      if (alive.has(member.storyId)) changed.add(member.storyId);
      else former.add(member.storyId);
    }
    for (const id of former) if (retire.bury(id, storyOf, now)) change(id, 'merged', now);
    return changed;
  };
}

/** Notes a story's latest change under a number of its own. */
function changeWriter(db: Connection): (storyId: string, change: 'changed' | 'merged', now: string) => void {
  const note = db.prepare(
    'INSERT OR REPLACE INTO story_changes (story_id, change, changed_at) VALUES (?, ?, ?)',
  );
  return (storyId, change, now) => {
    note.run(storyId, change, now);
  };
}

/** Takes away stories that have no articles left, and leaves a redirect to where their lead article is now. */
function retirement(db: Connection) {
  const leadOf = db.prepare<[string], string>('SELECT lead_article_id FROM stories WHERE id = ?').pluck();
  const flatten = db.prepare('UPDATE story_redirects SET new_id = ? WHERE new_id = ?');
  const redirect = db.prepare(
    'INSERT OR REPLACE INTO story_redirects (old_id, new_id, merged_at) VALUES (?, ?, ?)',
  );
  const remove = db.prepare('DELETE FROM stories WHERE id = ?');
  const undirect = db.prepare('DELETE FROM story_redirects WHERE old_id = ?');
  return {
    /** An id that names a story again is no redirect any more. */
    revive: (id: string) => undirect.run(id),
    /** False where the id never named a stored story: a new article names one before it is folded. */
    bury(id: string, storyOf: ReadonlyMap<string, string>, now: string): boolean {
      const lead = leadOf.get(id);
      const target = lead === undefined ? undefined : storyOf.get(lead);
      if (target === undefined) return false;
      flatten.run(target, id);
      redirect.run(id, target, now);
      remove.run(id);
      return true;
    },
  };
}
