import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from '@wirefold/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Found, type InputKind, readInputs } from '../src/accept/inputs.ts';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}

async function read(named: string[], as?: InputKind, stdin = ''): Promise<Found[]> {
  const out: Found[] = [];
  const options = { cwd: folder, stdin: bytesOf(stdin), maxBodyBytes: 1_000, ...(as ? { as } : {}) };
  for await (const input of readInputs(named, options)) out.push(input);
  return out;
}

const brief = (input: Found) => {
  if ('problem' in input) return input.problem;
  if ('leftOut' in input) return JSON.stringify(input.leftOut);
  const { item, failure } = input;
  return [item.kind, item.url.replace(`file://${folder}/`, ''), failure?.reason ?? 'ok'].join(' ');
};

it.each<[string, string, string]>([
  ['a.txt', 'hello', 'text a.txt ok'],
  ['a.HTML', '<p>hello', 'html a.HTML ok'],
  ['feed.xml', '<rss/>', 'page feed.xml ok'],
  ['list.opml', '<opml/>', 'opml list.opml ok'],
  ['strange.bin', '\0\0', 'page strange.bin ok'],
  ['big.txt', 'x'.repeat(1_001), 'text big.txt too-large'],
])('reads the file %s as what it is', async (name, content, expected) => {
  await writeFile(join(folder, name), content);
  expect((await read([name])).map(brief)).toEqual([expected]);
});

it('makes a record of each line of a JSONL file, gzipped or not, and of a line that is none', async () => {
  const lines = '{"id":"a","text":"x"}\nnot json\n{"url":"https://example.org/b?utm_source=x","text":"y"}\n';
  await writeFile(join(folder, 'r.jsonl.gz'), gzipSync(lines));
  expect((await read(['r.jsonl.gz'])).map(brief)).toEqual([
    'record r.jsonl.gz#a ok',
    'record r.jsonl.gz#line-2 ok',
    'record https://example.org/b ok',
  ]);
});

it('reads folders down to their leaves and globs, in a fixed order, and leaves other files alone', async () => {
  await mkdir(join(folder, 'in/deeper'), { recursive: true });
  await writeFile(join(folder, 'in/b.txt'), 'b');
  await writeFile(join(folder, 'in/a.html'), 'a');
  await writeFile(join(folder, 'in/deeper/c.txt'), 'c');
  await writeFile(join(folder, 'in/picture.png'), 'd');
  expect((await read(['in'])).map(brief)).toEqual([
    'html in/a.html ok',
    'text in/b.txt ok',
    'text in/deeper/c.txt ok',
  ]);
  expect((await read(['in/*.txt'])).map(brief)).toEqual(['text in/b.txt ok']);
});

it('says what is not there and goes on with what is', async () => {
  await writeFile(join(folder, 'a.txt'), 'a');
  expect((await read(['nowhere.txt', 'none/*.txt', 'a.txt'])).map(brief)).toEqual([
    'there is no such file or folder',
    'no file of a known kind is in it',
    'text a.txt ok',
  ]);
});

it('takes addresses as they are, also those that the fetch stage will turn away', async () => {
  expect(
    (await read(['https://EXAMPLE.org:443/a#x', 'ftp://example.org/a', 'http://[bad'])).map(brief),
  ).toEqual(['page https://example.org/a ok', 'page ftp://example.org/a ok', 'page http://[bad ok']);
});

it('believes the person over the ending', async () => {
  await writeFile(join(folder, 'a.txt'), '{"id":1,"text":"x"}');
  expect((await read(['a.txt'], 'jsonl')).map(brief)).toEqual(['record a.txt#1 ok']);
});

it('names what comes on standard input by its content, so that the same text is the same item', async () => {
  const [first] = await read(['-'], 'text', 'hello');
  const [again] = await read(['-'], 'text', 'hello');
  const [other] = await read(['-'], 'text', 'world');
  expect(first).toEqual(again);
  expect(first).not.toEqual(other);
});

it('quarantines a broken archive under a name', async () => {
  await writeFile(join(folder, 'r.jsonl.gz'), 'this is not gzip');
  expect((await read(['r.jsonl.gz'])).map(brief)).toEqual(['record r.jsonl.gz unreadable-file']);
});

it('quarantines a file that cannot be read when its turn comes', async () => {
  await writeFile(join(folder, 'a.txt'), 'a');
  await writeFile(join(folder, 'b.txt'), 'b');
  const found: string[] = [];
  for await (const input of readInputs(['*.txt'], { cwd: folder, stdin: bytesOf(''), maxBodyBytes: 1_000 })) {
    found.push(brief(input));
    await rm(join(folder, 'b.txt'), { force: true });
  }
  expect(found).toEqual(['text a.txt ok', 'text b.txt unreadable-file']);
});

describe('a WARC file', () => {
  const answer = (n: number, type = 'response') => {
    const http = `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>${n}</p>`;
    const fields = `WARC-Type: ${type}\r\nWARC-Target-URI: https://a.example/${n}\r\nWARC-Date: 2025-03-04T05:06:07Z`;
    return `WARC/1.0\r\n${fields}\r\nContent-Length: ${http.length}\r\n\r\n${http}\r\n\r\n`;
  };
  const file = [
    answer(1),
    answer(1, 'request'),
    answer(2),
    'x\r\n',
    answer(3, 'revisit'),
    answer(4, 'revisit'),
  ];
  const words = [
    'page https://a.example/1 ok',
    'page https://a.example/2 ok',
    'broken-warc-record',
    '{"request":1,"revisit":2}',
  ];
  const short = (word: string) => (word.includes('#record-at-') ? word.split(' ').at(-1) : word);

  it.each<[string, Uint8Array]>([
    ['a.warc', Buffer.from(file.join(''))],
    ['a.warc.gz', Buffer.concat(file.map((one) => gzipSync(one)))],
  ])('%s gives its answers, tells of a broken record, and counts the rest', async (name, bytes) => {
    await writeFile(join(folder, name), bytes);
    expect((await read([name])).map(brief).map(short)).toEqual(words);
    expect((await read(['.'])).map(brief).map(short)).toEqual(words);
  });

  it('is read from standard input, and from no address', async () => {
    expect((await read(['-'], 'warc', file.join(''))).map(brief).map(short)).toEqual(words);
    expect((await read(['https://a.example/a.warc'], 'warc')).map(brief)).toEqual([
      'as warc it has to be a file here or standard input: download it first',
    ]);
  });

  it('says when each answer was fetched, and how it was given', async () => {
    const [first] = await read(['-'], 'warc', file.join(''));
    expect(first).toMatchObject({
      item: {
        ...{ source: 'a.example', kind: 'page', kindForced: false },
        provided: {
          ...{ bytes: Buffer.from('<p>1</p>'), mediaType: 'text/html; charset=utf-8', httpStatus: 200 },
          receivedAt: '2025-03-04T05:06:07.000Z',
        },
      },
    });
  });

  it('that is not there when its turn comes is quarantined', async () => {
    await writeFile(join(folder, 'b.warc'), '');
    const inputs = readInputs(['*.warc'], { cwd: folder, stdin: bytesOf(''), maxBodyBytes: 1_000 });
    await writeFile(join(folder, 'a.warc'), answer(1));
    const found: string[] = [];
    for await (const input of inputs) {
      found.push(brief(input));
      await rm(join(folder, 'b.warc'), { force: true });
    }
    expect(found).toEqual(['page https://a.example/1 ok', 'page b.warc unreadable-file']);
  });
});

it.each<[InputKind, string]>([
  ['sitemap', 'sitemap https://a.example/x ok'],
  ['opml', 'opml https://a.example/x ok'],
  ['feed', 'feed https://a.example/x ok'],
])('an address named as %s is one', async (kind, expected) => {
  expect((await read(['https://a.example/x'], kind)).map(brief)).toEqual([expected]);
});
