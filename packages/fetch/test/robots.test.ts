import type { ServerResponse } from 'node:http';
import { brotliCompressSync, createGzip, deflateRawSync, gzipSync } from 'node:zlib';
import { RetryError } from '@wirefold/contracts/outcome';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DeferError } from '../src/defer-error.ts';
import type { HopEnd, HopGate } from '../src/hop-gate.ts';
import { OPEN_GATE } from '../src/hop-gate.ts';
import { createHttpClient } from '../src/http-client.ts';
import { RejectError } from '../src/reject-error.ts';
import { askRobots } from '../src/robots.ts';
import { serve } from './loopback-server.ts';

const RULES = 'User-agent: *\nDisallow: /a\n';

function ask(origin: string, gate: HopGate = OPEN_GATE, allowPrivate = ['127.0.0.0/8']) {
  const client = createHttpClient({ userAgent: 'wirefold-test/1', allowPrivate });
  onTestFinished(() => client.close());
  return askRobots({ client, origin, token: 'wirefold', gate, now: '2026-05-01T00:00:00Z' });
}

const robotsOf = async (answer: (response: ServerResponse, path: string) => void) =>
  (await serve((request, response) => answer(response, request.url ?? ''))).url;

/** A server that redirects so many times before it gives its rules. */
const redirecting = (times: number) =>
  robotsOf((response, path) => {
    const hop = Number(path.split('/hop').at(1) ?? 0);
    if (hop === times) response.end(RULES);
    else response.writeHead(302, { location: `/hop${hop + 1}` }).end();
  });

describe('askRobots', () => {
  it('reads a 200, and asks at the root alone', async () => {
    const server = await serve((_, response) => response.end(RULES));
    const answer = await ask(server.url);
    expect(answer).toEqual({ kind: 'file', rules: { rules: [{ allow: false, pattern: '/a', line: 2 }] } });
    expect(server.asked).toEqual(['/robots.txt']);
  });

  it.each<[number, string]>([
    [200, 'file'],
    [204, 'file'],
    ...[400, 401, 403, 404, 410, 451].map((status): [number, string] => [status, 'none']),
    ...[429, 500, 503, 599].map((status): [number, string] => [status, 'unavailable']),
  ])('takes a %i for %s', async (status, kind) => {
    expect((await ask(await robotsOf((response) => response.writeHead(status).end()))).kind).toBe(kind);
  });

  it('hears Retry-After of a 503', async () => {
    const url = await robotsOf((response) => response.writeHead(503, { 'retry-after': '7' }).end());
    expect(await ask(url)).toMatchObject({ kind: 'unavailable', retryAfterMs: 7_000 });
  });

  it.each([
    [1, 'file'],
    [5, 'file'],
    [6, 'none'],
  ])('follows %i redirects to %s', async (times, kind) => {
    expect((await ask(await redirecting(times))).kind).toBe(kind);
  });

  it('counts a loop of redirects as none', async () => {
    const url = await robotsOf((response) => response.writeHead(301, { location: '/robots.txt' }).end());
    expect((await ask(url)).kind).toBe('none');
  });

  it('counts a redirect to a forbidden address as unavailable, and never asks there', async () => {
    const target = await serve((_, response) => response.end('User-agent: *\nAllow: /'));
    const url = await robotsOf((response) =>
      response.writeHead(302, { location: `http://[::1]:${target.port}/robots.txt` }).end(),
    );
    expect(await ask(url)).toMatchObject({ kind: 'unavailable' });
    expect(target.asked).toEqual([]);
  });

  it.each([
    ['breaks off', (response: ServerResponse) => response.socket?.destroy()],
    [
      'has a broken encoding',
      (response: ServerResponse) => response.setHeader('content-encoding', 'gzip').end(RULES),
    ],
  ])('counts an answer that %s as unavailable', async (_name, answer) => {
    expect((await ask(await robotsOf(answer))).kind).toBe('unavailable');
  });

  it.each([
    ['plain', (text: string) => text, {}],
    ['gzipped', gzipSync, { 'content-encoding': 'gzip' }],
    ['deflated', deflateRawSync, { 'content-encoding': 'deflate' }],
    ['in Brotli', brotliCompressSync, { 'content-encoding': 'br' }],
    [
      'gzipped twice',
      (text: string) => gzipSync(gzipSync(text, { level: 0 })),
      { 'content-encoding': 'gzip, gzip' },
    ],
  ])('reads 500 KiB of 600, %s, and no half line', async (_name, encode, headers) => {
    const line = `Disallow: /${'x'.repeat(1_012)}\n`;
    const text = `User-agent: *\nDisallow: /first\n${line.repeat(600)}Disallow: /last\n`;
    const url = await robotsOf((response) => response.writeHead(200, headers).end(encode(text)));
    const answer = await ask(url);
    const rules = answer.kind === 'file' ? answer.rules.rules : [];
    expect(rules[0]?.pattern).toBe('/first');
    expect(rules).toHaveLength(500);
    expect(new Set(rules.map(({ pattern }) => pattern.length))).toEqual(new Set([6, 1_013]));
  });

  it('does not wait for the end of a file that never ends', async () => {
    const url = await robotsOf((response) => {
      const more = () => {
        while (!response.destroyed && response.write('# talk\n'.repeat(2_000)));
      };
      response.on('drain', more);
      more();
    });
    expect((await ask(url)).kind).toBe('file');
  });

  it('does not wait for the end of a compressed file that never ends', async () => {
    const url = await robotsOf((response) => {
      const packed = createGzip({ level: 0 });
      packed.pipe(response.writeHead(200, { 'content-encoding': 'gzip' }));
      const more = () => {
        while (!response.destroyed && packed.write('# talk\n'.repeat(2_000)));
      };
      packed.on('drain', more);
      more();
    });
    expect((await ask(url)).kind).toBe('file');
  });

  it('decodes no more of a bomb than it reads', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(RULES), Buffer.alloc(100 * 1024 * 1024, '\n')]));
    const url = await robotsOf((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    expect((await ask(url)).kind).toBe('file');
  });

  it('counts a compressed file that is cut short as unavailable', async () => {
    const cut = gzipSync(RULES.repeat(100)).subarray(0, -9);
    const url = await robotsOf((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(cut),
    );
    expect((await ask(url)).kind).toBe('unavailable');
  });

  it.each([
    ['refuses the connection', 'http://127.0.0.1:9', RejectError],
    ['has no name', 'http://nobody.invalid', RetryError],
    ['is forbidden', 'http://10.0.0.1', RejectError],
  ])('throws what a page would throw where the host %s', async (_name, origin, kind) => {
    await expect(ask(origin)).rejects.toBeInstanceOf(kind);
  });

  it('throws what the gate throws', async () => {
    const gate: HopGate = { enter: () => Promise.reject(new DeferError(5, 'not yet')) };
    await expect(ask('http://127.0.0.1:8099', gate)).rejects.toMatchObject({ delayMs: 5 });
  });
});

describe('the gate', () => {
  it('stands before each hop, and hears how each ended', async () => {
    const seen: (string | HopEnd)[] = [];
    const gate: HopGate = {
      async enter(url, redirects) {
        seen.push(`${url.pathname} after ${redirects.length}`);
        return async (end) => void seen.push(end.kind === 'answered' ? String(end.status) : end.kind);
      },
    };
    await ask(await redirecting(2), gate);
    expect(seen).toEqual(['/robots.txt after 0', '302', '/hop1 after 1', '302', '/hop2 after 2', '200']);
  });

  it('hears that no connection came about', async () => {
    const server = await serve(() => {});
    const ends: HopEnd[] = [];
    const gate: HopGate = { enter: async () => async (end) => void ends.push(end) };
    const { port } = server;
    const dead = `http://127.0.0.2:${port}`;
    await expect(ask(dead, gate)).rejects.toMatchObject({ reason: 'host-unreachable' });
    expect(ends).toMatchObject([{ kind: 'failed', connected: false }]);
  });
});
