import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { buildConnector } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { createHttpClient } from '../src/http-client.ts';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';

const certificate = createSelfSignedCertificate();

/** Starts a server on 127.0.0.1 that would rather speak HTTP/2; `/cut` ends in the middle of its body. */
async function serveEither() {
  const versions: string[] = [];
  const server = createSecureServer({ ...certificate, allowHTTP1: true }, (request, response) => {
    versions.push(request.httpVersion);
    if (request.url !== '/cut') return response.end('whole');
    response.write('half');
    setTimeout(() => request.socket.destroy(), 20);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, versions };
}

/** A client that trusts the certificate of these tests. */
function clientOf(addresses: readonly string[]) {
  const client = createHttpClient({
    userAgent: 'wirefold-test/1',
    allowPrivate: ['127.0.0.1/32'],
    resolve: async () => addresses,
    buildConnector: (settings) => buildConnector({ ...settings, ca: certificate.cert }),
  });
  onTestFinished(() => client.close());
  return client;
}

it('speaks HTTP/1.1 to a server that offers HTTP/2 too, and never takes a half body for a whole one', async () => {
  const server = await serveEither();
  const client = clientOf(['127.0.0.1']);
  expect(Buffer.from((await client.get(server.url)).body).toString()).toBe('whole');
  await expect(client.get(`${server.url}/cut`)).rejects.toMatchObject({ reason: 'host-unreachable' });
  expect(server.versions).toEqual(['1.1', '1.1']);
});

it.each([[['10.0.0.1']], [['127.0.0.1', '10.0.0.1']], [['::ffff:169.254.169.254']]])(
  'does not begin a handshake with a host that resolves to %j',
  async (addresses) => {
    const server = await serveEither();
    await expect(clientOf(addresses).get(server.url)).rejects.toMatchObject({ reason: 'forbidden-address' });
    expect(server.versions).toEqual([]);
  },
);
