import type { Borrowing, StoryOrigin } from '@wirefold/contracts/read-model';
import type { Connection } from './connection.ts';

interface MemberRow {
  readonly id: string;
  readonly source: string;
  readonly credit: string | null;
  readonly published_at: string | null;
  readonly published_precision: string | null;
}

interface CopyRow {
  readonly article_id: string;
  readonly other_article_id: string;
  readonly kind: 'exact' | 'near';
  readonly truncated: number | null;
  readonly extended: number | null;
  readonly containment: number | null;
}

/** Milliseconds within which a time of each precision may lie. */
const SPANS: Readonly<Record<string, number>> = { day: 86_400_000, minute: 60_000, second: 1_000 };

/** Reads where a story comes from: whom it credits, who was first, who has how much of whom. */
export function originReader(db: Connection): (storyId: string) => StoryOrigin {
  const members = db.prepare<[string], MemberRow>(
    `SELECT id, source, credit, published_at, published_precision FROM articles WHERE story_id = ?
     ORDER BY published_at IS NULL, published_at, id`,
  );
  const copies = db.prepare<[string, string], CopyRow>(
    `SELECT e.article_id, e.other_article_id, e.kind, json_extract(e.signals, '$.truncated') AS truncated,
      json_extract(e.signals, '$.extended') AS extended, json_extract(e.signals, '$.containment') AS containment
     FROM articles a JOIN evidence e ON e.article_id = a.id
     JOIN articles o ON o.id = e.other_article_id
     WHERE a.story_id = ? AND o.story_id = ? AND e.kind IN ('exact', 'near')
       AND json_extract(e.signals, '$.roundup') IS NULL`,
  );
  return (storyId) => {
    const rows = members.all(storyId);
    return {
      credits: creditsOf(rows),
      first: firstOf(rows),
      borrowings: borrowingsOf(rows, copies.all(storyId, storyId)),
    };
  };
}

function creditsOf(rows: readonly MemberRow[]): StoryOrigin['credits'] {
  const counts = new Map<string, number>();
  for (const { credit } of rows) if (credit !== null) counts.set(credit, (counts.get(credit) ?? 0) + 1);
  return [...counts]
    .map(([credit, articles]) => ({ credit, articles }))
    .sort((a, b) => b.articles - a.articles || (a.credit < b.credit ? -1 : 1));
}

/** All that may have come before any other had ended its day, minute or second. */
function firstOf(rows: readonly MemberRow[]): StoryOrigin['first'] {
  const dated = rows.flatMap(({ id, source, published_at: publishedAt, published_precision: precision }) => {
    const start = publishedAt === null ? Number.NaN : Date.parse(publishedAt);
    if (publishedAt === null || Number.isNaN(start)) return [];
    const span = SPANS[publishedAt.length === 10 ? 'day' : (precision ?? 'second')] ?? 1_000;
    return [{ articleId: id, source, publishedAt, start, end: start + span }];
  });
  const firstEnd = Math.min(...dated.map(({ end }) => end));
  return dated
    .filter(({ start }) => start < firstEnd)
    .map(({ articleId, source, publishedAt }) => ({ articleId, source, publishedAt }));
}

/** `rows` in the order in which the fold takes articles: by time, undated last, then by id. */
function borrowingsOf(rows: readonly MemberRow[], copies: readonly CopyRow[]): Borrowing[] {
  const placeOf = new Map(rows.map(({ id }, place) => [id, place]));
  const place = (id: string): number => placeOf.get(id) ?? 0;
  const best = new Map<string, Borrowing>();
  for (const copy of copies) {
    const one = borrowingOf(copy, place(copy.article_id) > place(copy.other_article_id));
    const known = best.get(one.articleId);
    const isBetter =
      known === undefined ||
      one.share > known.share ||
      (one.share === known.share && place(one.fromArticleId) < place(known.fromArticleId));
    if (isBetter) best.set(one.articleId, one);
  }
  return [...best.values()].sort((a, b) => place(a.articleId) - place(b.articleId));
}

/** Signals tell what the first of a pair is to the second; here it is told of the later. */
function borrowingOf(copy: CopyRow, isFirstLater: boolean): Borrowing {
  const [later, earlier] = isFirstLater
    ? [copy.article_id, copy.other_article_id]
    : [copy.other_article_id, copy.article_id];
  const shape = copy.truncated === 1 ? 'truncated' : copy.extended === 1 ? 'extended' : 'copy';
  const turned = { truncated: 'extended', extended: 'truncated', copy: 'copy' } as const;
  return {
    articleId: later,
    fromArticleId: earlier,
    kind: copy.kind,
    shape: isFirstLater ? shape : turned[shape],
    share: copy.kind === 'exact' ? 1 : (copy.containment ?? 0),
  };
}
