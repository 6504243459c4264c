import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { QuarantineError, RetryError } from '@wirefold/contracts/outcome';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpClient, type HttpClientOptions } from '../src/http-client.ts';
import { RejectError } from '../src/reject-error.ts';
import { serve, serveRaw } from './loopback-server.ts';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';

function clientOf(options: Partial<HttpClientOptions> = {}) {
  const client = createHttpClient({
    userAgent: 'wirefold-test/1',
    allowPrivate: ['127.0.0.0/8'],
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

/** The class and the reason of what a promise was rejected with. */
async function faultOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof RejectError) return ['reject', error.reason];
  if (error instanceof RetryError) return ['retry', error.reason];
  if (error instanceof QuarantineError) return ['quarantine', error.reason];
  return ['unforeseen', String(error)];
}

describe('get', () => {
  it('gives status, headers and body, and says who asks', async () => {
    const agents: (string | undefined)[] = [];
    const server = await serve((request, response) => {
      agents.push(request.headers['user-agent']);
      response.setHeader('content-type', 'text/plain').setHeader('x-list', ['a', 'b']).end('hello');
    });
    const answer = await clientOf().get(`${server.url}/a?b=1#c`);
    expect(Buffer.from(answer.body).toString()).toBe('hello');
    expect(answer).toMatchObject({ status: 200, finalUrl: `${server.url}/a?b=1`, redirects: [] });
    expect(answer.headers).toMatchObject({ 'content-type': 'text/plain', 'x-list': 'a, b' });
    expect(agents).toEqual(['wirefold-test/1']);
  });

  it.each([404, 410, 429, 500, 503])('gives the status %i as a value, without a body', async (status) => {
    const server = await serve((_, response) => response.writeHead(status).end('x'.repeat(1000)));
    expect(await clientOf().get(server.url)).toMatchObject({ status, body: new Uint8Array() });
  });

  it.each([301, 302, 303, 307, 308])('follows a %i, and resolves its relative location', async (status) => {
    const server = await serve((request, response) => {
      if (request.url === '/b/end') response.end('end');
      else response.writeHead(status, { location: 'b/end#x' }).end('moved');
    });
    const answer = await clientOf().get(`${server.url}/start`);
    expect(answer.finalUrl).toBe(`${server.url}/b/end`);
    expect(answer.redirects.map(({ url }) => url)).toEqual([`${server.url}/start`]);
  });

  it('gives a redirect without a location as it is', async () => {
    const server = await serve((_, response) => response.writeHead(302).end());
    expect((await clientOf().get(server.url)).status).toBe(302);
  });
});

describe('redirects', () => {
  it('refuses a loop of two at the second visit', async () => {
    const server = await serve((request, response) =>
      response.writeHead(302, { location: request.url === '/a' ? '/b' : '/a' }).end(),
    );
    expect(await faultOf(clientOf().get(`${server.url}/a`))).toEqual(['reject', 'too-many-redirects']);
    expect(server.asked).toEqual(['/a', '/b']);
  });

  it('follows ten and refuses the eleventh', async () => {
    const chain = (length: number) =>
      serve((request, response) => {
        const step = Number(request.url?.slice(1));
        if (step === length) response.end('end');
        else response.writeHead(302, { location: `/${step + 1}` }).end();
      });
    const [ten, eleven] = [await chain(10), await chain(11)];
    expect((await clientOf().get(`${ten.url}/0`)).redirects).toHaveLength(10);
    expect(await faultOf(clientOf().get(`${eleven.url}/0`))).toEqual(['reject', 'too-many-redirects']);
  });

  it.each([
    ['http://10.0.0.1/', 'forbidden-address'],
    ['http://169.254.169.254/latest/meta-data/', 'forbidden-address'],
    ['//[::1]/', 'forbidden-address'],
    ['http://0x7f.1:6379/', 'forbidden-address'],
    ['http://inside.example/', 'forbidden-address'],
    ['file:///etc/passwd', 'unsupported-scheme'],
    ['javascript:alert(1)', 'unsupported-scheme'],
    ['http://a:b@news.example/', 'credentials-in-url'],
    ['http://', 'bad-url'],
    [`/${'a'.repeat(3000)}`, 'bad-url'],
  ])('refuses one to %s as %s', async (location, reason) => {
    const server = await serve((_, response) => response.writeHead(302, { location }).end());
    const client = clientOf({ resolve: async () => ['10.1.2.3'] });
    expect(await faultOf(client.get(server.url))).toEqual(['reject', reason]);
    expect(server.asked).toHaveLength(1);
  });
});

describe('content decoding', () => {
  const text = 'The council met on Monday. '.repeat(50);
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['deflate, gzip, br', brotliCompressSync(gzipSync(deflateSync(text)))],
  ])('undoes %s', async (encoding, body) => {
    const server = await serve((_, response) => response.setHeader('content-encoding', encoding).end(body));
    expect(Buffer.from((await clientOf().get(server.url)).body).toString()).toBe(text);
  });

  it.each([
    ['gzip that is cut', 'gzip', gzipSync(text).subarray(0, 40)],
    ['gzip that is none', 'gzip', Buffer.from(text)],
    ['gzip with a wrong checksum', 'gzip', Buffer.concat([gzipSync(text).subarray(0, -8), Buffer.alloc(8)])],
    ['brotli that is none', 'br', Buffer.from(text)],
    ['an encoding that nobody asked for', 'zstd', Buffer.from(text)],
    ['an encoding named like a property', 'constructor', Buffer.from(text)],
    ['six layers', 'br,br,br,br,br,br', Buffer.from(text)],
  ])('quarantines %s as protocol-error', async (_, encoding, body) => {
    const server = await serve((_, response) => response.setHeader('content-encoding', encoding).end(body));
    expect(await faultOf(clientOf().get(server.url))).toEqual(['quarantine', 'protocol-error']);
  });

  it.each([
    ['gzip', 'gzip', gzipSync(Buffer.alloc(64 * 1024 * 1024))],
    ['brotli', 'br', brotliCompressSync(Buffer.alloc(64 * 1024 * 1024))],
    ['gzip in gzip', 'gzip, gzip', gzipSync(gzipSync(Buffer.alloc(64 * 1024 * 1024)))],
  ])('stops a bomb of %s at the limit', async (_, encoding, body) => {
    expect(body.length).toBeLessThan(100_000);
    const server = await serve((_, response) => response.setHeader('content-encoding', encoding).end(body));
    expect(await faultOf(clientOf().get(server.url))).toEqual(['reject', 'too-large']);
  });
});

describe('limits', () => {
  it('takes a body of exactly the limit and refuses one byte more', async () => {
    const server = await serve((request, response) =>
      response.end('x'.repeat(Number(request.url?.slice(1)))),
    );
    const client = clientOf({ limits: { maxBodyBytes: 1000 } });
    expect((await client.get(`${server.url}/1000`)).body).toHaveLength(1000);
    expect(await faultOf(client.get(`${server.url}/1001`))).toEqual(['reject', 'too-large']);
  });

  it.each([
    ['of a mebibyte, not', 0, {}],
    ['of a byte more as sent, once', 1, {}],
    ['of a mebibyte after decoding, not', 0, { 'content-encoding': 'gzip' }],
    ['of a byte more after decoding, once', 1, { 'content-encoding': 'gzip' }],
  ])('asks before it holds a body %s', async (_, more, headers) => {
    const bytes = Buffer.alloc(1024 * 1024 + more, 97);
    const server = await serve((_request, response) =>
      response.writeHead(200, headers).end('content-encoding' in headers ? gzipSync(bytes) : bytes),
    );
    let asked = 0;
    const beforeLarge = async () => {
      asked += 1;
    };
    const { body } = await clientOf().get(server.url, { beforeLarge });
    expect([body.length, asked]).toEqual([bytes.length, more]);
  });

  it('holds a large body back until there is a place for it, within its time', async () => {
    const server = await serve((_, response) => response.end(Buffer.alloc(3 * 1024 * 1024)));
    const waiting = clientOf({ limits: { bodyTimeoutMs: 200 } });
    const never = waiting.get(server.url, { beforeLarge: () => new Promise(() => {}) });
    expect(await faultOf(never)).toEqual(['retry', 'timeout']);
  });

  it('stops a body without end and without a length', async () => {
    const server = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const client = clientOf({ limits: { maxBodyBytes: 1_000_000 } });
    expect(await faultOf(client.get(server.url))).toEqual(['reject', 'too-large']);
  });

  it('quarantines a flood of headers', async () => {
    const server = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      for (let i = 0; i < 5000; i++) socket.write(`x-${i}: ${'y'.repeat(100)}\r\n`);
      socket.end('\r\n');
    });
    expect(await faultOf(clientOf().get(server.url))).toEqual(['quarantine', 'protocol-error']);
  });

  it('takes 60 KiB of headers under the default of 64 and refuses 68', async () => {
    const server = await serve((request, response) => {
      for (let i = 0; i < Number(request.url?.slice(1)); i++) response.setHeader(`x-${i}`, 'y'.repeat(1016));
      response.end('a');
    });
    expect((await clientOf().get(`${server.url}/60`)).status).toBe(200);
    expect(await faultOf(clientOf().get(`${server.url}/68`))).toEqual(['quarantine', 'protocol-error']);
  });

  it.each([{ connectTimeoutMs: 100 }, { headersTimeoutMs: 100 }, { deadlineMs: 100 }])(
    'times out under %j when the resolver never answers',
    async (limits) => {
      const client = clientOf({ limits, resolve: () => new Promise(() => {}) });
      expect(await faultOf(client.get('http://name.example/'))).toEqual(['retry', 'timeout']);
    },
  );

  it.each([
    ['ENOTFOUND', 'host-not-found'],
    ['EAI_AGAIN', 'host-not-found'],
  ])('calls the %s of a resolver %s', async (code, reason) => {
    const client = clientOf({ resolve: () => Promise.reject(Object.assign(new Error(code), { code })) });
    expect(await faultOf(client.get('http://name.example/'))).toEqual(['retry', reason]);
  });

  it('times out when headers come a byte at a time', async () => {
    const server = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      const drip = setInterval(() => socket.write('y'), 10);
      socket.on('close', () => clearInterval(drip));
    });
    const client = clientOf({ limits: { headersTimeoutMs: 150 } });
    expect(await faultOf(client.get(server.url))).toEqual(['retry', 'timeout']);
  });

  it('times out when the body comes a byte at a time', async () => {
    const server = await serve((_, response) => {
      const drip = setInterval(() => response.write('y'), 10);
      response.on('close', () => clearInterval(drip));
    });
    const client = clientOf({ limits: { bodyTimeoutMs: 150 } });
    expect(await faultOf(client.get(server.url))).toEqual(['retry', 'timeout']);
  });

  it('times out as a whole when redirect after redirect keeps within its own limits', async () => {
    const server = await serve((request, response) => {
      const location = `/${Number(request.url?.slice(1)) + 1}`;
      setTimeout(() => response.writeHead(302, { location }).end(), 60);
    });
    const client = clientOf({ limits: { deadlineMs: 200, maxRedirects: 1000 } });
    expect(await faultOf(client.get(`${server.url}/0`))).toEqual(['retry', 'timeout']);
  });
});

describe('broken answers', () => {
  const raw = (text: string) => serveRaw((socket) => socket.end(text));
  it.each([
    ['no HTTP', 'hello there\r\n\r\n', 'quarantine', 'protocol-error'],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd',
      'retry',
      'host-unreachable',
    ],
    [
      'a length that is no number',
      'HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\nabc',
      'quarantine',
      'protocol-error',
    ],
    [
      'a broken chunk',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc',
      'quarantine',
      'protocol-error',
    ],
    [
      'a length over the body',
      'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc',
      'retry',
      'host-unreachable',
    ],
    [
      'chunks that are cut',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab',
      'retry',
      'host-unreachable',
    ],
    ['headers that are cut', 'HTTP/1.1 200 OK\r\ncontent-le', 'retry', 'host-unreachable'],
    ['nothing', '', 'retry', 'host-unreachable'],
  ])('calls %s %j a %s under %s', async (_, text, kind, reason) => {
    const server = await raw(text);
    expect(await faultOf(clientOf().get(server.url))).toEqual([kind, reason]);
  });

  it('reads as much as a length under the body says', async () => {
    const server = await raw('HTTP/1.1 200 OK\r\ncontent-length: 3\r\nconnection: close\r\n\r\nabcdef');
    expect(Buffer.from((await clientOf().get(server.url)).body).toString()).toBe('abc');
  });

  it('calls a closed port unreachable, to be tried again', async () => {
    const server = await serveRaw(() => {});
    const closed = await new Promise<number>((resolve) => {
      import('node:net').then(({ createServer }) => {
        const probe = createServer().listen(0, '127.0.0.1', () => {
          const address = probe.address();
          probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
        });
      });
    });
    expect(closed).not.toBe(server.port);
    expect(await faultOf(clientOf().get(`http://127.0.0.1:${closed}/`))).toEqual([
      'retry',
      'host-unreachable',
    ]);
  });

  it('fails a look-up under way when it is closed', async () => {
    let asked = 0;
    const client = clientOf({
      resolve: () => {
        asked++;
        return new Promise(() => {});
      },
    });
    const fault = faultOf(client.get('http://name.example/'));
    await expect.poll(() => asked).toBe(1);
    await client.close();
    expect(await fault).toEqual(['retry', 'host-unreachable']);
  });

  it('fails what is under way when it is closed', async () => {
    const server = await serve(() => {});
    const client = clientOf();
    const fault = faultOf(client.get(server.url));
    await expect.poll(() => server.asked).toHaveLength(1);
    await client.close();
    expect(await fault).toEqual(['retry', 'host-unreachable']);
  });
});

describe('TLS', () => {
  async function serveTls() {
    let asked = 0;
    const server = createTlsServer(createSelfSignedCertificate(), (_, response) => {
      asked++;
      response.end('reached');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked: () => asked };
  }

  it('refuses a certificate that does not verify, for good', async () => {
    const server = await serveTls();
    expect(await faultOf(clientOf().get(server.url))).toEqual(['quarantine', 'host-unreachable']);
    expect(server.asked()).toBe(0);
  });

  it('refuses it even where the environment would let it through', async () => {
    const server = await serveTls();
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    onTestFinished(() => {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    });
    expect(await faultOf(clientOf().get(server.url))).toEqual(['quarantine', 'host-unreachable']);
    expect(server.asked()).toBe(0);
  });

  it('refuses a server that speaks no TLS', async () => {
    const server = await serve((_, response) => response.end());
    const fault = await faultOf(clientOf().get(server.url.replace('http:', 'https:')));
    expect(fault[1]).toBe('host-unreachable');
  });
});
