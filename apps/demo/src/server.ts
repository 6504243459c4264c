import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Outlet, Site } from './outlet.ts';
import { OUTLETS } from './outlets.ts';
import { type Piece, readPieces } from './piece.ts';

/** The outlets while they are being served. */
export interface Newsstand {
  readonly feeds: string[];
  /** Pages that no feed names, the broken ones among them. */
  readonly pages: string[];
  /** Origin of each outlet by its key. */
  readonly bases: ReadonlyMap<string, string>;
  readonly pieces: readonly Piece[];
  close(): Promise<void>;
}

interface Stall {
  readonly outlet: Outlet;
  readonly site: Site;
  readonly server: Server;
}

/**
 * Serves every outlet on a loopback address of its own and a free port; where the system has only
 * 127.0.0.1 (macOS), on that address and different ports. Throws where nothing can be bound.
 */
export async function startOutlets(): Promise<Newsstand> {
  const pieces = await readPieces();
  const stalls: Stall[] = [];
  const close = async () => void (await Promise.all(stalls.map((stall) => closed(stall.server))));
  try {
    for (const outlet of OUTLETS) stalls.push(await openStall(outlet, pieces));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    feeds: stalls.flatMap(({ outlet, site }) => (outlet.feed ? [site.base + outlet.feed.path] : [])),
    pages: stalls.flatMap(pagesOutsideFeeds),
    bases: new Map(stalls.map(({ outlet, site }) => [outlet.key, site.base])),
    pieces,
    close,
  };
}

function pagesOutsideFeeds({ outlet, site }: Stall): string[] {
  const articles = outlet.feed ? [] : site.pieces.map((piece) => site.base + piece.path);
  return [...articles, ...Object.keys(outlet.broken ?? {}).map((path) => site.base + path)];
}

async function openStall(outlet: Outlet, all: readonly Piece[]): Promise<Stall> {
  const pieces = all.filter((piece) => piece.outlet === outlet.key);
  let site: Site = { base: '', pieces };
  const server = createServer((request, response) => answer(request, response, outlet, site));
  const { address, port } = await bound(server, outlet.host);
  site = { base: `http://${address}:${port}`, pieces };
  return { outlet, site, server };
}

/** Linux answers on all of 127.0.0.0/8; elsewhere the address has to be configured first. */
async function bound(server: Server, host: string): Promise<AddressInfo> {
  try {
    await listening(server, host);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL')) throw error;
    await listening(server, '127.0.0.1');
  }
  return server.address() as AddressInfo;
}

function listening(server: Server, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function answer(request: IncomingMessage, response: ServerResponse, outlet: Outlet, site: Site): void {
  const path = new URL(request.url ?? '/', site.base).pathname;
  if (path === outlet.feed?.path) {
    send(response, 200, outlet.feed.mediaType, outlet.feed.document(site), outlet);
    return;
  }
  const piece = site.pieces.find((candidate) => candidate.path === path);
  const page = piece ? outlet.page(piece, site) : outlet.broken?.[path];
  if (page === undefined)
    send(response, 404, 'text/html', '<title>Not found</title><h1>Not found</h1>', outlet);
  else send(response, 200, 'text/html', page, outlet);
}

function send(response: ServerResponse, status: number, type: string, content: string, outlet: Outlet): void {
  const body = Buffer.from(content, outlet.encoding);
  const charset = outlet.encoding === 'utf8' ? '; charset=utf-8' : '';
  response.writeHead(status, { 'content-type': `${type}${charset}`, 'content-length': body.length });
  response.end(body);
}
