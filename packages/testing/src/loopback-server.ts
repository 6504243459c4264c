import { createServer, type RequestListener } from 'node:http';
import { getTestFile } from './test-file.ts';

/** A web server on 127.0.0.1. */
export interface LoopbackServer {
  /** For example `http://127.0.0.1:40123`, without a slash at the end. */
  readonly url: string;
  /** Cuts open connections and stops; a second call does nothing. */
  close(): Promise<void>;
}

/** Starts a web server on a free port of 127.0.0.1; it is closed when the file's tests are over. */
export async function startLoopbackServer(handler: RequestListener): Promise<LoopbackServer> {
  const server = createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The loopback server has no port.');
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  getTestFile().endings.push(close);
  return { url: `http://127.0.0.1:${address.port}`, close };
}
