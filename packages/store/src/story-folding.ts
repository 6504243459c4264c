import type { Evidence, EvidenceKind } from '@wirefold/contracts/evidence';
import { foldStories } from '@wirefold/dedupe/fold';
import { componentFinder, type Member } from './components.ts';
import type { Connection } from './connection.ts';
import { isSameStory, type StoryRow, storyRowOf } from './story-rows.ts';

/** Articles whose components are to be folded again; `revised` are those of them with another text. */
export interface Touched {
  readonly ids: ReadonlySet<string>;
  readonly revised: ReadonlySet<string>;
}

/** What folding again did: the story of each article in a touched component, and the stories that changed. */
export interface Refolded {
  readonly storyOf: ReadonlyMap<string, string>;
  readonly changed: ReadonlySet<string>;
}

/**
 * Folds the components of the touched articles again and writes what differs. Stories are a pure function
 * of articles and evidence, so each component is read once, whatever happened in it. Runs inside the
 * caller's transaction, with foreign keys deferred: articles and stories point to each other.
 */
export function storyFolder(db: Connection): (touched: Touched, now: string) => Refolded {
  const components = componentFinder(db);
  const evidenceAmong = evidenceReader(db);
  const write = storyWriter(db);
  const change = changeWriter(db);

  return (touched, now) => {
    const rows: StoryRow[] = [];
    const storyOf = new Map<string, string>();
    const members = new Map<string, Member>();
    for (const component of components(touched.ids)) {
      const byId = new Map(component.map((member) => [member.id, member]));
      for (const story of foldStories(component, evidenceAmong(byId))) {
        const row = storyRowOf(story, byId);
        rows.push(row);
        for (const id of story.articleIds) storyOf.set(id, row.id);
      }
      for (const [id, member] of byId) members.set(id, member);
    }
    const changed = write(rows, storyOf, members, now);
    for (const id of touched.revised) changed.add(storyOf.get(id) ?? '');
    changed.delete('');
    for (const id of changed) change(id, 'changed', now);
    return { storyOf, changed };
  };
}

/** Folding looks at kind and score alone, so the signals are not even read. */
const NO_SIGNALS = {};

/** Evidence with both ends in a component; a component of one has none. */
function evidenceReader(db: Connection): (members: ReadonlyMap<string, Member>) => Evidence[] {
  const from = db.prepare<[string], { other: string; kind: EvidenceKind; score: number; version: string }>(
    `SELECT other_article_id AS other, kind, score, weights_version AS version FROM evidence WHERE article_id = ?`,
  );
  return (members) => {
    if (members.size < 2) return [];
    return [...members.keys()].flatMap((articleId) =>
      from.all(articleId).flatMap(({ other: otherArticleId, kind, score, version: weightsVersion }) => {
        const fact = { articleId, otherArticleId, kind, score, signals: NO_SIGNALS, weightsVersion };
        return members.has(otherArticleId) ? [fact] : [];
      }),
    );
  };
}

type Write = (
  rows: readonly StoryRow[],
  storyOf: ReadonlyMap<string, string>,
  members: ReadonlyMap<string, Member>,
  now: string,
) => Set<string>;

function storyWriter(db: Connection): Write {
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
