import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAddressGuard } from '../src/address-guard.ts';
import { createHttpClient, type HttpClient } from '../src/http-client.ts';
import { FORBIDDEN, LOOK_ALIKES } from './forbidden-networks.ts';
import { type Loopback, startServer } from './loopback-server.ts';

const ADDRESSES = FORBIDDEN.flatMap(([network, addresses]) =>
  addresses.map((address) => [address, network] as const),
);
/** What the look-up of this file says: the addresses themselves, in words that a URL can hold. */
const records = new Map<string, readonly (readonly string[])[]>();
const questions = new Map<string, number>();
/** Every address that a socket was opened to. */
const opened: string[] = [];
const PUBLIC = '9.9.9.9';

let server: Loopback & { close(): Promise<void> };
let client: HttpClient;

/**
 * The network that these tests live in: each address that the guard lets through is a door to the loopback
 * server, so that a forbidden one that were let through would be reached and seen.
 */
const builder: typeof buildConnector = (settings) => {
  const { lookup } = settings as { lookup: LookupFunction };
  const connect = buildConnector({ ...settings, lookup: undefined } as never);
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    const toLoopback = (address: string) => {
      opened.push(address);
      connect({ ...options, hostname: '127.0.0.1', host: '127.0.0.1' }, callback);
    };
    if (isIP(host) !== 0) return toLoopback(host);
    lookup(host, { all: true }, (error, found) => {
      if (error) return callback(error, null);
      toLoopback(typeof found === 'string' ? found : (found[0]?.address ?? ''));
    });
  };
};

beforeAll(async () => {
  server = await startServer((request, response) => {
    const to = new URL(request.url ?? '', 'http://a').searchParams.get('to');
    if (to === null) response.setHeader('connection', 'close').end('reached');
    else response.writeHead(302, { location: to, connection: 'close' }).end();
  });
  client = createHttpClient({
    userAgent: 'wirefold-test/1',
    allowPrivate: ['127.0.0.1/32'],
    buildConnector: builder,
    resolve: async (host) => {
      const asked = questions.get(host) ?? 0;
      questions.set(host, asked + 1);
      const answers = records.get(host) ?? [];
      return answers[Math.min(asked, answers.length - 1)] ?? [];
    },
  });
});

afterAll(async () => {
  await client.close();
  await server.close();
});

let names = 0;
/** A name that resolves to these addresses, the first list at the first question and so on. */
function nameOf(...answers: readonly (readonly string[])[]): string {
  const host = `name-${++names}.example`;
  records.set(host, answers);
  return host;
}

const hostOf = (address: string) => (address.includes(':') ? `[${address}]` : address);
const urlOf = (host: string, path = '/') => `http://${host}:${server.port}${path}`;

async function endOf(url: string): Promise<string> {
  return client.get(url).then(
    (answer) => Buffer.from(answer.body).toString(),
    (error: { reason?: string }) => error.reason ?? String(error),
  );
}

/** Asks, and gives how it ended with the doors that were opened for it. */
async function ask(url: string): Promise<{ end: string; doors: string[] }> {
  const before = opened.length;
  const end = await endOf(url);
  return { end, doors: opened.slice(before) };
}

const REFUSED = { end: 'forbidden-address', doors: [] };

it('there are at least 120 forbidden addresses and 30 look-alikes, each once', () => {
  expect(new Set(ADDRESSES.map(([address]) => address)).size).toBeGreaterThanOrEqual(120);
  expect(new Set(ADDRESSES.map(([address]) => address)).size).toBe(ADDRESSES.length);
  expect(new Set(LOOK_ALIKES).size).toBeGreaterThanOrEqual(30);
});

describe.each(ADDRESSES.filter(([address]) => address !== '127.0.0.1' && address !== '::ffff:127.0.0.1'))(
  '%s (%s)',
  (address) => {
    it('is not reached by itself, by a name, beside a public record, after a change, or by a redirect', async () => {
      expect(await ask(urlOf(hostOf(address)))).toEqual(REFUSED);
      expect(await ask(urlOf(nameOf([address])))).toEqual(REFUSED);
      expect(await ask(urlOf(nameOf([PUBLIC, address])))).toEqual(REFUSED);
      expect(await ask(urlOf(nameOf([address, PUBLIC])))).toEqual(REFUSED);

      const changing = nameOf([PUBLIC], [address]);
      expect(await ask(urlOf(changing))).toEqual({ end: 'reached', doors: [PUBLIC] });
      expect(await ask(urlOf(changing))).toEqual(REFUSED);

      for (const target of [urlOf(hostOf(address)), urlOf(nameOf([address]))]) {
        const url = urlOf(PUBLIC, `/?to=${encodeURIComponent(target)}`);
        expect(await ask(url)).toEqual({ end: 'forbidden-address', doors: [PUBLIC] });
      }
    });
  },
);

it.each(['127.0.0.1', '::ffff:127.0.0.1'])('%s is refused where no network is named', (address) => {
  expect(createAddressGuard()(address)).toBe(false);
});

describe.each(LOOK_ALIKES)('the public %s', (address) => {
  it('is reached by itself, by a name, and by a redirect', async () => {
    const host = hostOf(address);
    const asWritten = new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, '');
    expect(await ask(urlOf(host))).toEqual({ end: 'reached', doors: [asWritten] });
    expect(await ask(urlOf(nameOf([address])))).toEqual({ end: 'reached', doors: [address] });
    const url = urlOf(nameOf([PUBLIC]), `/?to=${encodeURIComponent(urlOf(host))}`);
    expect(await ask(url)).toEqual({ end: 'reached', doors: [PUBLIC, asWritten] });
  });
});
