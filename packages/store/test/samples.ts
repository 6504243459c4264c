import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Article } from '@wirefold/contracts/article';
import type { Evidence, EvidenceKind } from '@wirefold/contracts/evidence';
import { articleIdOf, itemIdOf } from '@wirefold/contracts/ids';
import type { NewItem, StoreTask } from '@wirefold/contracts/ports';
import { PAYLOAD_VERSION } from '@wirefold/contracts/terms';
import Database from 'better-sqlite3';

export type ArticleTask = Extract<StoreTask, { readonly cleaned: unknown }>;

export const T0 = '2026-03-01T08:00:00.000Z';
export const T1 = '2026-03-01T09:00:00.000Z';
export const T2 = '2026-03-01T10:00:00.000Z';

export function newDatabasePath(): string {
  return join(mkdtempSync(join(tmpdir(), 'wirefold-store-')), 'news.db');
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function urlOf(name: string): string {
  return `https://${name}.example/story`;
}

export function articleId(name: string): string {
  return articleIdOf(itemIdOf(urlOf(name)));
}

export function storyId(name: string): string {
  return articleId(name).replace('ar_', 'st_');
}

export function itemId(name: string): string {
  return itemIdOf(urlOf(name));
}

export function anItem(name: string, more: Partial<NewItem> = {}): NewItem {
  const url = urlOf(name);
  return { id: itemIdOf(url), url, kind: 'page', kindForced: false, source: `${name}.example`, ...more };
}

export function provided(text: string) {
  const bytes = Buffer.from(text);
  return { bytes, mediaType: 'text/plain', sha256: sha256Of(bytes) };
}

export function aDocument(name: string, body: Uint8Array) {
  const url = urlOf(name);
  return {
    url,
    finalUrl: url,
    fetchedAt: T0,
    httpStatus: 200,
    mediaType: 'text/html',
    charset: 'utf-8',
    sha256: sha256Of(body),
    byteLength: body.byteLength,
  };
}

/** The end of an item as an article. */
export function anArticle(
  name: string,
  article: Partial<Article> = {},
  evidence: readonly Evidence[] = [],
): ArticleTask {
  const full = {
    headline: `Report ${name}`,
    text: `The harbour of ${name} was closed on Sunday.`,
    publishedAt: T0,
    ...article,
  };
  const body = Buffer.from(`<h1>${full.headline}</h1><p>${full.text}</p>`);
  return {
    job: {
      v: PAYLOAD_VERSION,
      itemId: itemId(name),
      articleId: articleId(name),
      source: `${name}.example`,
      kind: 'page',
      end: 'article',
      document: aDocument(name, body),
    },
    body,
    cleaned: {
      article: full,
      removed: [{ position: 0, text: 'Subscribe', rule: 'rail' }],
      cleanerVersion: 'c1',
    },
    verdict: { evidence: [...evidence], weightsVersion: 'w1' },
  };
}

export function aPair(a: string, b: string, kind: EvidenceKind = 'near', score = 0.95): Evidence {
  const [first, second] = [articleId(a), articleId(b)].sort();
  return {
    articleId: first ?? '',
    otherArticleId: second ?? '',
    kind,
    score,
    signals: { containment: score },
    weightsVersion: 'w1',
  };
}

export function aFailure(name: string, end: 'rejected' | 'quarantined', body?: Uint8Array): StoreTask {
  const base = {
    v: PAYLOAD_VERSION,
    itemId: itemId(name),
    articleId: articleId(name),
    stage: 'fetch',
    detail: 'why',
  } as const;
  const kept = body === undefined ? {} : { document: aDocument(name, body) };
  const bytes = body === undefined ? {} : { body };
  return end === 'rejected'
    ? { job: { ...base, ...kept, end, reason: 'not-found' }, ...bytes }
    : { job: { ...base, ...kept, end, reason: 'timeout', attempts: 3 }, ...bytes };
}

/** Every row of a query, over a connection of its own. */
export function rowsOf(path: string, sql: string): unknown[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

/** Number of rows of every table that holds what was stored. */
export function rowCounts(path: string): Record<string, unknown> {
  const tables = [
    'items',
    'documents',
    'articles',
    'captions',
    'revisions',
    'removed_blocks',
    'evidence',
    'stories',
    'related_stories',
    'story_redirects',
    'sources',
  ];
  return Object.fromEntries(
    tables.map((table) => [table, rowsOf(path, `SELECT count(*) AS n FROM ${table}`)[0]]),
  );
}
