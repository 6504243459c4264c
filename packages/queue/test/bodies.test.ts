import { randomBytes } from 'node:crypto';
import { randomPrefix, startOwnServer, testRedis } from '@wirefold/testing';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeBody, encodeBody } from '../src/body-encoding.ts';
import { createBodies } from '../src/index.ts';

const prefix = randomPrefix();
const bodies = createBodies(testRedis, prefix);
const redis = testRedis();
afterAll(() => {
  bodies.close();
  redis.disconnect();
});

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

describe('bodies', () => {
  it('gives back each part byte for byte, and null for what is not there', async () => {
    await bodies.put('it_a', 'document', text('<p>Ferry late</p>'));
    await bodies.put('it_a', 'verdict', Uint8Array.of(0, 255, 13, 10));
    expect(await bodies.get('it_a', 'document')).toEqual(Buffer.from('<p>Ferry late</p>'));
    expect(await bodies.get('it_a', 'verdict')).toEqual(Buffer.of(0, 255, 13, 10));
    expect(await bodies.get('it_a', 'cleaned')).toBeNull();
    expect(await bodies.get('it_b', 'document')).toBeNull();
  });

  it('replaces a part that is put again', async () => {
    await bodies.put('it_c', 'document', text('one'));
    await bodies.put('it_c', 'document', text('two'));
    expect(await bodies.get('it_c', 'document')).toEqual(Buffer.from('two'));
  });

  it('drops all parts of the named items alone', async () => {
    await bodies.put('it_d', 'document', text('gone'));
    await bodies.put('it_d', 'cleaned', text('gone too'));
    await bodies.put('it_e', 'document', text('stays'));
    await bodies.drop(['it_d', 'it_unknown']);
    await bodies.drop([]);
    expect(await bodies.get('it_d', 'document')).toBeNull();
    expect(await bodies.get('it_d', 'cleaned')).toBeNull();
    expect(await bodies.get('it_e', 'document')).not.toBeNull();
  });

  it('expires a forgotten body after a week', async () => {
    await bodies.put('it_f', 'document', text('forgotten'));
    const week = 7 * 24 * 3_600;
    const seconds = await redis.ttl(`${prefix}:body:it_f`);
    expect(seconds).toBeGreaterThan(week - 60);
    expect(seconds).toBeLessThanOrEqual(week);
  });

  it('keeps a page in less than half of its bytes, and random bytes in one more', async () => {
    const page = text('<div class="story"><p>The harbour ferry was late again.</p></div>'.repeat(2_000));
    await bodies.put('it_g', 'document', page);
    await bodies.put('it_g', 'cleaned', randomBytes(5_000));
    expect(await redis.hstrlen(`${prefix}:body:it_g`, 'document')).toBeLessThan(page.byteLength / 2);
    expect(await redis.hstrlen(`${prefix}:body:it_g`, 'cleaned')).toBe(5_001);
    expect(await bodies.get('it_g', 'document')).toEqual(Buffer.from(page));
  });

  it('says that an unknown encoding is of a newer version', async () => {
    await redis.hset(`${prefix}:body:it_h`, 'document', Buffer.of(99, 1, 2));
    await expect(bodies.get('it_h', 'document')).rejects.toThrow('unknown encoding 99');
  });

  it('reports the memory that Redis uses, and its limit where there is one', async () => {
    expect(await bodies.usedMemory()).toEqual({ usedBytes: expect.any(Number), limitBytes: null });
    const server = await startOwnServer({ args: ['--maxmemory', '20mb'] });
    const limited = createBodies(server.connect);
    expect((await limited.usedMemory()).limitBytes).toBe(20 * 1024 * 1024);
    limited.close();
  });

  it('fails with a word on memory where Redis is full', async () => {
    const server = await startOwnServer({ args: ['--maxmemory', '3mb', '--maxmemory-policy', 'noeviction'] });
    const full = createBodies(server.connect);
    const put = async (): Promise<never> => {
      for (let n = 0; ; n++) await full.put(`it_${n}`, 'document', randomBytes(100_000));
    };
    await expect(put()).rejects.toMatchObject({ fault: 'out-of-memory' });
    full.close();
  });
});

describe('the encoding of bodies', () => {
  it.each([0, 1, 511, 512, 256 * 1024, 256 * 1024 + 1, 3_000_000])('gives back %i bytes', async (length) => {
    const bytes = new Uint8Array(length).fill(97);
    expect(Buffer.compare(Buffer.from(await decodeBody(await encodeBody(bytes))), bytes)).toBe(0);
  });

  it('gives back any bytes and never adds more than one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (bytes) => {
        const stored = await encodeBody(bytes);
        expect(stored.byteLength).toBeLessThanOrEqual(bytes.byteLength + 1);
        expect(Buffer.compare(await decodeBody(stored), bytes)).toBe(0);
      }),
    );
  });
});
