import type { ArticleDetail } from '@wirefold/contracts/read-model';
import { reservationInWords } from '@wirefold/fetch/reservations';
import type { Context } from '../context.ts';
import { counted } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { found, resolveId, withReader } from '../reading/open-store.ts';
import { shortId } from '../reading/short-id.ts';

/** `wirefold article ID`: one article, whole. */
export async function run(inputs: readonly string[], _options: object, context: Context): Promise<void> {
  const { out } = context;
  const article = await withReader(context, (reader) => {
    const id = resolveId(reader, inputs[0] ?? '', ['ar']);
    return found(reader.article(id), 'article', id);
  });
  if (out.json) return out.record(article);
  printArticleHead(article, context);
  out.line();
  out.text(article.text);
  for (const caption of article.captions) {
    const credit = caption.credit ? ` (${caption.credit})` : '';
    out.line(out.paint.dim(printable(`Picture: ${caption.text}${credit}`)));
  }
  if (article.revisions.length > 0)
    out.line(out.paint.dim(`${counted(article.revisions.length, 'earlier revision')}.`));
  out.note(`\nNext: wirefold explain ${shortId(article.id)}`);
}

/** The headline and every field that was found, a line each. */
export function printArticleHead(article: ArticleDetail, { out }: Context): void {
  out.line(out.paint.bold(printable(article.headline ?? '') || '(no headline)'));
  const fields: [string, string | undefined][] = [
    ['article', article.id],
    ['story', article.storyId],
    ['source', article.source],
    ['address', article.url],
    ['canonical', article.canonicalUrl === article.url ? undefined : article.canonicalUrl],
    ['by', article.byline?.join(', ')],
    ['credit', article.credit],
    ['place', article.dateline],
    ['published', article.publishedAt],
    ['modified', article.modifiedAt],
    ['language', article.language],
    ['section', article.section],
    ['keywords', article.keywords?.join(', ')],
    ['words', String(article.wordCount)],
    ['reserved', article.reservations.map(reservationInWords).join('; and ')],
  ];
  for (const [name, value] of fields) {
    if (value) out.line(`${out.paint.dim(name.padEnd(10))} ${printable(value)}`);
  }
}
