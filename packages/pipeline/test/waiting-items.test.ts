import { setTimeout as sleep } from 'node:timers/promises';
import { STAGES } from '@wirefold/contracts/terms';
import { type OwnServer, startLoopbackServer, startOwnServer } from '@wirefold/testing';
import { beforeAll, expect, it } from 'vitest';
import type { Home } from '../src/home.ts';
import { ingest } from '../src/ingest.ts';
import { each, homeBench, inputOf, startWorkerScript, until } from './home-bench.ts';

const SITEMAPS = 3;
/** What may stand in the queues beyond the mark: jobs on their way from one queue to the next are in both. */
const SLACK = 40;

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
});

/** An index of full sitemaps, whose pages are gone. */
async function startArchive(addresses: number) {
  const asked: string[] = [];
  const { url } = await startLoopbackServer((request, response) => {
    const [, map] = /^\/map-(\d)\.xml$/.exec(request.url ?? '') ?? [];
    const list = (name: string, lines: string[]) =>
      void response.setHeader('content-type', 'application/xml').end(`<${name}>${lines.join('')}</${name}>`);
    if (request.url === '/index.xml')
      return list(
        'sitemapindex',
        count(SITEMAPS).map((i) => `<sitemap><loc>${url}/map-${i}.xml</loc></sitemap>`),
      );
    if (map !== undefined)
      return list(
        'urlset',
        count(addresses).map((i) => `<url><loc>${url}/${map}/report-${i}</loc></url>`),
      );
    if (request.url?.includes('/report-')) asked.push(`${url}${request.url}`);
    response.writeHead(404).end();
  });
  return { index: inputOf(`${url}/index.xml`, 'sitemap'), asked };
}

const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Measures how many jobs stand in all queues, again and again. */
function watchQueues(home: Home) {
  let most = 0;
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      const depths = await home.hands.transport.depths();
      const jobs = STAGES.reduce((sum, stage) => {
        const { waiting, active, delayed } = depths[stage];
        return sum + waiting + active + delayed;
      }, 0);
      most = Math.max(most, jobs);
      await sleep(5);
    }
  })();
  return async () => {
    stopped = true;
    await watching;
    return most;
  };
}

it('brings 720 addresses of 8 indexes through queues that hold 60, and ingest waits for all', async () => {
  const archives = await Promise.all(count(8).map(() => startArchive(30)));
  const bench = await homeBench(server, { WIREFOLD_HIGH_WATER_ITEMS: '60' });
  const home = await bench.open();
  const stop = watchQueues(home);
  const inputs = each(archives.map(({ index }) => index));
  const result = await ingest(home, inputs, { signal: new AbortController().signal, graceMs: 5_000 });
  const most = await stop();
  await home.close(5_000);
  const asked = archives.flatMap((archive) => archive.asked);
  expect(result).toMatchObject({ accepted: 752, inFlight: 0, ended: { stored: 32, rejected: 720 } });
  expect(most).toBeLessThan(60 + SLACK);
  expect([asked.length, new Set(asked).size]).toEqual([720, 720]);
  expect(bench.cell('SELECT sum(redeliveries) FROM items')).toBe(0);
  expect(bench.faults()).toEqual([]);
  expect(bench.notices).toEqual([]);
}, 120_000);

it('loses nothing where the worker is killed while most addresses wait', async () => {
  const archives = await Promise.all(count(3).map(() => startArchive(30)));
  const asked = () => archives.flatMap((archive) => archive.asked);
  const bench = await homeBench(server, { WIREFOLD_HIGH_WATER_ITEMS: '30', WIREFOLD_LOCK_MS: '5000' });
  const setUp = await bench.open();
  await setUp.accept(archives.map(({ index }) => index));
  await setUp.close(100);
  const script = startWorkerScript(bench.env);
  await until(() => asked().length >= 60, 60);
  script.kill('SIGKILL');
  await script;
  await bench.endTurns();
  expect(bench.cell("SELECT count(*) > 0 FROM items WHERE sent_at = '' AND state = 'accepted'")).toBe(1);
  const home = await bench.open();
  home.start(STAGES);
  await until(() => home.balance().inFlight === 0, 120);
  expect(home.balance()).toMatchObject({ accepted: 282, stored: 12, rejected: 270 });
  await home.close(5_000);
  expect(new Set(asked()).size).toBe(270);
  expect(bench.faults()).toEqual([]);
}, 240_000);
