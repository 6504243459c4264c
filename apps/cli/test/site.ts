import { createHash } from 'node:crypto';
import { startLoopbackServer } from '@wirefold/testing';
import { pageOf, sitemapOf } from './workshop.ts';

/** The setting by which the loopback servers of these tests may be asked. */
export const LOOPBACK = { WIREFOLD_ALLOW_PRIVATE: '127.0.0.0/8' };

/** What a path answers; null for 404. */
type Answer = { readonly type: string; readonly body: string } | null;

/** A page that names feeds in its head, and says nothing of them in its body. */
function homeOf(feeds: readonly (readonly [path: string, title: string])[]): string {
  const links = feeds.map(
    ([path, title]) => `<link rel="alternate" type="application/rss+xml" title="${title}" href="${path}">`,
  );
  return `<!doctype html><html><head><title>Home</title>${links.join('')}</head><body><p>Welcome.</p></body></html>`;
}

/** An RSS feed of invented articles, each published on a day of March. */
export function rssOf(title: string, base: string, numbers: readonly number[]): string {
  const items = numbers.map(
    (n) =>
      `<item><title>Entry ${n}</title><link>${base}/article/${n}</link><pubDate>0${(n % 9) + 1} Mar 2026 08:00:00 GMT</pubDate></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title><link>${base}/</link><description>-</description>${items.join('')}</channel></rss>`;
}

/**
 * A news site of its own: `/` names three feeds, `/one/` one, `/bare/` none; `/press/*.xml` are the feeds, with
 * validators, `/moved.xml` has moved to the first for good, `/press/sitemap.xml` is named nowhere; `/article/N` are the
 * invented articles. `feeds` can be changed while it runs, and a feed taken away.
 */
export async function startSite() {
  const feeds = new Map<string, { title: string; numbers: number[] }>([
    ['/press/news.xml', { title: 'Harbour news', numbers: [1, 2] }],
    ['/press/sport.xml', { title: 'Harbour sport', numbers: [3] }],
    ['/press/culture.xml', { title: 'Harbour culture', numbers: [4] }],
  ]);
  const asked: { path: string; status: number }[] = [];
  const answerOf = (path: string, base: string): Answer => {
    const feed = feeds.get(path);
    if (feed) return { type: 'application/rss+xml', body: rssOf(feed.title, base, feed.numbers) };
    const html = (body: string) => ({ type: 'text/html', body });
    const article = /^\/article\/(\d+)$/.exec(path);
    if (article) return html(pageOf(Number(article[1])));
    if (path === '/press/sitemap.xml') {
      return { type: 'application/xml', body: sitemapOf([`${base}/article/5`, `${base}/article/6`]) };
    }
    if (path === '/') return html(homeOf([...feeds].map(([at, { title }]) => [at, title] as const)));
    if (path === '/one/') return html(homeOf([['/press/sport.xml', 'Sport']]));
    return path === '/bare/' ? html(homeOf([])) : null;
  };
  const silent = new Set<string>();
  const held: (() => void)[] = [];
  let isHolding = false;
  const { url } = await startLoopbackServer((request, response) => {
    const path = request.url ?? '';
    if (path === '/moved.xml') {
      asked.push({ path, status: 301 });
      return void response.writeHead(301, { location: '/press/news.xml' }).end();
    }
    const answer = answerOf(path, `http://${request.headers.host}`);
    const etag = answer && `"${createHash('sha256').update(answer.body).digest('hex').slice(0, 12)}"`;
    const status = answer === null ? 404 : request.headers['if-none-match'] === etag ? 304 : 200;
    asked.push({ path, status });
    if (silent.has(path)) return;
    const headers = answer === null ? {} : { 'content-type': answer.type, etag: etag ?? '' };
    const say = () => void response.writeHead(status, headers).end(status === 200 ? answer?.body : '');
    if (isHolding) held.push(say);
    else say();
  });
  return {
    ...{ url, feeds, asked, askedFor: (path: string) => asked.filter((one) => one.path === path) },
    /** From now on a path is asked in vain: the server takes the request and says nothing. */
    silence: (path: string) => void silent.add(path),
    /** Answers nobody until what it gives is called. */
    hold(): () => void {
      isHolding = true;
      return () => {
        isHolding = false;
        for (const say of held.splice(0)) say();
      };
    },
  };
}
