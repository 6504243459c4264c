import type { RelatedStory, StoryDetail, StoryOrigin, Variant } from '@wirefold/contracts/read-model';
import type { Context } from '../context.ts';
import { counted, shortTime } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { found, resolveId, withReader } from '../reading/open-store.ts';
import { shortId } from '../reading/short-id.ts';

/** `wirefold story ID`: its headline, its lead article's text, and every variant with how it was matched. */
export async function run(inputs: readonly string[], _options: object, context: Context): Promise<void> {
  const { out } = context;
  const story = await withReader(context, (reader) => {
    const id = resolveId(reader, inputs[0] ?? '', ['st']);
    return found(reader.story(id), 'story', id);
  });
  if (story.redirectedFrom)
    out.note(`${shortId(story.redirectedFrom)} was merged into ${shortId(story.id)}.`);
  if (out.json) return out.record(story);
  printStoryHead(story, context);
  out.line();
  out.text(story.leadText);
  out.line();
  printVariants(story, context);
  printRelated(story.related, context);
  const other = story.variants.find((variant) => variant.articleId !== story.leadArticleId);
  const next = other
    ? `wirefold diff ${shortId(story.leadArticleId)} ${shortId(other.articleId)}`
    : `wirefold explain ${shortId(story.leadArticleId)}`;
  out.note(`\nNext: ${next}`);
}

/** The headline, and a line of what the story is made of. */
export function printStoryHead(story: StoryDetail, { out }: Context): void {
  out.line(out.paint.bold(printable(story.headline ?? '') || '(no headline)'));
  const facts = [
    story.id,
    `${counted(story.articleCount, 'article')} of ${counted(story.sourceCount, 'source')}`,
    `first published ${shortTime(story.firstPublishedAt)}`,
    story.language,
    story.originCredit && `goes back to ${story.originCredit}`,
    firstInWords(story.origin),
  ];
  out.line(out.paint.dim(printable(facts.filter(Boolean).join(' · '))));
}

/** Who was first, where that can be said of one. */
function firstInWords({ first }: StoryOrigin): string | undefined {
  const [only, ...more] = first;
  return only && more.length === 0 ? `first at ${only.source}` : undefined;
}

/** Other developments of the same running story; nothing where there is none. */
export function printRelated(related: readonly RelatedStory[], { out }: Context): void {
  if (related.length === 0) return;
  out.line();
  out.table(
    [
      { title: 'related' },
      { title: 'headline', flexible: true },
      { title: 'articles', align: 'right' },
      { title: 'first published' },
      { title: 'days apart', align: 'right' },
      { title: 'score', align: 'right' },
    ],
    related.map((one) => [
      shortId(one.id),
      printable(one.headline ?? '') || '(no headline)',
      String(one.articleCount),
      printable(shortTime(one.firstPublishedAt)),
      one.daysApart === null ? '-' : String(one.daysApart),
      one.score.toFixed(2),
    ]),
  );
}

/** The articles of a story, each with the strongest evidence that ties it to another. */
export function printVariants({ variants, leadArticleId }: StoryDetail, { out }: Context): void {
  out.table(
    [
      { title: 'article' },
      { title: 'source', flexible: true },
      { title: 'headline', flexible: true },
      { title: 'published' },
      { title: 'words', align: 'right' },
      { title: 'matched' },
    ],
    variants.map((variant) => [
      shortId(variant.articleId),
      printable(variant.source),
      printable(variant.headline ?? '') || '-',
      printable(shortTime(variant.publishedAt)),
      String(variant.wordCount),
      variant.articleId === leadArticleId ? '-' : matchOf(variant),
    ]),
  );
}

function matchOf(variant: Variant): string {
  // Evidence alone leaves no article without a pair in its story.
  if (variant.matchedBy === null) return "a person's decision";
  const score = variant.score === null ? '' : ` ${variant.score.toFixed(2)}`;
  const other = variant.matchedArticleId === null ? '' : ` with ${shortId(variant.matchedArticleId)}`;
  return `${variant.matchedBy}${score}${other}`;
}
