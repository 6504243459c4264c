import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { itemIdOf } from '@wirefold/contracts/ids';
import { startLoopbackServer } from '@wirefold/testing';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { main } from '../src/main.ts';
import { LOOPBACK, startSite } from './site.ts';
import { records, startWirefold, wirefold, wirefoldProcess } from './wirefold.ts';
import { createWorkshop } from './workshop.ts';

/** Most of these wait for processes that they have started. */
const SLOW = { timeout: 120_000 };

const POLLED = 'SELECT url, kind, title FROM feeds WHERE removed_at IS NULL ORDER BY url';

async function startHere() {
  const [site, shop] = await Promise.all([startSite(), createWorkshop()]);
  const around = { cwd: shop.cwd, env: { ...shop.env, ...LOOPBACK } };
  const polled = () => shop.rows(POLLED).map(([url]) => String(url).replace(site.url, ''));
  return {
    site,
    shop,
    around,
    polled,
    add: (...args: string[]) => wirefold(['feed', 'add', ...args], around),
  };
}

describe('feed add', SLOW, () => {
  it('adds an address that is a feed itself, says what it is, and says the second time that it is polled already', async () => {
    const { site, add, shop } = await startHere();
    const url = `${site.url}/press/news.xml`;
    const first = await add(url);
    expect(first.status).toBe(0);
    expect(first.out).toMatch(
      /^Added: it_\w{8} {2}Harbour news: RSS feed, 2 entries, newest 2026-03-03 08:00\n/,
    );
    expect(first.out).toContain(url);
    expect(first.err).toContain('`wirefold worker` runs one');
    expect(shop.rows(POLLED)).toEqual([[url, 'feed', 'Harbour news']]);
    const again = await add(url, url);
    expect(again).toMatchObject({ status: 0, out: expect.stringMatching(/^Polled already: it_/) });
    expect(shop.rows(POLLED)).toHaveLength(1);
  });

  it('adds the only feed of a page', async () => {
    const { site, add, polled } = await startHere();
    const { status, out } = await add(`${site.url}/one/`);
    expect({ status, out }).toEqual({ status: 0, out: expect.stringContaining('Harbour sport') });
    expect(polled()).toEqual(['/press/sport.xml']);
  });

  it('lists several by number where nobody can be asked, adds none, and says what to type', async () => {
    const { site, around, shop } = await startHere();
    const { status, out, err } = await wirefoldProcess(['feed', 'add', `${site.url}/`], around);
    expect(status).toBe(1);
    expect(out).toContain(`${site.url}/ leads to 3:\n`);
    expect(out).toMatch(/^ {3}1 {2}Harbour news: RSS feed, 2 entries, newest 2026-03-03 08:00$/m);
    expect(out).toMatch(/^ {3}3 {2}Harbour culture: RSS feed, 1 entry/m);
    expect(err).toContain('--choose 1,3, or with --all.');
    expect(shop.rows(POLLED)).toEqual([]);
  });

  it('takes those of --choose, or all of them with --all; refuses a number that is none of the list', async () => {
    const { site, add, polled } = await startHere();
    expect(await add(`${site.url}/`, '--choose', '1, 3')).toMatchObject({ status: 0 });
    expect(polled()).toEqual(['/press/culture.xml', '/press/news.xml']);
    const wrong = await add(`${site.url}/`, '--choose', '4');
    expect(wrong).toMatchObject({ status: 2, err: expect.stringContaining('the list ends at 3') });
    const all = await add(`${site.url}/`, '--all');
    expect(all.status).toBe(0);
    expect(all.out.match(/^Polled already/gm)).toHaveLength(2);
    expect(all.out.match(/^Added/gm)).toHaveLength(1);
    expect(polled()).toHaveLength(3);
  });

  it('adds what needs no choice although the rest needs one', async () => {
    const { site, add, polled } = await startHere();
    const { status } = await add(`${site.url}/press/culture.xml`, `${site.url}/`);
    expect({ status, polled: polled() }).toEqual({ status: 1, polled: ['/press/culture.xml'] });
  });

  it('gives an object a candidate with --json, and what was done with it', async () => {
    const { site, add } = await startHere();
    await add(`${site.url}/press/sport.xml`);
    const { status, out } = await add(`${site.url}/`, '--json', '--choose', '2,3');
    expect(status).toBe(0);
    const shown = records(out).map(({ number, title, entries, kind, done }) => [
      number,
      title,
      entries,
      kind,
      done,
    ]);
    expect(shown).toEqual([
      [1, 'Harbour news', 2, 'feed', 'offered'],
      [2, 'Harbour sport', 1, 'feed', 'known'],
      [3, 'Harbour culture', 1, 'feed', 'new'],
    ]);
  });

  it('marks in the list what is polled already, also under the address that it has moved to', async () => {
    const { site, add, shop } = await startHere();
    await add(`${site.url}/press/sport.xml`);
    const old = `${site.url}/old.xml`;
    shop.change('UPDATE feeds SET current_url = url, url = ?, id = ?', old, itemIdOf(old));
    expect((await add(`${site.url}/`)).out).toMatch(/^ {3}2 {2}Harbour sport: .* \[polled already\]$/m);
    const moved = await add(`${site.url}/press/sport.xml`);
    expect(moved.out).toContain(`Polled already: ${itemIdOf(old).slice(0, 11)}`);
    expect(shop.rows(POLLED)).toEqual([[old, 'feed', 'Harbour sport']]);
  });

  it('takes an address without its scheme for https', async () => {
    const { shop } = await startHere();
    const { status, out, err } = await shop.call(['feed', 'add', '127.0.0.1:1/feed', '--json']);
    expect({ status, tried: records(out)[0]?.tried }).toEqual({
      status: 1,
      tried: [{ url: '127.0.0.1:1/feed', why: expect.stringMatching(/^port 1 |^127\.0\.0\.1 /) }],
    });
    expect(err).toContain('No feed and no sitemap was found');
  });

  it('adds nothing at Ctrl-C while it looks, and does not wait for a silent server', async () => {
    const { url } = await startLoopbackServer((request, response) => {
      if (request.url === '/robots.txt') response.writeHead(404).end();
    });
    const { around, shop } = await startHere();
    const looking = startWirefold(['feed', 'add', `${url}/`], around);
    await looking.told('Looking for feeds behind');
    looking.kill('SIGINT');
    const { status, out, err } = await looking.ended();
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain('Stopping: nothing is added.');
    expect(shop.rows(POLLED)).toEqual([]);
  });

  it('says what was tried where a page leads to nothing, an address answers 404, and a host does not answer', async () => {
    const { site, add, shop } = await startHere();
    const bare = await add(`${site.url}/bare/`);
    expect(bare.status).toBe(1);
    expect(bare.err).toContain(`No feed and no sitemap was found: ${site.url}/bare/.`);
    expect(bare.err).toMatch(/^ {2}http:\S+: the server answered 404/m);
    const gone = await add(`${site.url}/gone`);
    expect(gone).toMatchObject({ status: 1, err: expect.stringContaining('404') });
    const json = await add(`${site.url}/bare/`, '--json');
    expect(records(json.out)).toMatchObject([{ address: `${site.url}/bare/`, done: 'nothing-found' }]);
    expect(shop.rows(POLLED)).toEqual([]);
  });

  it('refuses addresses that may not be asked, in words, and prints no secret', async () => {
    const { site, shop } = await startHere();
    const call = (url: string) => shop.call(['feed', 'add', url]);
    const port = new URL(site.url).port;
    for (const url of [
      `${site.url}/`,
      'http://169.254.169.254/',
      'http://[::1]/',
      `http://2130706433:${port}/`,
    ]) {
      expect(await call(url)).toMatchObject({
        status: 1,
        err: expect.stringContaining('no public unicast address'),
      });
    }
    const secret = await call(`http://me:s3cret@127.0.0.1:${port}/`);
    expect(secret).toMatchObject({ status: 1, err: expect.stringContaining('user name or password') });
    expect(secret.err + secret.out).not.toContain('s3cret');
    expect(await call('ftp://example.org/')).toMatchObject({ status: 1 });
    expect(await call('not an address')).toMatchObject({ status: 1 });
    expect(site.asked).toEqual([]);
  });
});

/** A call of the program with a terminal around it; keys are pressed when it has shown some words. */
async function atTerminal(
  args: readonly string[],
  around: { cwd: string; env: Record<string, string> },
  keys: readonly string[],
) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin });
  const terminal = () => Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 40 });
  const [stdout, stderr] = [terminal(), terminal()];
  const printed = { out: '', err: '' };
  stdout.on('data', (chunk) => {
    printed.out += chunk;
  });
  stderr.on('data', (chunk) => {
    printed.err += chunk;
    if (!printed.err.includes('to be polled?') || pressed) return;
    pressed = true;
    void press();
  });
  let pressed = false;
  const press = async () => {
    for (const key of keys) {
      await sleep(20);
      stdin.write(key);
    }
  };
  const status = await main(args, { ...around, stdin, stdout, stderr });
  return { status, ...printed };
}

const [DOWN, SPACE, ENTER, CTRL_C] = ['\u001b[B', ' ', '\r', '\u0003'];

describe('feed add on a terminal', SLOW, () => {
  it('asks which of several are meant, and adds those', async () => {
    const { site, around, polled } = await startHere();
    const keys = [SPACE, DOWN, DOWN, SPACE, ENTER];
    const { status, out, err } = await atTerminal(['feed', 'add', `${site.url}/`], around, keys);
    expect(status).toBe(0);
    expect(err).toContain('Harbour sport: RSS feed, 1 entry');
    expect(out.match(/Added/g)).toHaveLength(2);
    expect(polled()).toEqual(['/press/culture.xml', '/press/news.xml']);
  });

  it('adds nothing at Ctrl-C', async () => {
    const { site, around, shop } = await startHere();
    const { status, out, err } = await atTerminal(['feed', 'add', `${site.url}/`], around, [SPACE, CTRL_C]);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain('Nothing was chosen');
    expect(shop.rows(POLLED)).toEqual([]);
  });

  it.each([['--quiet'], ['--json']])('asks nobody with %s', async (option) => {
    const { site, around } = await startHere();
    const { status, err } = await atTerminal(['feed', 'add', `${site.url}/`, option], around, []);
    expect(status).toBe(1);
    expect(err).not.toContain('to be polled?');
    expect(err).toContain('--choose 1,3');
  });

  it('is a real one: a pseudo-terminal, without colours under NO_COLOR', async () => {
    const { site, around, polled } = await startHere();
    const bin = new URL('../bin/wirefold.mjs', import.meta.url).pathname;
    const line = `stty cols 100 rows 40; ${process.execPath} ${bin} feed add ${site.url}/`;
    const child = execa('script', ['-qefc', line, '/dev/null'], {
      ...{ cwd: around.cwd, extendEnv: false, reject: false, stdin: 'pipe', all: true },
      env: { PATH: process.env.PATH ?? '', TERM: 'xterm', NO_COLOR: '1', ...around.env },
    });
    let shown = '';
    let pressed = false;
    child.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
      if (pressed || !shown.includes('Enter: confirm')) return;
      pressed = true;
      child.stdin.write(`${SPACE}${ENTER}`);
    });
    const { exitCode } = await child;
    expect({ exitCode, polled: polled() }).toEqual({ exitCode: 0, polled: ['/press/news.xml'] });
    expect(shown).not.toMatch(new RegExp(`${'\u001b'}\\[\\d+(?:;\\d+)*m`));
  });
});
