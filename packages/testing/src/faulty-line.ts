import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { RedisOptions } from 'ioredis';
import { getTestFile } from './test-file.ts';

/** A TCP line to a server, on which a test makes the faults of a network. */
export interface FaultyLine {
  /** For connections through the line. */
  readonly options: RedisOptions;
  /** Holds back every chunk by so many milliseconds, both ways; 0 to begin with. */
  setLatency(ms: number): void;
  /** Resets all open connections; new ones are let through. */
  reset(): void;
  /** Passes nothing on while connections stay open, new ones too: half-open, as after a lost route. */
  hold(): void;
  /** Passes on what was held back, then all that comes. */
  release(): void;
}

interface Condition {
  latencyMs: number;
  /** Settles when chunks may pass. */
  passage: Promise<void>;
  open: () => void;
}

/** Lays a line on a free port of 127.0.0.1 to a server's Unix socket; it is cut when the file's tests are over. */
export async function startFaultyLine(socketPath: string): Promise<FaultyLine> {
  const condition: Condition = { latencyMs: 0, passage: Promise.resolve(), open: () => {} };
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(socketPath);
    sockets.add(near);
    near.on('close', () => {
      sockets.delete(near);
      far.destroy();
    });
    // A server that is not there refuses a connection, as it would without the line.
    far.on('close', (hadError) => void (hadError && near.resetAndDestroy()));
    pass(near, far, condition);
    pass(far, near, condition);
  });
  const port = await listen(server);
  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  getTestFile().endings.push(async () => {
    reset();
    server.close();
  });
  return {
    options: { host: '127.0.0.1', port },
    setLatency(ms) {
      condition.latencyMs = ms;
    },
    reset,
    hold() {
      condition.passage = new Promise((resolve) => {
        condition.open = resolve;
      });
    },
    release: () => condition.open(),
  };
}

/** Chunks go one after the other, so that none overtakes another when the latency changes. */
function pass(from: Socket, to: Socket, condition: Condition): void {
  let last = Promise.resolve();
  const inTurn = (act: () => void) => {
    const arrived = Date.now();
    last = last.then(async () => {
      const waited = Date.now() - arrived;
      if (condition.latencyMs > waited) await delay(condition.latencyMs - waited);
      await condition.passage;
      act();
    });
  };
  from.on('data', (chunk) => inTurn(() => void to.write(chunk)));
  from.on('end', () => inTurn(() => void to.end()));
  from.on('error', () => {});
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The faulty line has no port.');
  return address.port;
}
