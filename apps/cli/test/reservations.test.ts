import { randomPrefix, startLoopbackServer } from '@wirefold/testing';
import { describe, expect, it } from 'vitest';
import { wirefold } from './wirefold.ts';
import { createWorkshop, pageOf } from './workshop.ts';

/** A host whose pages say in three places that they are reserved. */
function startOutlet() {
  return startLoopbackServer(({ url }, response) => {
    const html = (body: string | Uint8Array) =>
      response.setHeader('content-type', 'text/html; charset=utf-8').end(body);
    const page = pageOf(Number(url?.at(-1)) || 0);
    if (url === '/.well-known/tdmrep.json') response.end('[{"location":"/*1$","tdm-reservation":1}]');
    else if (url === '/robots.txt') response.writeHead(404).end();
    else if (url === '/head/2')
      html(page.replace('<head>', '<head><meta name="robots" content="noai, noindex">'));
    else if (url === '/header/3')
      html(response.setHeader('TDM-Reservation', '1').setHeader('TDM-Policy', 'https://a.example/t') && page);
    else if (url === '/damaged/4')
      html(Buffer.concat([Buffer.from(`${page}<p>Fähre – “Nebel”`), Buffer.from([0xff, 0xfe])]));
    else html(page);
  });
}

const LOOPBACK = { WIREFOLD_ALLOW_PRIVATE: '127.0.0.0/8', WIREFOLD_HEED_TDMREP: 'yes' };
const PATHS = ['/file/1', '/head/2', '/header/3', '/damaged/4'];

describe('reservations of text and data mining', () => {
  it('stand with their articles, in the database and in words, and survive an archive', async () => {
    const outlet = await startOutlet();
    const shop = await createWorkshop();
    const around = { cwd: shop.cwd, env: { ...shop.env, ...LOOPBACK } };
    expect((await wirefold(['ingest', ...PATHS.map((path) => outlet.url + path)], around)).status).toBe(0);
    const query = 'SELECT reservations FROM articles ORDER BY substr(url, -1)';
    const kept = [
      ['[{"place":"tdmrep-json","says":"1"}]'],
      ['[{"place":"robots-meta","says":"noai"}]'],
      ['[{"place":"tdm-header","says":"1","policy":"https://a.example/t"}]'],
      [null],
    ];
    expect(shop.rows(query)).toEqual(kept);
    const [[id = ''] = []] = shop.rows("SELECT id FROM articles WHERE url LIKE '%/header/3'") as string[][];
    const { out } = await wirefold(['article', id], around);
    expect(out).toContain('reserved   the header tdm-reservation says 1; terms: https://a.example/t\n');

    await wirefold(['export', '--format', 'warc', '--output', 'x.warc.gz'], around);
    await wirefold(['ingest', '--db', 'other.db', 'x.warc.gz'], {
      ...around,
      env: { ...around.env, WIREFOLD_REDIS_PREFIX: randomPrefix() },
    });
    const other = await wirefold(['sql', '--db', 'other.db', '--json', query], around);
    expect(
      other.out
        .trim()
        .split('\n')
        .map((line) => [JSON.parse(line).reservations]),
    ).toEqual(kept);
  });

  it('keep pages out where the settings say so, and say where', async () => {
    const outlet = await startOutlet();
    const shop = await createWorkshop();
    const env = { ...shop.env, ...LOOPBACK, WIREFOLD_EXCLUDE_RESERVED: 'yes' };
    const { status, out } = await wirefold(['ingest', ...PATHS.map((path) => outlet.url + path)], {
      cwd: shop.cwd,
      env,
    });
    expect(status).toBe(0);
    expect(out).toContain('3 rejected, 1 stored\n  reserved: 3\n');
    expect(
      shop.rows("SELECT stage, detail FROM items WHERE reason = 'reserved' ORDER BY substr(url, -1)"),
    ).toEqual([
      ['fetch', '/.well-known/tdmrep.json says 1'],
      ['fetch', 'the meta element for robots says noai'],
      ['fetch', 'the header tdm-reservation says 1; terms: https://a.example/t'],
    ]);
  });

  it('leave alone what has none, whose damage is counted', async () => {
    const outlet = await startOutlet();
    const shop = await createWorkshop();
    const around = { cwd: shop.cwd, env: { ...shop.env, ...LOOPBACK } };
    await wirefold(['ingest', `${outlet.url}/damaged/4`], around);
    expect(shop.rows('SELECT charset, undecodable FROM documents')).toEqual([['utf-8', 2]]);
    const [[id = ''] = []] = shop.rows('SELECT id FROM articles') as string[][];
    const { out } = await wirefold(['explain', id], around);
    expect(out).toContain('damage     2 places that its encoding has no character for\n');
    expect(out).not.toContain('reserved');
  });
});
