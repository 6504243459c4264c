import { createHash } from 'node:crypto';
import { cleanedSchema } from '@wirefold/contracts/article';
import type { CleanJob } from '@wirefold/contracts/jobs';
import type { Bodies, HostMemory } from '@wirefold/contracts/ports';
import { createRedisHostMemory } from '@wirefold/redis-index';
import { randomPrefix, testRedis } from '@wirefold/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { createCleanPool } from '../src/clean-pool.ts';
import { cleanStage } from '../src/stages/clean-stage.ts';

const pool = createCleanPool({ threads: 1, timeoutMs: 20_000, memoryMb: 256 });
afterAll(() => pool.close());

const NOTICE =
  'Readers of the Tidewater Gazette may hand in small notices at the counter until noon, or by letter.';
const SUBJECTS = ['lighthouse', 'orchard', 'tramway', 'beehive'];
const own = (subject: string) =>
  `The ${subject} was shown to visitors on Saturday, and the ${subject} keeper counted more than three hundred of them.`;
const pageOf = (subject: string) =>
  `<html><body><article><h1>A day at the ${subject}</h1><p>${own(subject)}</p><p>${own(`${subject} museum`)}</p>` +
  `<p>${NOTICE}</p></article></body></html>`;

function jobOf(subject: string, kind: 'page' | 'record', bytes: Uint8Array): CleanJob {
  const url = `https://gazette.example/${subject}`;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    ...{
      v: 1,
      itemId: 'it_0000000000000001',
      articleId: 'ar_0000000000000001',
      source: 'gazette.example',
      kind,
    },
    document: {
      ...{ url, finalUrl: url, fetchedAt: '2026-05-01T00:00:00Z', httpStatus: 200, mediaType: 'text/html' },
      ...{ charset: 'utf-8', sha256, byteLength: bytes.length },
    },
  };
}

const bodies: Bodies = { put: async () => {}, get: async () => null, drop: async () => {} };

async function textOf(memory: HostMemory | null, subject: string, kind: 'page' | 'record' = 'page') {
  const html = pageOf(subject);
  const bytes = Buffer.from(
    kind === 'page' ? html : JSON.stringify({ title: `A day at the ${subject}`, html }),
  );
  const outcome = await cleanStage({ bodies, pool, memory }).run(jobOf(subject, kind, bytes), bytes);
  if (outcome.kind !== 'done') throw new Error(`expected an article, got ${JSON.stringify(outcome)}`);
  return cleanedSchema.parse(JSON.parse(Buffer.from(outcome.value).toString())).article.text;
}

const newMemory = (prefix = randomPrefix(), redis = testRedis()) =>
  createRedisHostMemory({ redis, prefix, bounds: { pages: 24, hosts: 10, seconds: 60 } });

describe('the clean stage with a memory of hosts', () => {
  it('removes from the third page on what two other workers have seen on theirs', async () => {
    const prefix = randomPrefix();
    const workers = [newMemory(prefix), newMemory(prefix), newMemory(prefix)];
    const texts = [];
    for (const [at, subject] of SUBJECTS.slice(0, 3).entries())
      texts.push(await textOf(workers[at] ?? null, subject));
    expect(texts.map((text) => text.includes(NOTICE))).toEqual([true, true, false]);
    expect(texts[2]).toBe(`${own('tramway')}\n\n${own('tramway museum')}`);
  });

  it('gives the same for a delivery that comes again', async () => {
    const memory = newMemory();
    for (const subject of SUBJECTS) await textOf(memory, subject);
    const once = await textOf(memory, 'beehive');
    for (let n = 0; n < 4; n++) expect(await textOf(memory, 'beehive')).toBe(once);
    expect(once).toBe(`${own('beehive')}\n\n${own('beehive museum')}`);
  });

  it('leaves records alone, and every page where no memory is given', async () => {
    const memory = newMemory();
    for (const subject of SUBJECTS) expect(await textOf(memory, subject, 'record')).toContain(NOTICE);
    for (const subject of SUBJECTS) expect(await textOf(null, subject)).toContain(NOTICE);
  });

  it('cleans on when the memory cannot be asked', async () => {
    const redis = testRedis({ maxRetriesPerRequest: 0, enableOfflineQueue: false });
    redis.disconnect();
    const memory = newMemory(randomPrefix(), redis);
    for (const subject of SUBJECTS) expect(await textOf(memory, subject)).toContain(NOTICE);
  });
});
