import { storyIdOf } from '@wirefold/contracts/ids';
import type { FoldedStory } from '@wirefold/dedupe/fold';
import type { Member } from './members.ts';

/** A row of `stories`, by its columns' names. */
export interface StoryRow {
  readonly id: string;
  readonly headline: string | null;
  readonly lede: string | null;
  readonly language: string | null;
  readonly first_published_at: string | null;
  readonly last_published_at: string | null;
  readonly article_count: number;
  readonly source_count: number;
  readonly lead_article_id: string;
  readonly origin_credit: string | null;
}

/** The row of a folded story: it depends on its members alone. */
export function storyRowOf(story: FoldedStory, members: ReadonlyMap<string, Member>): StoryRow {
  const own = story.articleIds.flatMap((id) => members.get(id) ?? []);
  const lead = members.get(story.leadArticleId);
  return {
    id: storyIdOf(story.earliestArticleId),
    headline: lead?.headline ?? null,
    lede: lead?.lede ?? null,
    language: lead?.language ?? null,
    first_published_at: members.get(story.earliestArticleId)?.publishedAt ?? null,
    last_published_at: latestOf(own.flatMap(({ publishedAt }) => publishedAt ?? [])),
    article_count: own.length,
    source_count: new Set(own.map(({ source }) => source)).size,
    lead_article_id: story.leadArticleId,
    origin_credit: commonestOf(own.flatMap(({ credit }) => credit ?? [])),
  };
}

function latestOf(times: readonly string[]): string | null {
  return times.reduce<string | null>(
    (latest, time) => (latest === null || time > latest ? time : latest),
    null,
  );
}

function commonestOf(credits: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const credit of credits) counts.set(credit, (counts.get(credit) ?? 0) + 1);
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ranked[0]?.[0] ?? null;
}

/** Whether two rows of one story say the same. */
export function isSameStory(a: StoryRow, b: StoryRow): boolean {
  return (Object.keys(a) as (keyof StoryRow)[]).every((column) => a[column] === b[column]);
}
