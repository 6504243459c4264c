import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { benchBareLoop } from '../src/bench.ts';

it.each([
  [1, 1],
  [3, 3],
])('the bare loop asks for each page once, at most %i at a time', async (atOnce, most) => {
  const asked: string[] = [];
  let [running, mostRunning] = [0, 0];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    mostRunning = Math.max(mostRunning, ++running);
    setTimeout(() => {
      running -= 1;
      response.end('page');
    }, 20);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const paths = Array.from({ length: 9 }, (_, i) => `/page/${i}`);
  const urls = paths.map((path) => `http://127.0.0.1:${port}${path}`);
  expect(await benchBareLoop({ urls, atOnce })).toBeGreaterThan(0);
  expect(asked.toSorted()).toEqual(paths);
  expect(mostRunning).toBe(most);
});
