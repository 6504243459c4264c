import { fileURLToPath } from 'node:url';
import { articleIdOf, itemIdOf } from '@wirefold/contracts/ids';
import { createTransport } from '@wirefold/queue';
import { startLoopbackServer, startOwnServer, startScript } from '@wirefold/testing';
import { expect, it, onTestFinished } from 'vitest';
import { homeBench, until } from './home-bench.ts';

const script = fileURLToPath(new URL('leaving-script.ts', import.meta.url));

it.each(['1', '4'])(
  'a worker that is told to leave in the middle of a request ends, and leaves the item to another, with %s attempts',
  async (attempts) => {
    const server = await startOwnServer();
    const bench = await homeBench(server, { WIREFOLD_ATTEMPTS: attempts, WIREFOLD_HEED_TDMREP: 'false' });
    let asked = 0;
    const site = await startLoopbackServer(({ url = '' }, response) => {
      if (url === '/robots.txt') return void response.writeHead(404).end();
      // The page is never answered.
      asked += 1;
    });
    const transport = createTransport({
      ...{ connect: server.connect, prefix: bench.settings.redisPrefix, attempts: Number(attempts) },
    });
    onTestFinished(() => transport.close());
    const url = `${site.url}/slow`;
    const itemId = itemIdOf(url);
    const job = { v: 1, itemId, articleId: articleIdOf(itemId), source: '127.0.0.1', url } as const;
    await transport.send('fetch', [{ ...job, kind: 'page', kindForced: true }]);
    const child = startScript(script, [], { env: bench.env });
    await until(() => asked === 1);
    child.kill('SIGTERM');
    const { exitCode, signal, stdout } = await child;
    expect([exitCode, signal, stdout]).toEqual([0, undefined, 'running\nstopped']);
    const { fetch, store } = await transport.depths();
    expect(fetch).toEqual({ waiting: 1, active: 0, delayed: 0, failed: 0 });
    expect(store.waiting).toBe(0);
    const observer = server.connect();
    await observer.ping();
    // The observer's connection and the transport's.
    expect(
      String(await observer.client('LIST'))
        .trim()
        .split('\n'),
    ).toHaveLength(2);
  },
);
