import type { Evidence } from '@wirefold/contracts/evidence';
import type {
  ArticleExplanation,
  DecisionRecord,
  StoryExplanation,
  StoryOrigin,
} from '@wirefold/contracts/read-model';
import type { Context } from '../context.ts';
import { wrap } from '../output/fit.ts';
import type { Output } from '../output/output.ts';
import { counted, shortTime } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { decisionLine } from '../reading/decision-lines.ts';
import { partsInOrder } from '../reading/document-order.ts';
import { scoreInWords, signalsInWords } from '../reading/evidence-words.ts';
import { factLines } from '../reading/fact-lines.ts';
import { found, resolveId, withReader } from '../reading/open-store.ts';
import { originLines } from '../reading/origin-lines.ts';
import { shortId } from '../reading/short-id.ts';
import { printArticleHead } from './article.ts';
import { printRelated, printStoryHead, printVariants } from './story.ts';

/** `wirefold explain ID`: why an article looks as it does and stands where it stands, or how a story was folded. */
export async function run(inputs: readonly string[], _options: object, context: Context): Promise<void> {
  await withReader(context, (reader) => {
    const id = resolveId(reader, inputs[0] ?? '', ['ar', 'st']);
    if (id.startsWith('ar_')) explainArticle(found(reader.explainArticle(id), 'article', id), context);
    else explainStory(found(reader.explainStory(id), 'story', id), context);
  });
}

function explainArticle(why: ArticleExplanation, context: Context): void {
  const { out } = context;
  if (out.json) {
    out.record(why);
    return;
  }
  printArticleHead(why.article, context);
  printDocument(why, out);
  heading(`The document: ${counted(why.removed.length, 'block')} taken out (-)`, out);
  for (const part of partsInOrder(why.article.text, why.removed)) {
    if (part.kind === 'kept') block('  ', printable(part.text), out);
    else block('- ', out.paint.dim(`${printable(part.text)} [${printable(part.rule)}]`), out);
  }
  heading(`Compared: ${counted(why.evidence.length, 'pair')}`, out);
  for (const pair of why.evidence.toSorted((a, b) => b.score - a.score)) {
    const other = pair.articleId === why.article.id ? pair.otherArticleId : pair.articleId;
    const where = pair.sameStory ? 'same story' : 'another story';
    out.line(
      `${pair.kind} ${scoreInWords(pair)}  ${where}  ${shortId(other)}  ${printable(pair.otherHeadline ?? '') || '(no headline)'}`,
    );
    block('    ', printable(`${signalsInWords(pair, why.article.id)} (weights ${pair.weightsVersion})`), out);
  }
  printDecisions(why.decisions, out);
  out.note(`\nNext: wirefold explain ${shortId(why.article.storyId)}`);
}

function printDocument({ document, article }: ArticleExplanation, out: Output): void {
  if (document === null) return;
  const status = document.httpStatus === null ? 'given with the input' : `HTTP ${document.httpStatus}`;
  const facts = [document.finalUrl, shortTime(document.fetchedAt), status, document.mediaType];
  out.line(`${out.paint.dim('document  ')} ${printable(facts.filter(Boolean).join(' · '))}`);
  if (document.undecodable > 0) {
    const places = counted(document.undecodable, 'place');
    out.line(`${out.paint.dim('damage    ')} ${places} that its encoding has no character for`);
  }
  out.line(`${out.paint.dim('cleaner   ')} ${printable(article.cleanerVersion)}`);
}

function explainStory(why: StoryExplanation, context: Context): void {
  const { out } = context;
  if (out.json) {
    out.record(why);
    return;
  }
  printStoryHead(why.story, context);
  out.line();
  printVariants(why.story, context);
  printOrigin(why.story.origin, out);
  printRelated(why.story.related, context);
  const { within, across } = why.pairCounts;
  heading(`Within: ${counted(within, 'pair')} of its articles${strongest(why.within, within)}`, out);
  for (const pair of why.within) {
    out.line(
      `${pair.kind} ${scoreInWords(pair)}  ${shortId(pair.articleId)} ~ ${shortId(pair.otherArticleId)}`,
    );
    block('    ', printable(signalsInWords(pair)), out);
  }
  heading(
    `Across: ${counted(across, 'pair')} with other stories, which did not join them${strongest(why.across, across)}`,
    out,
  );
  for (const pair of why.across) {
    out.line(
      `${pair.kind} ${scoreInWords(pair)}  ${shortId(pair.articleId)} ~ ${shortId(pair.otherArticleId)}  other story ${shortId(pair.otherStoryId)}${apartBy(pair, why.decisions)}`,
    );
    block('    ', printable(signalsInWords(pair)), out);
  }
  printDecisions(why.decisions, out);
  if (why.facts.length > 0) heading(`Facts: ${why.facts.length} on which its articles differ`, out);
  for (const line of factLines(why.facts)) out.line(line);
}

function strongest(shown: readonly Evidence[], all: number): string {
  return shown.length < all ? ` (the strongest ${shown.length})` : '';
}

function printDecisions(decisions: readonly DecisionRecord[], out: Output): void {
  if (decisions.length > 0) heading("A person's decisions", out);
  for (const decision of decisions) out.line(decisionLine(decision));
}

/** Names the decision that keeps a pair apart. */
function apartBy({ articleId, otherArticleId }: Evidence, decisions: readonly DecisionRecord[]): string {
  const split = decisions.findLast(
    ({ action, standing, articleIds, otherArticleIds }) =>
      action === 'split' &&
      standing !== 'overridden' &&
      ((articleIds.includes(articleId) && otherArticleIds.includes(otherArticleId)) ||
        (articleIds.includes(otherArticleId) && otherArticleIds.includes(articleId))),
  );
  return split === undefined ? '' : `  kept apart by decision ${split.number}`;
}

function printOrigin(origin: StoryOrigin, out: Output): void {
  const lines = originLines(origin);
  if (lines.length > 0) heading('Origin', out);
  for (const line of lines) out.line(line);
}

function heading(text: string, { line, paint }: Output): void {
  line();
  line(paint.bold(text));
}

/** Wraps a text, its first line behind a mark and the rest as far in. */
function block(mark: string, text: string, { line, terminal }: Output): void {
  const columns = Math.min(terminal.columns ?? 100, 100) - mark.length;
  const [first = '', ...rest] = wrap(text, columns);
  line(mark + first);
  for (const one of rest) line(' '.repeat(mark.length) + one);
}
