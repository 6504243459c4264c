import type { Borrowing, StoryOrigin } from '@wirefold/contracts/read-model';
import { counted, shortTime } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { shortId } from './short-id.ts';

/** Where a story comes from, in lines: whom it credits, who was first, who has how much of whom. */
export function originLines({ credits, first, borrowings }: StoryOrigin): string[] {
  const credited = credits.map(({ credit, articles }) => `${credit} (${counted(articles, 'article')})`);
  return [
    ...(credited.length > 0 ? [printable(`credited   ${credited.join(', ')}`)] : []),
    ...firstLines(first),
    ...borrowings.map(borrowingLine),
  ];
}

function firstLines(first: StoryOrigin['first']): string[] {
  const [only, ...more] = first;
  if (only === undefined) return [];
  if (more.length === 0) {
    return [
      printable(`first      ${only.source}  ${shortTime(only.publishedAt)}  ${shortId(only.articleId)}`),
    ];
  }
  const names = [...new Set(first.map(({ source }) => source))].slice(0, 5);
  const rest = first.length > 5 ? ' and more' : '';
  return [printable(`first      one of ${first.length}, the dates cannot tell: ${names.join(', ')}${rest}`)];
}

function borrowingLine({ articleId, fromArticleId, kind, shape, share }: Borrowing): string {
  const [one, other] = [shortId(articleId), shortId(fromArticleId)];
  const percent = `${Math.round(share * 100)} %`;
  if (kind === 'exact') return `${one}  has the same text as ${other}`;
  if (shape === 'truncated') return `${one}  is a part of ${other}: ${percent} of it stands there`;
  if (shape === 'extended') return `${one}  holds ${percent} of ${other}, and more`;
  return `${one}  is a copy of ${other}: ${percent} of the shorter stands in the longer`;
}
