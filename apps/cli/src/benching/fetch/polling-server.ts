import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type FeedBody, feedBodies } from './polling-body.ts';
import { entriesBy, type World, type WorldFeed } from './polling-world.ts';

/** All feeds of a world on one loopback server, as they are at the time that its clock shows. */
export interface FeedServer {
  urlOf(feed: WorldFeed): string;
  /** Bytes of heads and bodies, both ways, since the server began. */
  bytes(): Traffic;
  close(): Promise<void>;
}

export interface Traffic {
  readonly received: number;
  readonly sent: number;
}

/** Starts the server; `now` is the simulated time in milliseconds since 1970. */
export async function serveWorld({ feeds }: World, now: () => number): Promise<FeedServer> {
  const bodies = feedBodies();
  const gone = { received: 0, sent: 0 };
  const open = new Set<Socket>();
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const feed = feeds[Number(/^\/feeds\/(\d+)$/u.exec(request.url ?? '')?.[1] ?? Number.NaN)];
    if (feed === undefined) response.writeHead(404).end();
    else answer(feed, bodies(feed, entriesBy(feed, now())), now(), request, response);
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => {
      open.delete(socket);
      gone.received += socket.bytesRead;
      gone.sent += socket.bytesWritten;
    });
  });
  const port = await listen(server);
  return {
    urlOf: ({ number }) => `http://127.0.0.1:${port}/feeds/${number}`,
    bytes: () => {
      const sum = { ...gone };
      for (const socket of open) {
        sum.received += socket.bytesRead;
        sum.sent += socket.bytesWritten;
      }
      return sum;
    },
    close: () => close(server),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function answer(
  feed: WorldFeed,
  body: FeedBody,
  now: number,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const headers = headersOf(feed, body, now);
  response.sendDate = false;
  if (isUnchanged(feed, headers, request)) {
    response.writeHead(304, headers).end();
    return;
  }
  const type = feed.form === 'rss' ? 'application/rss+xml' : 'application/atom+xml';
  response.writeHead(200, {
    ...headers,
    'content-type': `${type}; charset=utf-8`,
    'content-length': String(body.bytes.length),
    ...(feed.gzip && { 'content-encoding': 'gzip', vary: 'accept-encoding' }),
  });
  response.end(body.bytes);
}

function headersOf(feed: WorldFeed, { version, changedAt }: FeedBody, now: number): Record<string, string> {
  const { validation, form, ttl, maxAge } = feed;
  const seconds = maxAge ?? (form === 'atom' && ttl !== null ? ttl * 60 : null);
  const tag = validation === 'fickle-etag' ? `"${now}-${version}"` : `"feed-${feed.number}-${version}"`;
  return {
    date: new Date(now).toUTCString(),
    server: 'made-up/1.0',
    ...(seconds !== null && { 'cache-control': `max-age=${seconds}` }),
    ...(['etag', 'both', 'fickle-etag'].includes(validation) && { etag: tag }),
    ...(['last-modified', 'both'].includes(validation) && {
      'last-modified': new Date(changedAt).toUTCString(),
    }),
  };
}

/** RFC 9110 section 13.2.2: a tag is held against the request's, and the date counts only where there is none. */
function isUnchanged(
  { validation }: WorldFeed,
  headers: Record<string, string>,
  request: IncomingMessage,
): boolean {
  if (validation === 'none' || validation === 'fickle-etag') return false;
  const { 'if-none-match': tag, 'if-modified-since': since } = request.headers;
  if (tag !== undefined) return tag === headers.etag;
  return since !== undefined && since === headers['last-modified'];
}
