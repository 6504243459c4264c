import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Where a server of this test listens, and the paths it was asked for. */
export interface Loopback {
  readonly url: string;
  readonly port: number;
  readonly asked: string[];
}

/** Starts an HTTP server on 127.0.0.1 that lives as long as the test. */
export async function serve(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Loopback> {
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(request.url ?? '');
    handler(request, response);
  };
  const server = createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
  });
  return listen(server, asked);
}

/** Starts an HTTP server on 127.0.0.1 that lives until it is closed: for a whole file of tests. */
export async function startServer(handler: RequestListener): Promise<Loopback & { close(): Promise<void> }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, port, asked, close };
}

/** Starts a TCP server that answers every connection as `handler` says: for bytes that are no HTTP. */
export async function serveRaw(handler: (socket: Socket) => void): Promise<Loopback> {
  const sockets = new Set<Socket>();
  const asked: string[] = [];
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', (bytes) => {
      asked.push(bytes.toString('latin1').split(' ')[1] ?? '');
      handler(socket);
    });
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return listen(server, asked);
}

async function listen(server: Server, asked: string[]): Promise<Loopback> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, asked };
}
