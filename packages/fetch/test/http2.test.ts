import { once } from 'node:events';
import { constants, createSecureServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { buildConnector } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpClient } from '../src/http-client.ts';
import type { HttpLimits } from '../src/http-limits.ts';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';

const certificate = createSelfSignedCertificate();
const { NGHTTP2_NO_ERROR, NGHTTP2_CANCEL, NGHTTP2_REFUSED_STREAM, NGHTTP2_HTTP_1_1_REQUIRED } = constants;
const { NGHTTP2_INTERNAL_ERROR } = constants;

type Answer = (stream: ServerHttp2Stream, path: string, headers: Record<string, unknown>) => void;

/** Starts a server on 127.0.0.1 that speaks both versions; `answer` is for HTTP/2, HTTP/1.1 gets `old`. */
async function serve(answer: Answer) {
  const sessions: ServerHttp2Session[] = [];
  const asked: string[] = [];
  const server = createSecureServer({ ...certificate, allowHTTP1: true, maxSendHeaderBlockLength: 1e6 });
  server.on('session', (session) => sessions.push(session));
  server.on('sessionError', () => {});
  server.on('stream', (stream, headers) => {
    asked.push(`2 ${headers[':path']}`);
    stream.on('error', () => {});
    answer(stream, String(headers[':path']), headers);
  });
  server.on('request', (request, response) => {
    if (request.httpVersion !== '1.1') return;
    asked.push(`1.1 ${request.url}`);
    response.end('old');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, sessions, asked };
}

/** A client that trusts the certificate of these tests. */
function clientOf(limits: Partial<HttpLimits> = {}, addresses: readonly string[] = ['127.0.0.1']) {
  const client = createHttpClient({
    ...{ userAgent: 'wirefold-test/1', allowPrivate: ['127.0.0.1/32'], limits },
    resolve: async () => addresses,
    buildConnector: (settings) => buildConnector({ ...settings, ca: certificate.cert }),
  });
  onTestFinished(() => client.close());
  return client;
}

/** Starts a server on 127.0.0.1 that agrees on HTTP/2 and then does as `speak` says, when the client has spoken. */
async function serveBytes(speak: (socket: TLSSocket) => void): Promise<string> {
  const server = createTlsServer({ ...certificate, ALPNProtocols: ['h2'] }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => speak(socket));
    onTestFinished(() => void socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `https://localhost:${(server.address() as AddressInfo).port}/`;
}

/** Types and a flag of frames (RFC 9113 section 6). */
const [DATA, HEADERS, RST_STREAM, SETTINGS_TYPE, PING, GOAWAY, CONTINUATION] = [0, 1, 3, 4, 6, 7, 9] as const;
const END_HEADERS = 4;

/** A frame (RFC 9113 section 4.1). */
function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const SETTINGS = frame(SETTINGS_TYPE, 0, 0, Buffer.alloc(0));
/** `:status: 200`, of the static table (RFC 7541 appendix A). */
const STATUS_200 = Buffer.from([0x88]);
/** `content-length: 100`, its name of the static table. */
const LENGTH_100 = Buffer.concat([Buffer.from([0x0f, 0x0d, 3]), Buffer.from('100')]);

const textOf = ({ body }: { body: Uint8Array }) => Buffer.from(body).toString();

describe('a server that offers HTTP/2', () => {
  it('is asked by it, over one connection', async () => {
    const { url, sessions, asked } = await serve((stream, path) => {
      stream.respond({ ':status': 200, 'content-type': 'text/plain', 'x-two': ['a', 'b'] });
      stream.end(`page ${path}`);
    });
    const client = clientOf();
    const first = await client.get(`${url}/one?q=1`);
    expect(first).toMatchObject({ status: 200, finalUrl: `${url}/one?q=1`, wireBytes: 13 });
    expect(first.headers).toEqual({
      'content-type': 'text/plain',
      'x-two': 'a, b',
      date: expect.any(String),
    });
    expect(textOf(first)).toBe('page /one?q=1');
    const many = await Promise.all(['/2', '/3', '/4'].map((path) => client.get(url + path)));
    expect(many.map(textOf)).toEqual(['page /2', 'page /3', 'page /4']);
    expect(sessions).toHaveLength(1);
    expect(asked).toEqual(['2 /one?q=1', '2 /2', '2 /3', '2 /4']);
  });

  it('is told who asks, and what encodings it may use', async () => {
    const { url } = await serve((stream, _path, headers) => {
      stream.respond({ ':status': 200, 'content-encoding': 'gzip' });
      stream.end(gzipSync(JSON.stringify(headers)));
    });
    const headers = JSON.parse(textOf(await clientOf().get(url)));
    expect(headers).toMatchObject({
      ...{ ':method': 'GET', ':scheme': 'https', ':authority': new URL(url).host, ':path': '/' },
      ...{ 'user-agent': 'wirefold-test/1', 'accept-encoding': 'gzip, deflate, br' },
    });
  });

  it('is followed through redirects, each a request of its own', async () => {
    const { url, asked } = await serve((stream, path) => {
      if (path === '/old') stream.respond({ ':status': 301, location: '/new' }, { endStream: true });
      else stream.respond({ ':status': 200 }, { endStream: true });
    });
    expect(await clientOf().get(`${url}/old`)).toMatchObject({ movedTo: `${url}/new`, status: 200 });
    expect(asked).toEqual(['2 /old', '2 /new']);
  });

  it('says that nothing has changed', async () => {
    const { url } = await serve((stream, _path, headers) =>
      stream.respond({ ':status': headers['if-none-match'] === '"a"' ? 304 : 200 }, { endStream: true }),
    );
    const validators = { etag: '"a"' };
    expect(await clientOf().get(url, { validators })).toMatchObject({ status: 304, conditional: true });
  });

  it('may send hints before its answer', async () => {
    const { url } = await serve((stream) => {
      stream.additionalHeaders({ ':status': 103, link: '</style.css>; rel=preload' });
      stream.respond({ ':status': 200 });
      stream.end('after hints');
    });
    expect(textOf(await clientOf().get(url))).toBe('after hints');
  });

  it('gives bodies of many windows whole', async () => {
    const body = Buffer.alloc(9_000_000, 'news ');
    const { url } = await serve((stream) => {
      stream.respond({ ':status': 200 });
      stream.end(body);
    });
    expect(Buffer.compare(Buffer.from((await clientOf().get(url)).body), body)).toBe(0);
  });
});

describe('a body that breaks off', () => {
  const head = Buffer.concat([STATUS_200, LENGTH_100]);
  const half = frame(DATA, 0, 1, Buffer.from('half'));
  const reset = (code: number) => Buffer.concat([half, frame(RST_STREAM, 0, 1, word(code))]);
  const goAway = (code: number) =>
    Buffer.concat([half, frame(GOAWAY, 0, 0, Buffer.concat([word(1), word(code)]))]);

  it.each<[name: string, bytes: Buffer, hangsUp: boolean, reason: string]>([
    ['the stream is reset without an error, too early', reset(NGHTTP2_NO_ERROR), false, 'host-unreachable'],
    ['the stream is cancelled', reset(NGHTTP2_CANCEL), false, 'host-unreachable'],
    ['the stream ends in an error', reset(NGHTTP2_INTERNAL_ERROR), false, 'host-unreachable'],
    ['the server goes away', goAway(NGHTTP2_NO_ERROR), true, 'host-unreachable'],
    ['the server goes away for an error', goAway(NGHTTP2_INTERNAL_ERROR), true, 'host-unreachable'],
    ['the connection is cut', half, true, 'host-unreachable'],
    ['nothing more comes', half, false, 'timeout'],
  ])('is never taken for a whole one where %s', async (_name, bytes, hangsUp, reason) => {
    const url = await serveBytes((socket) => {
      socket.write(Buffer.concat([SETTINGS, frame(HEADERS, END_HEADERS, 1, head), bytes]));
      if (hangsUp) setTimeout(() => socket.destroy(), 20);
    });
    await expect(clientOf({ bodyTimeoutMs: 500 }).get(url)).rejects.toMatchObject({ reason });
  });

  it.each([
    ['more', 100],
    ['less', 2],
  ])('is broken where %s was promised', async (_name, length) => {
    const { url } = await serve((stream) => {
      stream.respond({ ':status': 200, 'content-length': length });
      stream.end('half');
    });
    await expect(clientOf().get(url)).rejects.toMatchObject({ reason: 'protocol-error' });
  });
});

describe('a server that will not', () => {
  it('is asked again over a new connection after it said goodbye', async () => {
    const { url, sessions } = await serve((stream) => {
      stream.respond({ ':status': 200 });
      stream.end('here');
    });
    const client = clientOf();
    await client.get(url);
    sessions[0]?.goaway();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(textOf(await client.get(url))).toBe('here');
    expect(sessions).toHaveLength(2);
  });

  it('is asked once more where it refused a request unseen', async () => {
    let refused = 0;
    const { url } = await serve((stream) => {
      if (refused++ === 0) return stream.close(NGHTTP2_REFUSED_STREAM);
      stream.respond({ ':status': 200 });
      stream.end('now');
    });
    expect(textOf(await clientOf().get(url))).toBe('now');
  });

  it('is left alone where it refuses that too', async () => {
    const { url, asked } = await serve((stream) => stream.close(NGHTTP2_REFUSED_STREAM));
    await expect(clientOf().get(url)).rejects.toMatchObject({
      name: 'RetryError',
      reason: 'host-unreachable',
    });
    expect(asked).toHaveLength(2);
  });

  it('is asked by HTTP/1.1 from then on where it wants that', async () => {
    const { url, asked } = await serve((stream) => stream.close(NGHTTP2_HTTP_1_1_REQUIRED));
    const client = clientOf();
    expect(textOf(await client.get(`${url}/a`))).toBe('old');
    expect(textOf(await client.get(`${url}/b`))).toBe('old');
    expect(asked).toEqual(['2 /a', '1.1 /a', '1.1 /b']);
  });

  it('is left within its limits; over the same connection it goes on unless it ran out of time', async () => {
    const { url, sessions } = await serve((stream, path) => {
      if (path === '/headers') stream.respond({ ':status': 200, 'x-long': 'x'.repeat(40_000) });
      else stream.respond({ ':status': 200 });
      if (path === '/slow') return;
      stream.end(path === '/large' ? Buffer.alloc(3_000_000) : 'fine');
    });
    const client = clientOf({ maxHeaderBytes: 20_000, maxBodyBytes: 1_000_000, bodyTimeoutMs: 200 });
    await expect(client.get(`${url}/headers`)).rejects.toMatchObject({ reason: 'protocol-error' });
    await expect(client.get(`${url}/large`)).rejects.toMatchObject({ reason: 'too-large' });
    expect(textOf(await client.get(`${url}/fine`))).toBe('fine');
    expect(sessions).toHaveLength(1);
    await expect(client.get(`${url}/slow`)).rejects.toMatchObject({ reason: 'timeout' });
    expect(textOf(await client.get(`${url}/fine`))).toBe('fine');
    expect(sessions).toHaveLength(2);
  });

  it('ends in time where it answers nothing', async () => {
    const { url } = await serve(() => {});
    await expect(clientOf({ headersTimeoutMs: 100 }).get(url)).rejects.toMatchObject({ reason: 'timeout' });
  });
});

describe('a server that agrees on HTTP/2 and speaks something else', () => {
  const endlessly = (socket: TLSSocket, next: () => Buffer) => {
    const more = () => {
      while (!socket.destroyed && socket.write(next()));
    };
    socket.on('drain', more);
    more();
  };
  /** Fields that are added to no table (RFC 7541 section 6.2.2). */
  const fields = (count: number) =>
    Buffer.concat(Array.from({ length: count }, () => Buffer.from(`\x00\x04aaaa\x04bbbb`, 'latin1')));

  it.each<[string, (socket: TLSSocket) => void]>([
    ['HTTP/1.1', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi')],
    ['noise', (socket) => socket.write(Buffer.alloc(5_000, 0xa5))],
    ['nothing, and hangs up', (socket) => socket.end()],
    [
      'headers without an end',
      (socket) => {
        socket.write(Buffer.concat([SETTINGS, frame(HEADERS, 0, 1, STATUS_200)]));
        endlessly(socket, () => frame(CONTINUATION, 0, 1, fields(100)));
      },
    ],
    [
      'pings without an end',
      (socket) => {
        socket.write(SETTINGS);
        endlessly(socket, () => frame(PING, 0, 0, Buffer.alloc(8)));
      },
    ],
    ['settings without an end', (socket) => endlessly(socket, () => SETTINGS)],
    [
      'empty pieces of a body without an end',
      (socket) => {
        socket.write(Buffer.concat([SETTINGS, frame(HEADERS, END_HEADERS, 1, STATUS_200)]));
        endlessly(socket, () => frame(DATA, 0, 1, Buffer.alloc(0)));
      },
    ],
  ])('gets a named end for %s', async (_name, speak) => {
    const url = await serveBytes(speak);
    const client = clientOf({ headersTimeoutMs: 1_000, bodyTimeoutMs: 1_000 });
    const reasons = ['protocol-error', 'host-unreachable', 'timeout'];
    await expect(client.get(url)).rejects.toMatchObject({
      reason: expect.toSatisfy((reason: string) => reasons.includes(reason)),
    });
  });
});

describe('the first handshake', () => {
  it('is not repeated for a server that speaks HTTP/1.1 alone', async () => {
    let handshakes = 0;
    const server = createTlsServer({ ...certificate, ALPNProtocols: ['http/1.1'] }, (socket) => {
      handshakes += 1;
      socket.on('error', () => {});
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nold'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const client = clientOf();
    const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
    expect(textOf(await client.get(url))).toBe('old');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(textOf(await client.get(url))).toBe('old');
    expect(handshakes).toBe(1);
    await client.close();
  });

  it('is one for requests that come together', async () => {
    const { url, sessions } = await serve((stream) => {
      stream.respond({ ':status': 200 });
      stream.end('same');
    });
    const client = clientOf();
    const answers = await Promise.all([1, 2, 3, 4].map((n) => client.get(`${url}/${n}`)));
    expect(answers.map(textOf)).toEqual(['same', 'same', 'same', 'same']);
    expect(sessions).toHaveLength(1);
  });

  it.each([[['10.0.0.1']], [['127.0.0.1', '10.0.0.1']], [['::ffff:169.254.169.254']]])(
    'does not begin with a host that resolves to %j',
    async (addresses) => {
      const { url, sessions } = await serve((stream) => stream.end());
      await expect(clientOf({}, addresses).get(url)).rejects.toMatchObject({ reason: 'forbidden-address' });
      expect(sessions).toEqual([]);
    },
  );

  it('is not made any more, nor a request, when the client is closed', async () => {
    const { url, sessions } = await serve(() => {});
    const client = clientOf();
    const waiting = client.get(url);
    const ended = expect(waiting).rejects.toMatchObject({ reason: 'host-unreachable' });
    await client.close();
    await ended;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sessions.every((session) => session.destroyed || session.closed)).toBe(true);
  });
});
