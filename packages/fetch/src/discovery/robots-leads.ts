import { canonicalizeUrl } from '../canonical-url.ts';
import { decodeText } from '../charset.ts';
import type { GetOptions } from '../http-client.ts';
import { sitemapsInRobots } from '../robots-rules.ts';
import type { Lead } from './discovery.ts';
import type { Search } from './search.ts';

/** As for the rules: 500 KiB and five redirects (RFC 9309 sections 2.5 and 2.3.1.2). */
const ROBOTS: GetOptions = {
  ...{ firstBytes: 500 * 1024, maxRedirects: 5, deadlineMs: 20_000, accept: 'text/plain, */*;q=0.1' },
};

/** Finds the sitemaps that the robots.txt of an address's host names, those of news first. */
export async function findRobotsSitemaps(search: Search, home: string): Promise<Lead[]> {
  const url = new URL('/robots.txt', home).href;
  const answer = await search.ask({ url, foundBy: 'robots' }, ROBOTS);
  if (answer === null || answer.status < 200 || answer.status > 299) return [];
  const leads = sitemapsInRobots(decodeText(answer.body, 'utf-8'))
    .map((address) => canonicalizeUrl(address, answer.finalUrl))
    .filter((address) => address !== null)
    .map((address): Lead => ({ url: address, foundBy: 'robots' }));
  return leads.sort((a, b) => Number(isOfNews(b)) - Number(isOfNews(a)));
}

function isOfNews({ url }: Lead): boolean {
  return /news/i.test(new URL(url).pathname);
}
