import type { StorySummary } from '@wirefold/contracts/read-model';
import type { Output } from '../output/output.ts';
import { shortTime } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { shortId } from './short-id.ts';

/** Prints stories as a table: short id, headline, articles, sources, first published. */
export function showStories(out: Output, stories: readonly StorySummary[]): void {
  out.table(
    [
      { title: 'story' },
      { title: 'headline', flexible: true },
      { title: 'articles', align: 'right' },
      { title: 'sources', align: 'right' },
      { title: 'first published' },
    ],
    stories.map((story) => [
      shortId(story.id),
      printable(story.headline ?? '') || '(no headline)',
      String(story.articleCount),
      String(story.sourceCount),
      printable(shortTime(story.firstPublishedAt)),
    ]),
  );
}
