import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Evidence } from '@wirefold/contracts/evidence';
import { articleIdOf, itemIdOf } from '@wirefold/contracts/ids';
import type { NewItem, StoreTask } from '@wirefold/contracts/ports';
import { PAYLOAD_VERSION } from '@wirefold/contracts/terms';
import { openReader, openWriter } from '../src/index.ts';

/**
 * Commits a made-up load and prints articles and evidence rows a second, and the size of the file:
 * `tsx checks/commit-rate.ts [ARTICLES [EVIDENCE_PER_ARTICLE [BATCH]]]`, 4000, 8 and 100 where not named;
 * `node --cpu-prof --import tsx` in place of `tsx` for a profile.
 *
 * The load is like an agency's wire: of the evidence of an article a fifth ties it to its own event, a
 * twentieth is a tie to another event, which chains most articles into one component, and the rest are
 * doubtful pairs (0.2 to 0.5) with what came shortly before.
 */
const [articles = 4000, perArticle = 8, batchSize = 100] = process.argv.slice(2).map(Number);
const RECENT = 600;
const EVENT_SHARE = 0.2;
const CHAIN_SHARE = 0.05;
const ARTICLES_PER_EVENT = 4;
const WORDS = 140;
const NOW = '2026-03-01T08:00:00.000Z';

/** Park and Miller's generator: the same load at every run. */
let seed = 1;
const random = (): number => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
};
const between = (low: number, high: number): number =>
  Math.round((low + random() * (high - low)) * 1e4) / 1e4;

const items = Array.from({ length: articles }, (_, at): NewItem => {
  const url = `https://outlet${at % 40}.example/${at}`;
  return { id: itemIdOf(url), url, kind: 'page', kindForced: false, source: `outlet${at % 40}.example` };
});
const idAt = (at: number): string => articleIdOf(items[at]?.id ?? '');
const eventOf = Array.from({ length: articles }, (_, at) =>
  Math.floor((Math.max(0, at - RECENT / 2) + random() * RECENT) / ARTICLES_PER_EVENT),
);

function evidenceOf(at: number): Evidence[] {
  const siblings = eventOf.flatMap((event, other) => (other < at && event === eventOf[at] ? [other] : []));
  return Array.from({ length: Math.min(at, perArticle) }, () => {
    const kind = random();
    const sibling = kind < EVENT_SHARE ? siblings.pop() : undefined;
    const other = sibling ?? Math.max(0, at - 1 - Math.floor(random() * RECENT));
    const isChained = kind > 1 - CHAIN_SHARE;
    const score =
      sibling !== undefined ? between(0.7, 0.99) : isChained ? between(0.5, 0.8) : between(0.2, 0.5);
    return pairOf(at, other, score);
  });
}

function pairOf(at: number, other: number, score: number): Evidence {
  const names = [
    'stems',
    'lead',
    'bigrams',
    'names',
    'overlap',
    'numbers',
    'quantities',
    'containment',
    'days',
  ];
  return {
    articleId: idAt(at),
    otherArticleId: idAt(other),
    kind: 'story',
    score,
    signals: Object.fromEntries(names.map((name) => [name, between(0, 1)])),
    weightsVersion: 'made-up',
  };
}

function taskOf(item: NewItem, at: number): StoreTask {
  const text = Array.from({ length: WORDS }, () => `word${Math.floor(random() ** 3 * 20_000)}`).join(' ');
  const body = Buffer.from(text);
  const sha256 = createHash('sha256').update(body).digest('hex');
  const received = { fetchedAt: NOW, httpStatus: 200, mediaType: 'text/plain', charset: 'utf-8' };
  const document = { url: item.url, finalUrl: item.url, ...received, sha256, byteLength: body.byteLength };
  const names = { itemId: item.id, articleId: idAt(at), source: item.source };
  const publishedAt = new Date(Date.parse(NOW) + at * 60_000).toISOString();
  return {
    job: { v: PAYLOAD_VERSION, ...names, kind: 'page', end: 'article', document },
    body,
    cleaned: {
      article: { headline: `Report ${at}`, text, publishedAt },
      removed: [],
      cleanerVersion: 'made-up',
    },
    verdict: { evidence: evidenceOf(at), weightsVersion: 'made-up' },
  };
}

const tasks = items.map(taskOf);
const rows = tasks.reduce((sum, task) => sum + ('verdict' in task ? task.verdict.evidence.length : 0), 0);
const folder = mkdtempSync(join(tmpdir(), 'wirefold-commit-rate-'));
const path = join(folder, 'news.db');
const writer = openWriter(path);
writer.accept(items, NOW);
const start = performance.now();
for (let at = 0; at < tasks.length; at += batchSize) writer.commit(tasks.slice(at, at + batchSize), NOW);
const seconds = (performance.now() - start) / 1000;
writer.close();
const reader = openReader(path);
const faults = reader.verify().length;
const stories = reader.sql('SELECT count(*), max(article_count) FROM stories').rows[0];
reader.close();
process.stdout.write(
  `batches of ${batchSize}: ${seconds.toFixed(1)} s, ${Math.round(articles / seconds)} articles/s, ` +
    `${Math.round(rows / seconds)} evidence rows/s, ${(statSync(path).size / 2 ** 20).toFixed(1)} MB, ` +
    `${stories?.[0]} stories (largest ${stories?.[1]}), ${faults} faults\n`,
);
rmSync(folder, { recursive: true });
