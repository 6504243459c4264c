import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Label } from '../src/blocks.ts';
import { clean, labelText } from '../src/index.ts';
import { countsF1, shingleCounts } from './measures.ts';

interface Gold {
  readonly lines: readonly { readonly line: number; readonly label: string; readonly text: string }[];
  readonly text: string;
  readonly title: string | null;
  readonly date: string | null;
  readonly agency: string | null;
  readonly dateline: string | null;
  readonly captionCredits?: readonly string[];
}

/** Names of the hand-made labels in the cleaner's own words. */
const GOLD_LABELS: Readonly<Record<string, Label>> = { title: 'headline' };
const LOWEST_F1 = 0.98;

let passed = 0;
let failed = 0;

function check(name: string, ok: boolean, detail: string): void {
  if (ok) passed += 1;
  else failed += 1;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}${ok ? '' : `: ${detail}`}`);
}

function checkLines(file: string, content: string, gold: Gold): void {
  const byLine = new Map(labelText({ format: 'text', content }).map((line) => [line.line, line.verdict]));
  for (const { line, label, text } of gold.lines) {
    const found = byLine.get(line);
    const wanted = GOLD_LABELS[label] ?? label;
    const detail = `${found?.label} (${found?.rule}): ${text.slice(0, 70)}`;
    check(`${file} line ${line} is ${wanted}`, found?.label === wanted, detail);
  }
}

function checkArticle(file: string, content: string, gold: Gold): void {
  const outcome = clean({ format: 'text', content });
  check(`${file} is an article`, outcome.kind === 'done', outcome.kind);
  if (outcome.kind !== 'done') return;
  const { article } = outcome.value;
  const f1 = countsF1(shingleCounts(article.text, gold.text));
  check(`${file} text has shingle F1 of ${f1.toFixed(4)}`, f1 >= LOWEST_F1, `under ${LOWEST_F1}`);
  const pairs: [string, string | undefined, string | null][] = [
    ['headline', article.headline, gold.title],
    ['publishedAt', article.publishedAt, gold.date],
    ['credit', article.credit, gold.agency],
    ['dateline', article.dateline, gold.dateline],
  ];
  for (const [name, found, wanted] of pairs) {
    check(`${file} ${name}`, (found ?? null) === wanted, `${found} instead of ${wanted}`);
  }
  const credits = (article.captions ?? []).flatMap((caption) => caption.credit ?? []);
  const wanted = gold.captionCredits ?? [];
  check(
    `${file} caption credits`,
    JSON.stringify(credits) === JSON.stringify(wanted),
    JSON.stringify(article.captions),
  );
}

const dir = process.argv[2];
if (dir === undefined) {
  console.error(
    'usage: tsx packages/clean/checks/seeds.ts DIR   (DIR holds gold.json and the texts it names)',
  );
  process.exit(2);
}
const golds = JSON.parse(readFileSync(join(dir, 'gold.json'), 'utf8')) as Record<string, Gold>;
for (const [file, gold] of Object.entries(golds)) {
  const content = readFileSync(join(dir, file), 'utf8');
  checkLines(file, content, gold);
  checkArticle(file, content, gold);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
