import type { StoryFilter, StorySummary } from '@wirefold/contracts/read-model';
import { usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { counted } from '../output/phrases.ts';
import { withReader } from '../reading/open-store.ts';
import { shortId } from '../reading/short-id.ts';
import { showStories } from '../reading/stories-table.ts';

/** Options of `wirefold stories`; times are ISO 8601 UTC. */
export interface StoriesOptions {
  readonly since?: string;
  readonly until?: string;
  readonly source?: string;
  readonly language?: string;
  readonly credit?: string;
  readonly minArticles?: number;
  readonly limit: number;
  readonly order?: 'newest' | 'relevance';
}

/** `wirefold stories [QUERY]`: a line a story; the query's words are looked for as they are. */
export async function run(
  words: readonly string[],
  options: StoriesOptions,
  context: Context,
): Promise<void> {
  const query = words.join(' ').trim();
  if (options.order === 'relevance' && query === '') {
    throw usageError(
      'No query to be relevant to',
      '--order relevance',
      'Name words to look for, or leave the option out.',
    );
  }
  const filter: StoryFilter = {
    ...options,
    order: options.order ?? 'newest',
    ...(query === '' ? {} : { query }),
  };
  const stories = await withReader(context, (reader) => reader.stories(filter));
  const { out } = context;
  if (out.json) {
    for (const story of stories) out.record(story);
    return;
  }
  if (stories.length > 0) showStories(out, stories);
  advise(stories, options.limit, context);
}

function advise(stories: readonly StorySummary[], limit: number, { out }: Context): void {
  const [first] = stories;
  if (first === undefined) {
    out.note('No stories. Take some in with `wirefold ingest INPUT`, or ask for less.');
    return;
  }
  const more = stories.length === limit ? ' There may be more: --limit N.' : '';
  out.note(
    `\n${counted(stories.length, 'story', 'stories')}.${more} Next: wirefold story ${shortId(first.id)}`,
  );
}
