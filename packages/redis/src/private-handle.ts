import { setTimeout as delay } from 'node:timers/promises';
import type { OpenServer } from './connect.ts';
import { NotRunningError } from './not-running-error.ts';
import { pingSocket } from './ping-socket.ts';
import { ensurePrivateServer, findPrivateServer, type PrivateServer } from './private-server.ts';

/** How soon a server whose owner has gone is missed; the death of our own is known at once. */
const watchEveryMs = 500;

/** Opens the data folder's private server. Errors are those of `connectRedis`. */
export async function openPrivateServer(dataDir: string, start: boolean): Promise<OpenServer> {
  let server = start ? await ensurePrivateServer({ dataDir }) : await findPrivateServer(dataDir);
  if (!server) throw new NotRunningError(dataDir);
  const { socketPath, folder } = server;
  const watches = new Set<AbortController>();
  let repair: Promise<void> = Promise.resolve();

  const keepAlive = (report: (error: unknown) => void = () => {}) => {
    const watch = new AbortController();
    watches.add(watch);
    const renew = () => {
      repair = repair.then(async () => {
        if (watch.signal.aborted || (server && (await isAlive(server)))) return;
        server = await ensurePrivateServer({ dataDir }).catch((error: unknown) => {
          report(error);
          return null;
        });
      });
      return repair;
    };
    void keepWatching(() => server, renew, watch.signal);
    return () => {
      watch.abort();
      watches.delete(watch);
    };
  };

  return {
    options: { path: socketPath },
    get owned() {
      return isOurs(server);
    },
    describe: () => `private Redis in ${folder}${isOurs(server) ? ', started here' : ''}`,
    keepAlive,
    async close() {
      for (const watch of watches) watch.abort();
      await repair;
      await server?.process?.stop();
    },
  };
}

async function keepWatching(
  current: () => PrivateServer | null,
  renew: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const pause = delay(watchEveryMs, undefined, { ref: false, signal }).catch(() => {});
    const ended = current()?.process?.ended;
    await (ended ? Promise.race([pause, ended]) : pause);
    if (!signal.aborted) await renew();
  }
}

/** A silent server is alive: it may be busy, and two servers on one folder would be worse than a wait. */
async function isAlive(server: PrivateServer): Promise<boolean> {
  if (server.process) return !server.process.hasEnded();
  return (await pingSocket(server.socketPath)) !== 'absent';
}

function isOurs(server: PrivateServer | null): boolean {
  return server?.process?.hasEnded() === false;
}
