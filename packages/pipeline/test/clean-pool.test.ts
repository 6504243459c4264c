import { createHash } from 'node:crypto';
import { cleanedSchema } from '@wirefold/contracts/article';
import type { CleanJob } from '@wirefold/contracts/jobs';
import { afterEach, expect, it } from 'vitest';
import { type CleanPool, createCleanPool } from '../src/clean-pool.ts';

let pool: CleanPool;
afterEach(() => pool.close());

function jobFor(bytes: Uint8Array): CleanJob {
  const url = 'https://example.org/a';
  return {
    ...{ v: 1, itemId: 'it_0000000000000001', articleId: 'ar_0000000000000001', source: 'example.org' },
    kind: 'page',
    document: {
      ...{ url, finalUrl: url, fetchedAt: '2026-05-01T00:00:00Z', httpStatus: 200, mediaType: 'text/html' },
      ...{
        charset: 'utf-8',
        sha256: createHash('sha256').update(bytes).digest('hex'),
        byteLength: bytes.length,
      },
    },
  };
}

const PARAGRAPH = `<p>${'The ferry to Osk left the harbour at noon and came back with the evening tide. '.repeat(4)}</p>`;
const page = (paragraphs: number) =>
  Buffer.from(`<html><body><h1>Ferry</h1><article>${PARAGRAPH.repeat(paragraphs)}</article></body></html>`);
const run = (bytes: Uint8Array) => pool.run(jobFor(bytes), bytes);

it('cleans a page on a thread', async () => {
  pool = createCleanPool({ threads: 1, timeoutMs: 20_000, memoryMb: 256 });
  const outcome = await run(page(3));
  expect(
    outcome.kind === 'done' &&
      cleanedSchema.parse(JSON.parse(Buffer.from(outcome.value).toString())).article.text,
  ).toContain('The ferry to Osk');
});

it('writes the address that a page names for itself as every other address is written', async () => {
  pool = createCleanPool({ threads: 1, timeoutMs: 20_000, memoryMb: 256 });
  const link = '<link rel="canonical" href="https://WWW.example.org:443/b/index.html?utm_source=amp#top">';
  const outcome = await run(Buffer.concat([Buffer.from(link), page(3)]));
  expect(
    outcome.kind === 'done' &&
      cleanedSchema.parse(JSON.parse(Buffer.from(outcome.value).toString())).article.canonicalUrl,
  ).toBe('https://www.example.org/b/');
});

it('gives up a page that takes longer than the limit, and cleans the next', async () => {
  pool = createCleanPool({ threads: 1, timeoutMs: 1, memoryMb: 256 });
  await expect(run(page(40_000))).rejects.toMatchObject({ reason: 'clean-timeout' });
  await pool.close();
  pool = createCleanPool({ threads: 1, timeoutMs: 20_000, memoryMb: 256 });
  const slow = run(page(20));
  expect((await slow).kind).toBe('done');
});

it('gives up a page that takes more memory than the limit; those that wait behind it are cleaned', async () => {
  pool = createCleanPool({ threads: 1, timeoutMs: 60_000, memoryMb: 48 });
  const distinct = Array.from(
    { length: 300_000 },
    (_, i) => `<p>Paragraph ${i} of a very long page, in its own words.</p>`,
  );
  const heavy = run(Buffer.from(`<article>${distinct.join('')}</article>`));
  const light = run(page(3));
  await expect(heavy).rejects.toMatchObject({ reason: 'clean-memory' });
  expect((await light).kind).toBe('done');
});
