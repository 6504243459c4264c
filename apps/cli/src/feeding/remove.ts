import type { FeedView } from '@wirefold/contracts/read-model';
import type { Context } from '../context.ts';
import { printable } from '../output/printable.ts';
import { withWriter } from '../reading/open-store.ts';
import { shortId } from '../reading/short-id.ts';
import { findNamed, tellUnknown } from './named-feeds.ts';

/** `wirefold feed remove FEED…`: by short id or address; status 1 where a name means no feed. */
export async function run(names: readonly string[], _options: object, context: Context): Promise<0 | 1> {
  const { out } = context;
  const { named, removed } = await withWriter(context, (writer, reader) => {
    const chosen = findNamed(reader.feeds(), names);
    const ids = chosen.found.map((feed) => feed.id);
    return { named: chosen, removed: new Set(writer.removeFeeds(ids, new Date().toISOString())) };
  });
  for (const feed of named.found) {
    const { id, url } = feed;
    const done = removed.has(id) ? 'removed' : 'removed-before';
    if (out.json) out.record({ id, url, done });
    else out.line(`${shortId(id)}  ${sentenceOf(feed, removed.has(id))}`);
  }
  if (!out.json && removed.size > 0) {
    out.note('What they brought stays. `wirefold feed add` with their address polls them again.');
  }
  return tellUnknown(named, context);
}

function sentenceOf({ title, url }: FeedView, removed: boolean): string {
  const name = [title ?? '', url].map(printable).filter(Boolean).join(', ');
  return removed ? `polled no more: ${name}` : `was taken off before: ${name}`;
}
