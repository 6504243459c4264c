import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WARCParser, WARCRecord, WARCSerializer } from 'warcio';
import { type Capture, readWarcAnswer, splitWarc, warcInfoRecord, warcRecord } from '../src/warc.ts';

const PAGE = '<!doctype html><html><body><p>The ferry sailed in fog.</p></body></html>';
const RSS = '<rss version="2.0"><channel><title>c</title></channel></rss>';
const LIMIT = 100_000;

interface Made {
  readonly type?: string;
  readonly url?: string | null;
  readonly date?: string | null;
  readonly status?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly length?: number;
}

/** One record of a WARC file, as a crawler writes it. */
function recordOf(made: Made = {}): Buffer {
  const { type = 'response', url = 'https://news.example/1', date = '2025-03-04T05:06:07Z' } = made;
  const { status = 'HTTP/1.1 200 OK', headers = { 'Content-Type': 'text/html' }, body = PAGE } = made;
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const block = Buffer.concat([Buffer.from(`${status}\r\n${fields.join('')}\r\n`), Buffer.from(body)]);
  const head = [
    `WARC/1.0\r\nWARC-Type: ${type}\r\n`,
    ...(url === null ? [] : [`WARC-Target-URI: ${url}\r\n`]),
    ...(date === null ? [] : [`WARC-Date: ${date}\r\n`]),
    `Content-Length: ${made.length ?? block.length}\r\n\r\n`,
  ];
  return Buffer.concat([Buffer.from(head.join('')), block, Buffer.from('\r\n\r\n')]);
}

/** A file in pieces of `size`, as a stream has it. */
async function* inPieces(bytes: Buffer, size = 1_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function answersIn(bytes: Buffer, size?: number) {
  const answers: Awaited<ReturnType<typeof readWarcAnswer>>[] = [];
  for await (const frame of splitWarc(inPieces(bytes, size), LIMIT))
    answers.push(await readWarcAnswer(frame, LIMIT));
  return answers;
}

/** Each record in a word: its address, what it was skipped as, or its fault. */
async function wordsIn(bytes: Buffer, size?: number): Promise<string[]> {
  return (await answersIn(bytes, size)).map((one) => {
    if (one.kind === 'answer') return one.url;
    return one.kind === 'skipped' ? one.what : one.reason;
  });
}

const plain = { status: 'a text', headers: {}, body: '' };
const urlOf = (n: number) => `https://news.example/${n}`;
const three = [1, 2, 3].map((n) => recordOf({ url: urlOf(n), body: `${PAGE}<!-- ${n} -->` }));
const links = [1, 2, 3].map(urlOf);
const packed = three.map((record) => gzipSync(record));

describe('the records of a WARC file', () => {
  it('give the address, the time, the status, the type and the bytes of their answers', async () => {
    const headers = { 'Content-Type': 'text/html; charset=iso-8859-1', Server: 'x' };
    const [answer] = await answersIn(recordOf({ headers, status: 'HTTP/1.1 203 Fine', body: '<p>\xe9' }));
    expect(answer).toEqual({
      kind: 'answer',
      url: 'https://news.example/1',
      fetchedAt: '2025-03-04T05:06:07.000Z',
      httpStatus: 203,
      contentType: 'text/html; charset=iso-8859-1',
      bytes: Buffer.from('<p>\xe9'),
      finalUrl: undefined,
      reservations: [],
      item: undefined,
    });
  });

  it.each([
    ['plain', Buffer.concat(three)],
    ['gzipped record by record', Buffer.concat(packed)],
    ['gzipped as a whole', gzipSync(Buffer.concat(three))],
    [
      'with one line end after each',
      Buffer.from(Buffer.concat(three).toString().replaceAll('\r\n\r\nWARC', '\r\nWARC')),
    ],
    ['with empty members between', Buffer.concat(packed.flatMap((one) => [one, gzipSync('')]))],
  ])('are all read: %s, in pieces of any size', async (_, bytes) => {
    for (const size of [1, 7, 1_000, 1_000_000]) expect(await wordsIn(bytes, size)).toEqual(links);
  });

  it('are read where a file of many is one member larger than a record may be', async () => {
    const many = Array.from({ length: 2_000 }, (_, n) => recordOf({ url: urlOf(n) }));
    const words = await wordsIn(gzipSync(Buffer.concat(many)));
    expect(words).toEqual(many.map((_, n) => urlOf(n)));
  });

  it('are those that warcio writes', async () => {
    const record = WARCRecord.create(
      {
        ...{ url: urlOf(1), date: '2025-03-04T05:06:07Z', type: 'response', warcVersion: 'WARC/1.1' },
        ...{ httpHeaders: { 'Content-Type': 'text/html' }, statusline: 'HTTP/1.1 200 OK' },
      },
      inPieces(Buffer.from(PAGE)),
    );
    const bytes = Buffer.from(await WARCSerializer.serialize(record, { gzip: true }));
    expect(await wordsIn(bytes)).toEqual([urlOf(1)]);
  });

  it.each<[what: string, made: Made, word: string]>([
    ['a request', { type: 'request' }, 'request'],
    ['metadata', { type: 'metadata' }, 'metadata'],
    ['a revisit', { type: 'revisit' }, 'revisit'],
    ['a resource without HTML', { type: 'resource', ...plain }, 'resources that are no HTML and no feed'],
    ['a page as a resource', { type: 'resource', status: PAGE }, urlOf(1)],
    ['a page of a file', { type: 'resource', status: PAGE, url: 'file:///a/b.html' }, 'file:///a/b.html'],
    ['a page of no place', { type: 'resource', status: PAGE, url: 'urn:x:1' }, 'urn:x:1'],
    [
      'a page of a script',
      { type: 'resource', status: PAGE, url: 'javascript:1' },
      'resources without an address of the web or of a file',
    ],
    ['a resource without a date', { type: 'resource', status: PAGE, date: null }, 'broken-warc-record'],
    ['the file itself', { type: 'warcinfo', url: null }, 'warcinfo'],
    ['an unknown type', { type: 'x\u0000'.repeat(50) }, 'records of an unknown type'],
    ['a look-up', { url: 'dns:news.example' }, 'dns'],
    ['a redirect', { status: 'HTTP/1.1 301 Moved' }, 'answers without success'],
    ['a 404', { status: 'HTTP/1.1 404 Not Found' }, 'answers without success'],
    [
      'a picture',
      { headers: { 'Content-Type': 'image/png' }, body: '\x89PNG\r\n\x1a\n' },
      'answers that are no HTML and no feed',
    ],
    [
      'a text',
      { headers: { 'Content-Type': 'text/plain' }, body: 'x' },
      'answers that are no HTML and no feed',
    ],
    ['an empty answer', { body: '' }, 'answers that are no HTML and no feed'],
    ['a feed', { headers: { 'Content-Type': 'text/xml' }, body: RSS }, urlOf(1)],
    ['a page under a wrong type', { headers: { 'Content-Type': 'image/png' } }, urlOf(1)],
    ['an address in angle brackets', { url: '<https://news.example/1>' }, urlOf(1)],
    ['fractions of a second', { date: '2025-03-04T05:06:07.123456Z' }, urlOf(1)],
    ['no address', { url: null }, 'broken-warc-record'],
    ['a script as address', { url: 'javascript:alert(1)' }, 'broken-warc-record'],
    ['a file as address', { url: 'file:///etc/passwd' }, 'broken-warc-record'],
    ['no date', { date: null }, 'broken-warc-record'],
    ['a date that is none', { date: '2025-13-41T00:00:00Z' }, 'broken-warc-record'],
    ['a local date', { date: '2025-03-04 05:06' }, 'broken-warc-record'],
    ['no HTTP in it', { status: 'hello' }, 'broken-warc-record'],
    ['no status', { status: 'HTTP/1.1' }, 'broken-warc-record'],
  ])('with %s are told apart', async (_, made, word) => {
    expect(await wordsIn(recordOf(made))).toEqual([word]);
  });
});

describe('the payload', () => {
  const chunks = `10;x=y\r\n${PAGE.slice(0, 16)}\r\n${(PAGE.length - 16).toString(16)}\r\n${PAGE.slice(16)}\r\n0\r\n\r\n`;
  it.each<[what: string, headers: Record<string, string>, body: string | Uint8Array]>([
    ['in chunks', { 'Transfer-Encoding': 'chunked' }, chunks],
    ['that has lost its chunks', { 'Transfer-Encoding': 'chunked' }, PAGE],
    ['gzipped', { 'Content-Encoding': 'gzip' }, gzipSync(PAGE)],
    ['that was unzipped by the crawler', { 'Content-Encoding': 'gzip' }, PAGE],
    ['in an encoding of tomorrow, undone by the crawler', { 'Content-Encoding': 'zstd' }, PAGE],
    ['gzipped, its header put aside', { 'X-Crawler-Content-Encoding': 'gzip' }, PAGE],
  ])('%s is the page', async (_, headers, body) => {
    const [answer] = await answersIn(
      recordOf({ headers: { ...headers, 'Content-Type': 'text/html' }, body }),
    );
    expect(answer).toMatchObject({ kind: 'answer', bytes: Buffer.from(PAGE) });
  });

  it.each<[what: string, encoding: string, body: Uint8Array, reason: string]>([
    ['that is cut', 'gzip', gzipSync(PAGE).subarray(0, 40), 'broken-warc-record'],
    ['of an unknown encoding', 'zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), 'broken-warc-record'],
    ['that swells over the limit', 'gzip', gzipSync(Buffer.alloc(LIMIT + 1)), 'too-large'],
  ])('%s is a fault', async (_, encoding, body, reason) => {
    expect(await wordsIn(recordOf({ headers: { 'Content-Encoding': encoding }, body }))).toEqual([reason]);
  });
});

describe('a broken record', () => {
  const [first = '', second = '', third = ''] = links;
  const flipped = Buffer.from(packed[1] ?? '');
  flipped[60] = (flipped[60] ?? 0) ^ 0xff;
  const wrongSum = Buffer.from(packed[1] ?? '');
  wrongSum[wrongSum.length - 6] = (wrongSum[wrongSum.length - 6] ?? 0) ^ 0xff;
  const gone = Buffer.from(three[1] ?? '').toString();
  const between = (middle: string | Uint8Array) =>
    Buffer.concat([three[0] ?? Buffer.of(), Buffer.from(middle), three[2] ?? Buffer.of()]);
  const among = (middle: Uint8Array) =>
    Buffer.concat([packed[0] ?? Buffer.of(), middle, packed[2] ?? Buffer.of()]);

  it.each([
    ['whose gzip is damaged', among(flipped), 'broken-warc-record'],
    ['whose check sum is wrong', among(wrongSum), 'broken-warc-record'],
    ['whose gzip is cut', among((packed[1] ?? Buffer.of()).subarray(0, 80)), 'broken-warc-record'],
    ['that is no gzip', among(Buffer.from('not a member at all')), 'broken-warc-record'],
    ['that is no record', between('not a record at all\r\n\r\n'), 'broken-warc-record'],
    ['without a length', between(gone.replace(/Content-Length: \d+\r\n/, '')), 'broken-warc-record'],
    ['of a length that is none', between(gone.replace(/(?<=Length: )\d+/, '-5')), 'broken-warc-record'],
    ['of a length too small', between(gone.replace(/(?<=Length: )\d+/, '20')), 'broken-warc-record'],
    ['of a length too large', between(gone.replace(/(?<=Length: )\d+/, '300')), 'broken-warc-record'],
    ['of an endless length', between(gone.replace(/(?<=Length: )\d+/, '99999999999')), 'too-large'],
    ['over the limit', between(recordOf({ body: 'x'.repeat(LIMIT) })), 'too-large'],
    ['over the limit, gzipped', among(gzipSync(recordOf({ body: 'x'.repeat(LIMIT * 2) }))), 'too-large'],
    ['with a header without end', between(`WARC/1.0\r\n${'a: b\r\n'.repeat(30_000)}`), 'broken-warc-record'],
  ])('%s is one fault, and the rest goes on', async (_, bytes, reason) => {
    for (const size of [100, 1_000_000]) expect(await wordsIn(bytes, size)).toEqual([first, reason, third]);
    expect(second).toBe(urlOf(2));
  });

  it.each([
    ['plain', Buffer.concat(three).subarray(0, -150)],
    ['gzipped', Buffer.concat(packed).subarray(0, -20)],
    ['gzipped as a whole', gzipSync(Buffer.concat(three)).subarray(0, -20)],
  ])('is the last of a file that was cut: %s', async (_, bytes) => {
    expect((await wordsIn(bytes)).at(-1)).toBe('broken-warc-record');
  });

  it('tells where it is', async () => {
    const faults = (await answersIn(between('x\r\n'))).filter((one) => one.kind === 'fault');
    expect(faults).toMatchObject([{ offset: three[0]?.length, detail: 'no record begins here' }]);
  });

  it('ends nothing, whatever bytes come', async () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(...three, ...packed, Buffer.from('\r\n\r\nWARC/1.0\r\n'), Buffer.from([0x1f, 0x8b, 8])),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 6 }),
        fc.integer({ min: 1, max: 500 }),
        async (parts, size) => {
          const words = await wordsIn(Buffer.concat(parts), size);
          expect(words.length).toBeLessThanOrEqual(40);
        },
      ),
    );
  });
});

describe('a record that Wirefold writes', () => {
  const page: Capture = {
    ...{
      id: 'do_1',
      url: urlOf(1),
      finalUrl: 'https://news.example/one',
      fetchedAt: '2026-01-02T03:04:05.678Z',
    },
    ...{
      httpStatus: 203,
      mediaType: 'text/html',
      charset: 'windows-1252',
      sha256: 'ab',
      bytes: Buffer.from(PAGE),
    },
    item: {
      kind: 'page',
      kindForced: true,
      source: 'Näher\r\ndran',
      hints: { headline: '“Fog” – a\u2028b' },
    },
    reservations: [
      { place: 'tdm-header', says: '1', policy: 'https://news.example/terms' },
      { place: 'robots-header', says: 'noai, noml' },
      { place: 'tdm-meta', says: '1' },
    ],
  };
  const readBack = async (capture: Capture) => {
    const [answer] = await answersIn(gzipSync(await warcRecord(capture)));
    if (answer?.kind !== 'answer') throw new Error(JSON.stringify(answer));
    return answer;
  };

  it('is read back with its addresses, time, status, type, item, and what its headers reserve', async () => {
    expect(await readBack(page)).toEqual({
      ...{
        kind: 'answer',
        url: page.url,
        finalUrl: page.finalUrl,
        fetchedAt: page.fetchedAt,
        httpStatus: 203,
      },
      ...{ contentType: 'text/html; charset=windows-1252', bytes: Buffer.from(PAGE), item: page.item },
      reservations: page.reservations.slice(0, 2),
    });
  });

  it('is a resource where it was not fetched over HTTP, whatever its bytes are', async () => {
    const bytes = Buffer.from('{"title": "Fog"}');
    const record: Capture = {
      ...{ ...page, url: 'stdin:#line-1', finalUrl: 'stdin:#line-1', httpStatus: null, bytes },
      ...{
        mediaType: 'application/json',
        charset: null,
        reservations: [{ place: 'tdmrep-json', says: '1' }],
      },
    };
    expect(await readBack(record)).toMatchObject({
      ...{ url: 'stdin:#line-1', httpStatus: undefined, contentType: 'application/json', bytes },
      reservations: record.reservations,
    });
  });

  it('has the same bytes each time, and no field that a value could end', async () => {
    const [first, second] = [await warcRecord(page), await warcRecord(page)];
    expect(Buffer.compare(first, second)).toBe(0);
    const evil = { ...page, mediaType: 'text/html\r\nSet-Cookie: x', finalUrl: urlOf(2) };
    expect(Buffer.from(await warcRecord(evil)).toString()).not.toContain('\r\nSet-Cookie');
    const record = await WARCParser.parse([first]);
    expect(record?.warcHeader('WARC-Record-ID')).toMatch(
      /^<urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-/,
    );
  });

  it('is read by another reader, behind the record that says what the file is', async () => {
    const about = { software: 'wirefold/0.1.0', description: 'all', madeAt: '2026-01-02T03:04:05Z' };
    const file = [await warcInfoRecord(about), await warcRecord(page)].map((one) => gzipSync(one));
    const found = [];
    for await (const record of WARCParser.iterRecords([Buffer.concat(file)])) {
      const payload = Buffer.from(await record.readFully()).toString();
      found.push([record.warcType, record.warcTargetURI, record.httpHeaders?.statusline, payload]);
    }
    expect(found).toEqual([
      ['warcinfo', null, undefined, expect.stringContaining('description: all\r\n')],
      ['response', page.url, 'HTTP/1.1 203 Non-Authoritative Information', PAGE],
    ]);
  });

  it('leaves out hints that would make its header too long', async () => {
    const item = { ...page.item, hints: { headline: 'é'.repeat(20_000) } };
    expect((await readBack({ ...page, item })).item).toEqual({
      kind: 'page',
      kindForced: true,
      source: item.source,
    });
  });

  it.each([
    ['no JSON', '{'],
    ['another kind', '{"kind":"spell","kindForced":true,"source":"x"}'],
    ['hints that are none', '{"kind":"page","kindForced":true,"source":"x","hints":{"headline":5}}'],
  ])("is another's where its field is broken: %s", async (_, field) => {
    const text = Buffer.from(await warcRecord(page)).toString();
    const [answer] = await answersIn(
      Buffer.from(text.replace(/Wirefold-Item: [^\r]+/, `Wirefold-Item: ${field}`)),
    );
    expect(answer).toMatchObject({ kind: 'answer', item: undefined, finalUrl: undefined });
  });

  it('believes a Content-Location of its own alone, and that of the web alone', async () => {
    const text = Buffer.from(await warcRecord({ ...page, finalUrl: 'file:///etc/passwd' })).toString();
    const [answer] = await answersIn(Buffer.from(text));
    expect(answer).toMatchObject({ item: page.item, finalUrl: undefined });
  });
});
