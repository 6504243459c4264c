import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Article } from '@wirefold/contracts/article';
import { parseDocument } from 'htmlparser2';
import { clean } from '../src/index.ts';
import {
  authorsAreRight,
  type Counts,
  countsF1,
  dateIsRight,
  segmentCounts,
  shingleCounts,
  shingleF1,
  titleIsRight,
  wordF1,
} from './measures.ts';

interface Gold {
  readonly html?: string;
  readonly lines?: readonly string[];
  readonly url?: string | null;
  readonly text?: string;
  readonly title?: string | null;
  readonly author?: string | readonly string[] | null;
  readonly authors?: readonly string[] | null;
  readonly date?: string | null;
  readonly must?: readonly string[];
  readonly mustNot?: readonly string[];
}

interface Page {
  readonly id: string;
  readonly gold: Gold;
  readonly content: string;
}

function readSet(dir: string): Page[] {
  const file = join(dir, 'gold.json');
  const json = existsSync(file)
    ? readFileSync(file, 'utf8')
    : gunzipSync(readFileSync(`${file}.gz`)).toString('utf8');
  return Object.entries(JSON.parse(json) as Record<string, Gold>).map(([id, gold]) => {
    if (gold.lines !== undefined) return { id, gold, content: gold.lines.join('\n') };
    return { id, gold, content: gunzipSync(readFileSync(join(dir, gold.html ?? ''))).toString('utf8') };
  });
}

const titleVerdict = ({ title }: Gold, article: Article | undefined) =>
  typeof title === 'string' ? titleIsRight(title, article?.headline) : undefined;

const dateVerdict = ({ date }: Gold, article: Article | undefined) =>
  typeof date === 'string' ? dateIsRight(date, article?.publishedAt) : undefined;

function authorsVerdict({ authors, author }: Gold, article: Article | undefined): boolean | undefined {
  const wanted = (authors ?? [author ?? ''].flat()).filter((name) => name !== '');
  return wanted.length === 0 ? undefined : authorsAreRight(wanted, article?.byline ?? []);
}

const share = (values: readonly (boolean | undefined)[]): string => {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0
    ? '-'
    : `${(known.filter(Boolean).length / known.length).toFixed(3)} of ${known.length}`;
};

function rate(pages: readonly Page[], run: (page: Page) => void): number {
  const start = performance.now();
  for (const page of pages) run(page);
  return (1000 * pages.length) / (performance.now() - start);
}

function cleanAll(pages: readonly Page[]): (Article | undefined)[] {
  return pages.map(({ gold, content }) => {
    const outcome = clean({
      format: gold.lines === undefined ? 'html' : 'text',
      content,
      ...(typeof gold.url === 'string' && { url: gold.url }),
    });
    return outcome.kind === 'done' ? outcome.value.article : undefined;
  });
}

function report(pages: readonly Page[], articles: readonly (Article | undefined)[]): void {
  const texted = pages.map((page, at) => ({ gold: page.gold, text: articles[at]?.text ?? '' }));
  const full = texted.flatMap(({ gold, text }) =>
    gold.text === undefined ? [] : [{ gold: gold.text, text }],
  );
  const shingle = shingleF1(full.map(({ gold, text }) => shingleCounts(text, gold)));
  const words = full.reduce((sum, { gold, text }) => sum + wordF1(text, gold), 0) / Math.max(1, full.length);
  const segments: Counts = { tp: 0, fp: 0, fn: 0 };
  for (const { gold, text } of texted) {
    const { tp, fp, fn } = segmentCounts(gold.must ?? [], gold.mustNot ?? [], text);
    segments.tp += tp;
    segments.fp += fp;
    segments.fn += fn;
  }
  console.log(
    `pages        ${pages.length}, of them ${articles.filter((article) => article === undefined).length} dropped`,
  );
  if (full.length > 0) {
    console.log(
      `shingle F1   ${shingle.f1.toFixed(4)} (precision ${shingle.precision.toFixed(4)}, recall ${shingle.recall.toFixed(4)})`,
    );
    console.log(`word F1      ${words.toFixed(4)}`);
  }
  if (segments.tp + segments.fn > 0)
    console.log(`segment F1   ${countsF1(segments).toFixed(4)} ${JSON.stringify(segments)}`);
  console.log(`title        ${share(pages.map((page, at) => titleVerdict(page.gold, articles[at])))}`);
  console.log(`date         ${share(pages.map((page, at) => dateVerdict(page.gold, articles[at])))}`);
  console.log(`authors      ${share(pages.map((page, at) => authorsVerdict(page.gold, articles[at])))}`);
}

function listWorst(pages: readonly Page[], articles: readonly (Article | undefined)[], count: number): void {
  const rows = pages.map(({ id, gold }, at) => ({
    id,
    f1: countsF1(shingleCounts(articles[at]?.text ?? '', gold.text ?? '')),
  }));
  for (const { id, f1 } of rows.sort((one, other) => one.f1 - other.f1).slice(0, count))
    console.log(f1.toFixed(3), id);
}

const [dir, worst] = process.argv.slice(2);
if (dir === undefined) {
  console.error('usage: tsx packages/clean/checks/quality.ts DIR/SET [HOW_MANY_OF_THE_WORST_TO_LIST]');
  process.exit(2);
}
const pages = readSet(dir);
const articles = cleanAll(pages);
report(pages, articles);
const cleaning = rate(pages, (page) => cleanAll([page]));
console.log(`clean        ${cleaning.toFixed(0)} pages/s (second pass)`);
if (pages[0]?.gold.lines === undefined) {
  rate(pages, (page) => parseDocument(page.content));
  const parsing = rate(pages, (page) => parseDocument(page.content));
  console.log(
    `htmlparser2  ${parsing.toFixed(0)} pages/s, bare DOM parse; ratio ${(cleaning / parsing).toFixed(2)}`,
  );
}
if (worst !== undefined) listWorst(pages, articles, Number(worst));
