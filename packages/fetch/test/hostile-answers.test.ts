import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { QuarantineError, RetryError } from '@wirefold/contracts/outcome';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpClient, type HttpClientOptions } from '../src/http-client.ts';
import { RejectError } from '../src/reject-error.ts';
import { serve, serveRaw } from './loopback-server.ts';

function clientOf(limits: HttpClientOptions['limits'] = {}) {
  const client = createHttpClient({
    ...{ userAgent: 'wirefold-test/1', allowPrivate: ['127.0.0.0/8'], limits },
  });
  onTestFinished(() => client.close());
  return client;
}

/** The text of an answer, or the class and reason of what was thrown in its place. */
async function endOf(url: string, limits: HttpClientOptions['limits'] = {}) {
  try {
    return Buffer.from((await clientOf(limits).get(url)).body).toString();
  } catch (error) {
    if (error instanceof RejectError) return `reject ${error.reason}`;
    if (error instanceof RetryError) return `retry ${error.reason}`;
    if (error instanceof QuarantineError) return `quarantine ${error.reason}`;
    return `unforeseen ${String(error)}`;
  }
}

const QUICK = { headersTimeoutMs: 300, bodyTimeoutMs: 300, maxBodyBytes: 100_000 };
const OK = 'HTTP/1.1 200 OK\r\nconnection: close\r\n';

describe('an answer', () => {
  it.each([
    ['with a length over the limit', `${OK}content-length: 100001\r\n\r\n`, 'reject too-large'],
    [
      'with a length of 30 digits',
      `${OK}content-length: ${'9'.repeat(30)}\r\n\r\n`,
      'retry host-unreachable',
    ],
    ['with a negative length', `${OK}content-length: -1\r\n\r\na`, 'quarantine protocol-error'],
    ['with a length in hex', `${OK}content-length: 0x3\r\n\r\nabc`, 'quarantine protocol-error'],
    ['with an empty length', `${OK}content-length: \r\n\r\nabc`, 'quarantine protocol-error'],
    ['with no length, until it closes', `${OK}\r\nabc`, 'abc'],
    ['with a length of 0 and a body', `${OK}content-length: 0\r\n\r\nabc`, ''],
    [
      'with a length beside chunks',
      `${OK}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
      'retry host-unreachable',
    ],
    [
      'with a chunk longer than any number',
      `${OK}transfer-encoding: chunked\r\n\r\n${'f'.repeat(17)}\r\nabc`,
      'quarantine protocol-error',
    ],
    [
      'with a chunk of a negative length',
      `${OK}transfer-encoding: chunked\r\n\r\n-1\r\na`,
      'quarantine protocol-error',
    ],
    ['with chunks and extensions', `${OK}transfer-encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\n\r\n`, 'abc'],
    ['with a blank in a field name', `${OK}a b: c\r\n\r\nabc`, 'quarantine protocol-error'],
    ['with a NUL in a field', `${OK}a: b\0c\r\n\r\nabc`, 'quarantine protocol-error'],
    ['with a folded field', `${OK}a: b\r\n c\r\n\r\nabc`, 'quarantine protocol-error'],
    ['of HTTP/0.9', '<html>abc</html>', 'quarantine protocol-error'],
    ['of HTTP/9.9', 'HTTP/9.9 200 OK\r\n\r\nabc', 'quarantine protocol-error'],
    ['with a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\nabc', 'quarantine protocol-error'],
    ['with a status of letters', 'HTTP/1.1 abc OK\r\n\r\nabc', 'quarantine protocol-error'],
    ['of another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', 'quarantine protocol-error'],
    ['in TLS', '\x15\x03\x01\0\x02\x02\x46', 'quarantine protocol-error'],
    [
      'that upgrades',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
      'retry host-unreachable',
    ],
    ['behind an early hint', `HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n${OK}\r\nabc`, 'abc'],
    ['that is empty', `${OK}content-length: 0\r\n\r\n`, ''],
  ])('%s', async (_, text, end) => {
    const server = await serveRaw((socket) => void socket.end(Buffer.from(text, 'latin1')));
    expect(await endOf(server.url, QUICK)).toBe(end);
  });

  it.each<[string, string, string, string[]]>([
    ['early hints', '', 'HTTP/1.1 103 Early Hints\r\na: b\r\n\r\n', ['retry timeout']],
    ['one field', `${OK}a: `, 'y'.repeat(1_000), ['quarantine protocol-error']],
    ['fields', OK, `x: ${'y'.repeat(1_000)}\r\n`, ['quarantine protocol-error']],
    ['a status line', 'HTTP/1.1 200 ', 'y'.repeat(1_000), ['quarantine protocol-error', 'retry timeout']],
    ['blank lines before it', '', '\r\n', ['retry timeout', 'quarantine protocol-error']],
    ['a body', `${OK}\r\n`, 'y'.repeat(1_000), ['reject too-large']],
    [
      'chunks',
      `${OK}transfer-encoding: chunked\r\n\r\n`,
      '3\r\nabc\r\n',
      ['reject too-large', 'retry timeout'],
    ],
    [
      'a chunk extension',
      `${OK}transfer-encoding: chunked\r\n\r\n3;`,
      'y'.repeat(1_000),
      ['quarantine protocol-error', 'retry timeout'],
    ],
    [
      'trailers',
      `${OK}transfer-encoding: chunked\r\n\r\n0\r\n`,
      `x: ${'y'.repeat(1_000)}\r\n`,
      ['quarantine protocol-error', 'retry timeout'],
    ],
  ])('without end ends: %s', async (_, start, more, ends) => {
    const server = await serveRaw((socket) => {
      socket.write(start);
      const flood = setInterval(() => {
        for (let i = 0; i < 20; i++) socket.write(more);
      }, 1);
      socket.on('close', () => clearInterval(flood));
    });
    expect(ends).toContain(await endOf(server.url, QUICK));
  });
});

describe('a compressed body', () => {
  const bomb = Buffer.alloc(8_000_000);
  it.each<[string, string, Buffer, string]>([
    ['of zlib, 1,000 times its size', 'deflate', deflateSync(bomb), 'reject too-large'],
    ['of bare deflate', 'deflate', deflateRawSync(bomb), 'reject too-large'],
    [
      'in many members',
      'gzip',
      Buffer.concat(Array(200).fill(gzipSync(Buffer.alloc(1_000)))),
      'reject too-large',
    ],
    [
      'of small layers around a bomb',
      'br, gzip, br',
      brotliCompressSync(gzipSync(brotliCompressSync(bomb))),
      'reject too-large',
    ],
    ['that is empty', 'gzip', Buffer.alloc(0), ''],
    ['that is not compressed', 'gzip', Buffer.from('<html>'), 'quarantine protocol-error'],
    ['of another encoding', 'br', gzipSync('abc'), 'quarantine protocol-error'],
    ['in two encodings, said once', 'gzip', gzipSync(gzipSync('abc')), gzipSync('abc').toString()],
    ['said twice, in one', 'gzip, gzip', gzipSync('abc'), 'quarantine protocol-error'],
    [
      'with bytes behind it',
      'gzip',
      Buffer.concat([gzipSync('abc'), Buffer.from('tail')]),
      'quarantine protocol-error',
    ],
    ['in words nobody knows', 'x-zip, gzip', gzipSync('abc'), 'quarantine protocol-error'],
    ['in five layers of nothing', 'identity,identity,identity,identity,identity', Buffer.from('abc'), 'abc'],
  ])('%s', async (_, encoding, body, end) => {
    const server = await serve(
      (_, response) => void response.setHeader('content-encoding', encoding).end(body),
    );
    expect(await endOf(server.url, { maxBodyBytes: 100_000 })).toBe(end);
  });

  it('without end is stopped at the limit of what is sent', async () => {
    const block = gzipSync(Buffer.alloc(100));
    const server = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      const more = () => {
        while (!response.destroyed && response.write(block));
      };
      response.on('drain', more);
      more();
    });
    expect(await endOf(server.url, { maxBodyBytes: 100_000 })).toBe('reject too-large');
  });
});

describe('a redirect', () => {
  it.each([
    ['to itself', '/', 'reject too-many-redirects'],
    ['to itself by a fragment', '#a', 'reject too-many-redirects'],
    ['to itself by a dot', './', 'reject too-many-redirects'],
    ['to ftp', 'ftp://news.example/', 'reject unsupported-scheme'],
    ['to a data address', 'data:text/html,a', 'reject unsupported-scheme'],
    ['to a blob', 'blob:http://news.example/a', 'reject unsupported-scheme'],
    ['to a user name', 'http://ann@news.example/', 'reject credentials-in-url'],
    ['to full-width digits, encoded', 'http://%EF%BC%91%EF%BC%90.1/', 'reject forbidden-address'],
    ['to full-width digits, as bytes', 'http://１２７.０.０.１:6379/', 'reject bad-url'],
    ['to a decimal address', 'http://2852039166/latest/', 'reject forbidden-address'],
    ['to an octal address', 'http://0251.0376.0251.0376/', 'reject forbidden-address'],
    ['to a short address', 'http://10.1/', 'reject forbidden-address'],
    ['to a trailing dot', 'http://10.0.0.1./', 'reject forbidden-address'],
    ['to a port of mail', 'http://127.0.0.1:25/', 'reject forbidden-address'],
    ['to no host', 'http:///', 'reject bad-url'],
    ['to nothing', '', 'reject too-many-redirects'],
  ])('%s', async (_, location, end) => {
    const server = await serveRaw((socket) => {
      socket.end(Buffer.from(`HTTP/1.1 302 Found\r\nlocation: ${location}\r\ncontent-length: 0\r\n\r\n`));
    });
    expect(await endOf(`${server.url}/`)).toBe(end);
    expect(server.asked).toEqual(['/']);
  });

  it('with two locations is followed to neither by chance', async () => {
    const server = await serveRaw((socket) => {
      socket.end('HTTP/1.1 302 Found\r\nlocation: http://10.0.0.1/\r\nlocation: http://10.0.0.2/\r\n\r\n');
    });
    expect(await endOf(server.url)).toMatch(/^reject (?:bad-url|forbidden-address)$/);
  });

  it('with a body without end is followed at once', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/end') return void response.end('end');
      response.writeHead(302, { location: '/end' });
      const drip = setInterval(() => response.write('y'.repeat(10_000)), 1);
      response.on('close', () => clearInterval(drip));
    });
    expect(await endOf(server.url, QUICK)).toBe('end');
  });
});
