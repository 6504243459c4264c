import { createHash } from 'node:crypto';
import type { Article } from '@wirefold/contracts/article';
import type { Evidence } from '@wirefold/contracts/evidence';
import { articleIdOf, itemIdOf } from '@wirefold/contracts/ids';
import type { StoreTask } from '@wirefold/contracts/ports';
import { PAYLOAD_VERSION } from '@wirefold/contracts/terms';
import { openReader, openWriter } from '@wirefold/store';

const urlOf = (name: string) => `https://${name}.example/report`;
export const articleIdOfName = (name: string): string => articleIdOf(itemIdOf(urlOf(name)));

/** The end of an item as an article, as the store is told it, with what some weights stated. */
export function stored(
  name: string,
  { title: headline, text, date: publishedAt }: { title: string; text: string; date: string },
  evidence: readonly Evidence[] = [],
  weightsVersion = 'w000001-others',
): StoreTask {
  const body = Buffer.from(text);
  const article: Article = { headline, text, publishedAt, language: 'en' };
  return {
    job: {
      v: PAYLOAD_VERSION,
      itemId: itemIdOf(urlOf(name)),
      articleId: articleIdOfName(name),
      source: `${name}.example`,
      kind: 'page',
      end: 'article',
      document: {
        ...{ url: urlOf(name), finalUrl: urlOf(name), fetchedAt: publishedAt, httpStatus: 200 },
        ...{ mediaType: 'text/html', charset: 'utf-8', byteLength: body.byteLength },
        sha256: createHash('sha256').update(body).digest('hex'),
      },
    },
    body,
    cleaned: { article, removed: [], cleanerVersion: 'invented' },
    verdict: { evidence: [...evidence], weightsVersion },
  };
}

/** A fact about two named articles that no rule of today states. */
export function claimed(a: string, b: string, weightsVersion: string): Evidence {
  const [articleId = '', otherArticleId = ''] = [articleIdOfName(a), articleIdOfName(b)].sort();
  return { articleId, otherArticleId, kind: 'near', score: 0.95, signals: {}, weightsVersion };
}

/** Puts articles into a database that no home has opened yet, as if two hours ago. */
export function stock(db: string, tasks: readonly StoreTask[], hoursAgo = 2): void {
  const now = new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
  const writer = openWriter(db);
  for (let at = 0; at < tasks.length; at += 500) writer.commit(tasks.slice(at, at + 500), now);
  writer.close();
}

export function ask(db: string, query: string): unknown[][] {
  const reader = openReader(db);
  try {
    return reader.sql(query).rows as unknown[][];
  } finally {
    reader.close();
  }
}

export function faultsIn(db: string): unknown[] {
  const reader = openReader(db);
  try {
    return reader.verify();
  } finally {
    reader.close();
  }
}
