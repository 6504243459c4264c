import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Checks the three seed articles end to end, as a person would run them:
 *
 *   tsx tools/check-seeds.ts DIR      DIR holds seeds/ and dedupe/
 *
 * First the seeds alone, then as records among 469 articles about the same people. Prints a line for
 * each check and closes with "N passed, N failed".
 */
const data = resolve(process.argv[2] ?? '../shared/data');
const bin = join(import.meta.dirname, '../apps/cli/bin/wirefold.mjs');
const folder = mkdtempSync(join(tmpdir(), 'wirefold-seeds-'));
let passed = 0;
let failed = 0;

interface Gold {
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  readonly text: string;
  readonly title: string;
  readonly date: string | null;
  readonly agency: string | null;
  readonly dateline: string | null;
  readonly captionCredits?: readonly string[];
}

type Row = Record<string, string | number | null>;

function check(name: string, ok: boolean, found?: unknown): void {
  if (ok) passed += 1;
  else failed += 1;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}${ok ? '' : `: ${JSON.stringify(found)}`}`);
}

function wirefold(name: string, ...args: string[]): string {
  const places = ['--db', join(folder, `${name}.db`), '--data', join(folder, name), '--quiet'];
  return execFileSync(process.execPath, [bin, ...args, ...places], { cwd: folder, encoding: 'utf8' });
}

function query(name: string, sql: string): Row[] {
  const lines = wirefold(name, 'sql', sql, '--json').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
}

/** Shingle F1 of the extraction benchmark: 4-token shingles, counted with multiplicity, case kept. */
function shingleF1(found: string, gold: string): number {
  const a = shingles(found);
  const b = shingles(gold);
  let shared = 0;
  for (const [shingle, count] of a) shared += Math.min(count, b.get(shingle) ?? 0);
  const size = (bag: Map<string, number>) => [...bag.values()].reduce((sum, n) => sum + n, 0);
  return (2 * shared) / (size(a) + size(b));
}

function shingles(text: string): Map<string, number> {
  const tokens = text.match(/[\p{L}\p{N}_]+/gu) ?? [];
  const bag = new Map<string, number>();
  for (let i = 0; i + 4 <= tokens.length; i++) {
    const shingle = tokens.slice(i, i + 4).join(' ');
    bag.set(shingle, (bag.get(shingle) ?? 0) + 1);
  }
  return bag;
}

/** Labels of lines that are to be among the removed blocks, and never in the text. */
const FURNITURE = new Set(['categorybar', 'rail', 'caption', 'credit', 'date']);

function checkArticle(
  file: string,
  gold: Gold,
  row: Row,
  removed: readonly Row[],
  captions: readonly Row[],
): void {
  check(`${file}: headline`, row.headline === gold.title, row.headline);
  check(`${file}: date`, row.published_at === gold.date, row.published_at);
  check(`${file}: credit`, row.credit === gold.agency, row.credit);
  check(`${file}: dateline`, row.dateline === gold.dateline, row.dateline);
  const credits = captions.flatMap((it) => (it.credit === null ? [] : [it.credit]));
  const wanted = gold.captionCredits ?? [];
  check(`${file}: caption credits`, JSON.stringify(credits) === JSON.stringify(wanted), credits);
  const f1 = shingleF1(String(row.text), gold.text);
  check(`${file}: shingle F1 ${f1.toFixed(4)} is at least 0.98`, f1 >= 0.98, f1);
  const bin = removed.map((it) => String(it.text)).join('\n');
  const missing = gold.lines.filter((line) => FURNITURE.has(line.label) && !bin.includes(line.text));
  check(`${file}: what is taken out is kept, line by line`, missing.length === 0, missing);
  const kept = gold.lines.filter(
    (line) => FURNITURE.has(line.label) && String(row.text).split('\n\n').includes(line.text),
  );
  check(`${file}: none of it stands in the text`, kept.length === 0, kept);
}

function checkSeedsAlone(): void {
  const gold = JSON.parse(readFileSync(join(data, 'seeds/gold.json'), 'utf8')) as Record<string, Gold>;
  const files = Object.keys(gold).map((name) => join(data, 'seeds', name));
  wirefold('seeds', 'ingest', ...files);
  const stories = query('seeds', 'SELECT id, article_count FROM stories');
  check(
    'three seeds are one story of three variants',
    stories.length === 1 && stories[0]?.article_count === 3,
    stories,
  );
  for (const [name, one] of Object.entries(gold)) {
    const [row] = query('seeds', `SELECT * FROM articles WHERE url LIKE '%${name}'`);
    if (!row) {
      check(`${name}: stored`, false);
      continue;
    }
    const of = (table: string) =>
      query('seeds', `SELECT * FROM ${table} WHERE article_id = '${row.id}' ORDER BY position`);
    checkArticle(name, one, row, of('removed_blocks'), of('captions'));
  }
  const evidence = query('seeds', 'SELECT kind, score, signals FROM evidence');
  check(
    'each pair has its evidence',
    evidence.length === 3 && evidence.every((it) => it.signals !== null),
    evidence,
  );
  check('verify is green', wirefold('seeds', 'verify') !== null);
}

function checkSeedsAmongOthers(): void {
  const source = readFileSync(join(data, 'dedupe/seeds_and_nk_negatives.jsonl'), 'utf8').trim().split('\n');
  const records = source.filter((line) => (JSON.parse(line) as { id: string }).id !== 'seed2raw');
  const file = join(folder, 'records.jsonl');
  writeFileSync(file, `${records.join('\n')}\n`);
  wirefold('others', 'ingest', file);
  const total = query('others', 'SELECT count(*) AS n FROM articles')[0]?.n;
  check(`all ${records.length} records are stored`, total === records.length, total);
  const members = query(
    'others',
    "SELECT url FROM articles WHERE story_id IN (SELECT story_id FROM articles WHERE url LIKE '%#seed_')",
  ).map((row) => String(row.url).split('#')[1]);
  check(
    'the seeds are one story, and nothing else is in it',
    members.sort().join() === 'seed0,seed1,seed2',
    members,
  );
  const split = query('others', "SELECT DISTINCT story_id FROM articles WHERE url LIKE '%#seed_'");
  check('the seeds have one story id', split.length === 1, split);
}

try {
  checkSeedsAlone();
  checkSeedsAmongOthers();
} catch (error) {
  check('the commands run', false, error instanceof Error ? error.message : String(error));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
