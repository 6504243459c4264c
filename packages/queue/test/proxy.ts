import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A bad network between a worker and Redis. */
export interface Proxy {
  readonly port: number;
  /** Cuts all connections that are open now, without a farewell. */
  reset(): void;
  /** Swallows everything on the connections that are open now, for good. */
  mute(): void;
  close(): Promise<void>;
}

/** Listens on loopback and passes on to a Unix socket, each piece `latencyMs` late. */
export async function startProxy(socketPath: string, latencyMs: number): Promise<Proxy> {
  const links = new Set<{ near: Socket; far: Socket; muted: boolean }>();
  const server = createServer((near) => {
    const link = { near, far: connect(socketPath), muted: false };
    links.add(link);
    const pass = (from: Socket, to: Socket): void => {
      let queue = Promise.resolve();
      from.on('data', (piece) => {
        const due = performance.now() + latencyMs;
        queue = queue.then(async () => {
          await sleep(Math.max(0, due - performance.now()));
          if (!link.muted && !to.destroyed) to.write(piece);
        });
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        to.destroy();
        links.delete(link);
      });
    };
    pass(near, link.far);
    pass(link.far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    reset: () => {
      for (const { near, far } of links) {
        near.resetAndDestroy();
        far.destroy();
      }
    },
    mute: () => {
      for (const link of links) link.muted = true;
    },
    close: async () => {
      for (const { near, far } of links) {
        near.destroy();
        far.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
