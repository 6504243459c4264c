import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startLoopbackServer } from '@wirefold/testing';
import { inventNews } from '@wirefold/testing/invented-news';

/** A site with a feed, whose pages are invented reports on as many events. */
export interface NewsSite {
  readonly feed: string;
  /** How the feed answers; `hangs` never does. */
  mode: 'well' | 'hangs' | 'no-validators' | number;
  /** How many reports the feed names: the first of a list that is always the same. */
  entries: number;
  /** Statuses of the feed's answers in order; a request that hangs counts as 0. */
  readonly answers: number[];
  /** Paths of the pages asked for. */
  readonly pages: string[];
}

const NEWS = inventNews(60, 1);

export async function startNewsSite(): Promise<NewsSite> {
  const { url } = await startLoopbackServer((request, response) => {
    if (request.url === '/feed.xml') answerFeed(site, url, request, response);
    else if (request.url === '/robots.txt') response.writeHead(404).end();
    else answerPage(site, request, response);
  });
  const site: NewsSite = { feed: `${url}/feed.xml`, mode: 'well', entries: 2, answers: [], pages: [] };
  return site;
}

function answerFeed(site: NewsSite, url: string, request: IncomingMessage, response: ServerResponse): void {
  const items = NEWS.slice(0, site.entries).map(
    ({ title }, i) => `<item><title>${title}</title><link>${url}/report-${i}</link></item>`,
  );
  const body = `<rss version="2.0"><channel><title>Harbour news</title>${items.join('')}</channel></rss>`;
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 12)}"`;
  if (site.mode === 'hangs') return void site.answers.push(0);
  const isSame = request.headers['if-none-match'] === etag && site.mode === 'well';
  const status = typeof site.mode === 'number' ? site.mode : isSame ? 304 : 200;
  site.answers.push(status);
  if (site.mode === 'well') response.setHeader('etag', etag);
  response.setHeader('content-type', 'application/rss+xml').writeHead(status);
  response.end(status === 200 ? body : '');
}

function answerPage(site: NewsSite, { url = '' }: IncomingMessage, response: ServerResponse): void {
  if (url.startsWith('/report-')) site.pages.push(url);
  const report = NEWS[Number(/^\/report-(\d+)$/.exec(url)?.[1] ?? Number.NaN)];
  if (report === undefined) return void response.writeHead(404).end();
  const text = report.text.split('\n').map((line) => `<p>${line}</p>`);
  response.setHeader('content-type', 'text/html');
  response.end(`<html><body><article><h1>${report.title}</h1>${text.join('')}</article></body></html>`);
}
