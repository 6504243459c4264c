import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAddressGuard } from '../src/address-guard.ts';
import { createHttpClient } from '../src/http-client.ts';
import { RejectError } from '../src/reject-error.ts';
import { parseRequestAddress } from '../src/request-address.ts';
import { serve } from './loopback-server.ts';

/** Hosts that are a forbidden address by themselves, as they may be spelled in a URL. */
const HOSTILE_HOSTS = [
  // IPv4 loopback: dotted, short, decimal, octal, hex, mixed, trailing dot, full width, encoded
  ...['127.0.0.1', '127.1', '127.0.1', '2130706433', '017700000001', '0x7f000001', '0x7f.0x0.0x0.0x1'],
  ...[
    '0177.0.0.1',
    '0177.1',
    '0x7f.1',
    '127.0.0.1.',
    '127.1.',
    '２130706433',
    '１２７.０.０.１',
    '127。0。0。1',
  ],
  ...['①②⑦.⓪.⓪.①', '%31%32%37.0.0.1', '127.255.255.255', '0x7F.0.0.01', '00000177.0.0.1'],
  // "this" network, broadcast, multicast, reserved
  ...[
    '0',
    '0.0.0.0',
    '0.1.2.3',
    '255.255.255.255',
    '4294967295',
    '0xffffffff',
    '224.0.0.1',
    '239.255.255.250',
  ],
  ...['240.0.0.1', '250.1.2.3', '192.0.0.1', '192.0.0.192', '192.88.99.1'],
  // private
  ...['10.0.0.1', '10.255.255.255', '167772161', '012.0.0.1', '0xa.1', '172.16.0.1', '172.31.255.255'],
  ...['192.168.0.1', '192.168.255.255', '3232235521', '0xc0a80001', '192.168.1'],
  // carrier-grade NAT, benchmark, documentation
  ...[
    '100.64.0.1',
    '100.127.255.255',
    '198.18.0.1',
    '198.19.255.255',
    '192.0.2.1',
    '198.51.100.7',
    '203.0.113.9',
  ],
  // link-local and the metadata services
  ...[
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '169.254.169.254.',
    '169.254.170.2',
  ],
  ...['100.100.100.200', '168.63.129.16', '[fd00:ec2::254]', '[fd20:ce::254]', '[fe80::a9fe:a9fe]'],
  // IPv6 loopback, unspecified, link-local, site-local, unique local, multicast, discard
  ...[
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::]',
    '[0000::0001]',
    '[fe80::1]',
    '[febf::1]',
    '[fec0::1]',
    '[feff::1]',
  ],
  ...['[fc00::1]', '[fdff::1]', '[ff02::1]', '[100::1]', '[5f00::1]', '[3fff::1]'],
  // documentation, benchmark, ORCHID, AS112
  ...['[2001:db8::1]', '[3fff:fff::1]', '[2001:2::1]', '[2001:10::1]', '[2001:20::1]', '[2001:4:112::1]'],
  // IPv4 inside IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP
  ...[
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::ffff:10.0.0.1]',
    '[::ffff:169.254.169.254]',
    '[::127.0.0.1]',
  ],
  ...['[::10.0.0.1]', '[::8.8.8.8]', '[::ffff:0:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b::a00:1]'],
  ...[
    '[64:ff9b:1::10.0.0.1]',
    '[2002:7f00:1::]',
    '[2002:a00:1::1]',
    '[2002:c0a8:101::1]',
    '[2002:808:808::]',
  ],
  ...[
    '[2001:0:4136:e378:8000:63bf:3fff:fdd2]',
    '[2001::1]',
    '[2600:1::5efe:10.0.0.1]',
    '[2600:1::200:5efe:7f00:1]',
  ],
];

/** Addresses beside the forbidden networks. */
const PUBLIC_ADDRESSES = [
  ...['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '126.255.255.255', '128.0.0.1', '100.63.255.255'],
  ...[
    '100.128.0.1',
    '169.253.255.255',
    '169.255.0.1',
    '172.15.255.255',
    '172.32.0.1',
    '192.0.1.1',
    '192.0.3.1',
  ],
  ...['192.167.255.255', '192.169.0.1', '198.17.255.255', '198.20.0.1', '198.51.99.1', '198.51.101.1'],
  ...['203.0.112.1', '203.0.114.1', '223.255.255.255', '168.63.129.15', '168.63.129.17'],
  ...[
    '2606:4700::1111',
    '2a00:1450::1',
    '2400::1',
    '2001:4860:4860::8888',
    '2001:db7:ffff::1',
    '2001:db9::1',
  ],
  ...['2003::1', '::ffff:8.8.8.8', '3ffe::1'],
];

const guard = createAddressGuard();

function reasonOf(run: () => unknown): string {
  try {
    run();
    return 'let through';
  } catch (error) {
    return error instanceof RejectError ? error.reason : String(error);
  }
}

describe('a host that is an address', () => {
  it('is tried in at least 100 hostile spellings', () => {
    expect(new Set(HOSTILE_HOSTS).size).toBeGreaterThanOrEqual(100);
  });

  it.each(HOSTILE_HOSTS)('is refused as %s', (host) => {
    expect(reasonOf(() => parseRequestAddress(`http://${host}/`, guard))).toBe('forbidden-address');
  });

  it.each([
    'http:127.0.0.1/',
    'http:/127.0.0.1/',
    'http:////127.0.0.1/',
    'http:\\\\127.0.0.1\\',
    'http:\\127.0.0.1',
    ' http://127.0.0.1/',
    'ht\ntp://127.0.0.1/',
    'HTTP://127.0.0.1/',
    'http://127.0.0.1:80/',
    'http://127.0.0.1?a',
    'http://127.0.0.1#a',
    'http://127.0\t.0.1/',
    'http://@127.0.0.1/',
    'http://[::ffff:127.0.0.1]:8080/',
  ])('is refused in the address %j', (text) => {
    expect(reasonOf(() => parseRequestAddress(text, guard))).toBe('forbidden-address');
  });

  it.each(PUBLIC_ADDRESSES)('is let through as %s', (address) => {
    const host = address.includes(':') ? `[${address}]` : address;
    expect(guard(address)).toBe(true);
    expect(reasonOf(() => parseRequestAddress(`https://${host}/`, guard))).toBe('let through');
  });

  it('is let through where its network is named, by address and by mapped address', () => {
    const loose = createAddressGuard(['127.0.0.0/8', 'fd00::/8', '10.1.2.3']);
    for (const address of ['127.0.0.1', '::ffff:127.9.9.9', 'fd12::1', '10.1.2.3'])
      expect(loose(address)).toBe(true);
    for (const address of ['128.0.0.1', '8.8.8.8']) expect(loose(address)).toBe(true);
    for (const address of ['10.1.2.4', '192.168.0.1', '::1', 'fe80::1']) expect(loose(address)).toBe(false);
  });

  it.each(['', '127.0.0', '10/8', '300.0.0.0/8', 'fd00::/129', 'loopback'])(
    'refuses the network %j in words',
    (text) => {
      expect(() => createAddressGuard([text])).toThrow(/Not a network/);
    },
  );

  it('is never let through inside 10/8, however it is spelled', () => {
    fc.assert(
      fc.property(fc.nat(0xffffff), fc.constantFrom('d', 'x', 'o', 'short', 'mapped'), (low, form) => {
        const value = 0x0a000000 + low;
        const host = {
          d: `${value}`,
          x: `0x${value.toString(16)}`,
          o: `0${value.toString(8)}`,
          short: `10.${low}`,
          mapped: `[::ffff:${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}]`,
        }[form];
        expect(reasonOf(() => parseRequestAddress(`http://${host}/`, guard))).toBe('forbidden-address');
      }),
    );
  });

  it.each(['no address', '127.0.0.1 ', '0177.0.0.1', '', 'localhost', '1.2.3', 'fe80::1%eth0'])(
    'is never taken from a resolver as %j, which is no public address',
    (text) => {
      expect(guard(text)).toBe(false);
    },
  );
});

describe('every IPv4 address', () => {
  /** The IANA IPv4 special-purpose registry with multicast and 240/4, and the platform address of Azure. */
  const NETWORKS = [
    ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
    ...['192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24'],
    ...['192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
    ...['224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
  ].map((text) => {
    const [first = '', length = ''] = text.split('/');
    const start = first.split('.').reduce((value, part) => value * 256 + Number(part), 0);
    return { start, end: start + 2 ** (32 - Number(length)) - 1 };
  });
  const isSpecial = (value: number) => NETWORKS.some(({ start, end }) => value >= start && value <= end);
  const dotted = (value: number) => [24, 16, 8, 0].map((by) => (value >>> by) & 255).join('.');

  it('is let through exactly where no special network holds it, at each edge of each of them', () => {
    for (const { start, end } of NETWORKS)
      for (const value of [start - 1, start, end, end + 1].filter((it) => it >= 0 && it < 2 ** 32))
        expect([dotted(value), guard(dotted(value))]).toEqual([dotted(value), !isSpecial(value)]);
  });

  it('is let through exactly where no special network holds it, plain and mapped, wherever it is', () => {
    const near = fc
      .tuple(fc.constantFrom(...NETWORKS), fc.integer({ min: -300, max: 300 }), fc.boolean())
      .map(([{ start, end }, by, low]) => Math.min(Math.max((low ? start : end) + by, 0), 2 ** 32 - 1));
    fc.assert(
      fc.property(fc.oneof(near, fc.nat(0xffffffff)), (value) => {
        expect(guard(dotted(value))).toBe(!isSpecial(value));
        expect(guard(`::ffff:${dotted(value)}`)).toBe(!isSpecial(value));
        expect(guard(`::${dotted(value)}`)).toBe(false);
        expect(guard(`64:ff9b::${dotted(value)}`)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an address', () => {
  it.each([
    ['ftp://news.example/', 'unsupported-scheme'],
    ['file:///etc/passwd', 'unsupported-scheme'],
    ['gopher://news.example/', 'unsupported-scheme'],
    ['javascript:alert(1)', 'unsupported-scheme'],
    ['data:text/html,a', 'unsupported-scheme'],
    ['ws://news.example/', 'unsupported-scheme'],
    ['http://user@news.example/', 'credentials-in-url'],
    ['http://user:word@news.example/', 'credentials-in-url'],
    ['http://:word@news.example/', 'credentials-in-url'],
    ['http://news.example@10.0.0.1/', 'credentials-in-url'],
    ['', 'bad-url'],
    ['/a', 'bad-url'],
    ['news.example', 'bad-url'],
    ['http://', 'bad-url'],
    ['http://a b/', 'bad-url'],
    ['http://news.example:99999/', 'bad-url'],
    ['http://[::1/', 'bad-url'],
    ['http://1.2.3.4.5/', 'bad-url'],
    ['http://256.1.1.1/', 'bad-url'],
    ['http://a%00b/', 'bad-url'],
    [`http://news.example/${'a'.repeat(2029)}`, 'bad-url'],
    [`http://news.example/${'é'.repeat(1000)}`, 'bad-url'],
    ['http://news.example:25/', 'forbidden-address'],
    ['http://news.example:22/', 'forbidden-address'],
    ['http://news.example:6379/', 'forbidden-address'],
    ['http://news.example:8080/', 'let through'],
    ['http://news.example:81/', 'let through'],
    [`http://news.example/${'a'.repeat(2028)}`, 'let through'],
  ])('%s ends as %s', (text, expected) => {
    expect(reasonOf(() => parseRequestAddress(text, guard))).toBe(expected);
  });

  it('with a password does not show it in its error', () => {
    expect(() => parseRequestAddress('http://ann:s3cret@news.example/', guard)).toThrow(
      expect.not.objectContaining({ message: expect.stringMatching(/s3cret|ann/) }),
    );
  });
});

describe('a host name', () => {
  async function ask(addresses: readonly string[][], path = '/') {
    const server = await serve((_, response) => response.end('reached'));
    const questions: string[] = [];
    const client = createHttpClient({
      userAgent: 'wirefold-test/1',
      allowPrivate: ['127.0.0.1/32'],
      resolve: async (host) => {
        questions.push(host);
        return addresses[Math.min(questions.length, addresses.length) - 1] ?? [];
      },
    });
    onTestFinished(() => client.close());
    const result = await client.get(`http://name.example:${server.port}${path}`).then(
      (answer) => Buffer.from(answer.body).toString(),
      (error: unknown) => (error as RejectError).reason,
    );
    return { result, questions, asked: server.asked };
  }

  it.each([
    [['10.0.0.1']],
    [['169.254.169.254']],
    [['::1']],
    [['::ffff:10.0.0.1']],
    [['64:ff9b::a00:1']],
    [['127.0.0.1', '10.0.0.1']],
    [['10.0.0.1', '127.0.0.1']],
    [['127.0.0.1', '127.0.0.2']],
    [['8.8.8.8', 'fd00::1']],
    [['127.0.0.1', 'not an address']],
  ])('is refused as a whole when it resolves to %j', async (addresses) => {
    expect(await ask([addresses])).toMatchObject({ result: 'forbidden-address', asked: [] });
  });

  it('is reached at the address that was checked, by one question', async () => {
    const { result, questions } = await ask([['127.0.0.1'], ['10.0.0.1']]);
    expect(result).toBe('reached');
    expect(questions).toEqual(['name.example']);
  });

  it('is refused by its first answer even if a second would be let through', async () => {
    const { result, asked, questions } = await ask([['10.0.0.1'], ['127.0.0.1']]);
    expect([result, asked, questions]).toEqual(['forbidden-address', [], ['name.example']]);
  });

  it('without any address is not found', async () => {
    expect((await ask([[]])).result).toBe('host-not-found');
  });

  it('is refused by the system resolver too: localhost', async () => {
    const server = await serve((_, response) => response.end('reached'));
    const client = createHttpClient({ userAgent: 'wirefold-test/1' });
    onTestFinished(() => client.close());
    for (const host of ['localhost', 'LOCALHOST'])
      await expect(client.get(`http://${host}:${server.port}/`)).rejects.toMatchObject({
        reason: 'forbidden-address',
      });
    expect(server.asked).toEqual([]);
  });

  it('that moves to a private network between two requests is refused on a new connection', async () => {
    const server = await serve((_, response) => response.setHeader('connection', 'close').end('reached'));
    let questions = 0;
    const client = createHttpClient({
      userAgent: 'wirefold-test/1',
      allowPrivate: ['127.0.0.1/32'],
      resolve: async () => [questions++ === 0 ? '127.0.0.1' : '10.0.0.1'],
    });
    onTestFinished(() => client.close());
    const url = `http://name.example:${server.port}/`;
    expect((await client.get(url)).status).toBe(200);
    await expect(client.get(url)).rejects.toMatchObject({ reason: 'forbidden-address' });
    expect(server.asked).toHaveLength(1);
  });
});
