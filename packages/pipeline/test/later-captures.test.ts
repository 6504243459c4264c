import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { itemIdOf } from '@wirefold/contracts/ids';
import { type OwnServer, startOwnServer } from '@wirefold/testing';
import { inventNews } from '@wirefold/testing/invented-news';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '../src/accept/inputs.ts';
import { ingest } from '../src/ingest.ts';
import { homeBench } from './home-bench.ts';

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer({ appendOnly: false });
});

const ARTICLES = inventNews(4, 1).map(({ title, text }) => ({ title, text }));

/** A page as an archive had it at an hour of one day: the article of that number. */
function capture(path: string, hour: number, article: number): Input {
  const url = `https://ferry.example/${path}`;
  const { title, text } = ARTICLES[article] ?? { title: '', text: '' };
  const paragraphs = String(text)
    .split('\n')
    .map((line) => `<p>${line}</p>`);
  const html = `<html><head><title>${title}</title></head><body><article><h1>${title}</h1>${paragraphs.join('')}</article></body></html>`;
  const bytes = Buffer.from(html);
  const provided = {
    ...{ bytes, sha256: createHash('sha256').update(bytes).digest('hex'), mediaType: 'text/html' },
    ...{ receivedAt: `2025-03-04T0${hour}:00:00.000Z`, httpStatus: 200 },
  };
  return {
    item: { id: itemIdOf(url), url, kind: 'page', kindForced: true, source: 'ferry.example', provided },
  };
}

async function* each<T>(list: readonly T[]) {
  yield* list;
}

const still = { signal: new AbortController().signal, graceMs: 5_000 };

describe('an archive with one page several times', () => {
  it('is taken in whole, in its order: each capture is a version of the page', async () => {
    const bench = await homeBench(server);
    const captures = [capture('a', 1, 0), capture('a', 2, 1), capture('b', 2, 3), capture('a', 3, 2)];
    const result = await ingest(await bench.open(), each(captures), still);
    expect(result).toMatchObject({ accepted: 4, known: 0, inFlight: 0, ended: { stored: 2, revised: 2 } });
    const versions = bench.ask(
      "SELECT d.fetched_at FROM documents d JOIN items i ON i.id = d.item_id WHERE i.url LIKE '%/a' ORDER BY d.fetched_at",
    );
    expect(versions.flat()).toEqual([1, 2, 3].map((hour) => `2025-03-04T0${hour}:00:00.000Z`));
    const former = bench.ask('SELECT headline FROM revisions ORDER BY seq').flat();
    expect(former).toEqual([ARTICLES[0]?.title, ARTICLES[1]?.title]);
    expect(bench.cell("SELECT headline FROM articles WHERE url LIKE '%/a'")).toBe(ARTICLES[2]?.title);
    expect(bench.faults()).toEqual([]);
  });

  it('counts a capture as known where it is the same again', async () => {
    const bench = await homeBench(server);
    const captures = [capture('a', 1, 0), capture('a', 2, 0), capture('a', 3, 0)];
    const result = await ingest(await bench.open(), each(captures), still);
    expect(result).toMatchObject({ accepted: 1, known: 2, inFlight: 0, ended: { stored: 1 } });
  });

  it('takes in what follows a capture that is known', async () => {
    const bench = await homeBench(server);
    const home = await bench.open();
    await ingest(home, each([capture('a', 1, 0)]), still);
    const result = await ingest(home, each([capture('a', 1, 0), capture('a', 2, 1)]), still);
    expect(result).toMatchObject({ accepted: 1, known: 1, inFlight: 0, ended: { revised: 1 } });
  });

  it('is taken in whole and in order where `add` has begun it', async () => {
    const bench = await homeBench(server);
    const home = await bench.open();
    const captures = [capture('a', 1, 0), capture('a', 2, 1), capture('a', 3, 2)];
    await home.accept(captures);
    const result = await ingest(home, each(captures), still);
    expect(result).toMatchObject({ accepted: 3, known: 1, inFlight: 0, ended: { stored: 1, revised: 2 } });
    expect(bench.cell('SELECT headline FROM articles')).toBe(ARTICLES[2]?.title);
  });

  it('changes nothing where it is taken in again, but for a page that has become again what it was', async () => {
    const bench = await homeBench(server);
    const home = await bench.open();
    const captures = [capture('a', 1, 0), capture('a', 2, 1), capture('a', 3, 0), capture('a', 4, 2)];
    const once = await ingest(home, each(captures), still);
    expect(once).toMatchObject({ accepted: 4, known: 0, ended: { stored: 1, revised: 3 } });
    const again = await ingest(home, each(captures), still);
    expect(again).toMatchObject({ accepted: 0, known: 4, ended: {} });
    expect(bench.cell('SELECT headline FROM articles')).toBe(ARTICLES[2]?.title);
    expect(bench.cell('SELECT count(*) FROM revisions')).toBe(3);
    expect(bench.faults()).toEqual([]);
  });

  it('takes no end of one capture for that of the next, and begins none that the last one still stands in the way of', async () => {
    const bench = await homeBench(server);
    const home = await bench.open();
    const { bodies } = home.hands;
    const drop = bodies.drop.bind(bodies);
    bodies.drop = async (ids) => {
      await drop(ids);
      await delay(1_500);
    };
    const result = await ingest(
      home,
      each([capture('a', 1, 0), capture('a', 2, 1), capture('a', 3, 1)]),
      still,
    );
    expect(result).toMatchObject({ accepted: 2, known: 1, inFlight: 0, ended: { stored: 1, revised: 1 } });
    expect(bench.cell("SELECT headline FROM articles WHERE url LIKE '%/a'")).toBe(ARTICLES[1]?.title);
    expect(bench.cell('SELECT redeliveries FROM items')).toBe(0);
  });

  it('is left where it stands when it is told to stop', async () => {
    const bench = await homeBench(server);
    const stop = new AbortController();
    const home = await bench.open();
    const result = await ingest(home, each([capture('a', 1, 0), capture('a', 2, 1), capture('a', 3, 2)]), {
      ...{ signal: stop.signal, graceMs: 5_000 },
      onProgress: () => stop.abort(),
    });
    expect(result.stopped).toBe(true);
    expect(result.accepted).toBeLessThan(3);
    expect(bench.faults()).toEqual([]);
  });
});
