import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openReader } from '@wirefold/store';
import { randomPrefix, temporaryFolder, testRedisOptions } from '@wirefold/testing';
import { inventNews } from '@wirefold/testing/invented-news';
import { records, wirefold } from './wirefold.ts';

/** Invented articles, each of an event of its own. */
export const NEWS = inventNews(30, 1);

/** Text of an invented article, headline first. */
export function textOf(n: number): string {
  const { title, text } = article(n);
  return `${title}\n\n${text}\n`;
}

/** Page of an invented article. */
export function pageOf(n: number): string {
  const { title, text } = article(n);
  const paragraphs = text.split('\n\n').map((one) => `<p>${one}</p>`);
  return `<!doctype html><html lang="en"><head><title>${title}</title></head><body><nav><a href="/">Home</a></nav><article><h1>${title}</h1>${paragraphs.join('')}</article></body></html>`;
}

/** A JSON line of an invented article. */
export function lineOf(n: number): string {
  const { id, title, text, date, source } = article(n);
  return `${JSON.stringify({ id, title, text, date, source })}\n`;
}

/** An RSS feed whose entries lead to these addresses. */
export function feedOf(addresses: readonly string[]): string {
  const items = addresses.map((link, i) => `<item><title>Entry ${i}</title><link>${link}</link></item>`);
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Invented news</title><link>https://news.example/</link><description>All invented</description>${items.join('')}</channel></rss>`;
}

/** A sitemap of these pages, each modified on one day. */
export function sitemapOf(addresses: readonly string[]): string {
  const urls = addresses.map((loc) => `<url><loc>${loc}</loc><lastmod>2026-01-06</lastmod></url>`);
  return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('')}</urlset>`;
}

/** An index of these sitemaps. */
export function indexOf(addresses: readonly string[]): string {
  const sitemaps = addresses.map((loc) => `<sitemap><loc>${loc}</loc></sitemap>`);
  return `<?xml version="1.0"?><sitemapindex>${sitemaps.join('')}</sitemapindex>`;
}

/** One record of a WARC file. */
export function warcRecord(url: string, page: string, type = 'response'): string {
  const http = `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${page}`;
  const fields = `WARC-Type: ${type}\r\nWARC-Target-URI: ${url}\r\nWARC-Date: 2026-03-04T05:06:07Z`;
  return `WARC/1.0\r\n${fields}\r\nContent-Length: ${Buffer.byteLength(http)}\r\n\r\n${http}\r\n\r\n`;
}

/** A file's text as gzip has it. */
export const zipped = (text: string): Uint8Array => gzipSync(text);

function article(n: number) {
  const found = NEWS[n];
  if (found === undefined) throw new RangeError(`There are ${NEWS.length} invented articles: ${n}`);
  return found;
}

type Sqlite = new (
  path: string,
) => { prepare(sql: string): { run(...values: string[]): unknown }; close(): void };

/** The store's own SQLite. */
function loadSqlite(): Sqlite {
  return createRequire(import.meta.resolve('@wirefold/store'))('better-sqlite3') as Sqlite;
}

/** A folder with files, and a pipeline of its own on the run's Redis. */
export async function createWorkshop(files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const cwd = await temporaryFolder();
  const env = {
    REDIS_URL: String(testRedisOptions().path),
    WIREFOLD_REDIS_PREFIX: randomPrefix(),
    WIREFOLD_RETRY_BACKOFF_MS: '10',
    WIREFOLD_HOST_GAP_MS: '0',
    // Hosts of tests count their requests.
    WIREFOLD_HEED_TDMREP: 'no',
  };
  const write = (name: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), content);
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  return {
    cwd,
    env,
    write,
    call: (args: readonly string[], input = '') => wirefold(args, { cwd, env, input }),
    /** Runs `ingest --json` and gives its status, its summary and the headlines of its stories. */
    async ingest(args: readonly string[], input = '') {
      const ended = await wirefold(['ingest', '--json', '--quiet', ...args], { cwd, env, input });
      const [summary = {}, ...stories] = records(ended.out);
      return { ...ended, summary, headlines: stories.map((story) => String(story.headline)).sort() };
    },
    /** Changes the database, as time or another program would. */
    change(statement: string, ...values: string[]): void {
      const db = new (loadSqlite())(join(cwd, 'wirefold.db'));
      db.prepare(statement).run(...values);
      db.close();
    },
    /** Rows of a query on the database. */
    rows(query: string): unknown[][] {
      const reader = openReader(join(cwd, 'wirefold.db'));
      try {
        return reader.sql(query).rows as unknown[][];
      } finally {
        reader.close();
      }
    },
  };
}

export const headlineOf = (n: number): string => article(n).title;
