import type { CandidateRule, DedupeIndex, Signature } from '@wirefold/contracts/evidence';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areCandidates } from '../rule.ts';
import { idsFound, signed, TODAY } from './signed.ts';

const SAME = {
  exactKey: 'same',
  fingerprints: [7, 8, 9],
  termKeys: [1, 2, 3],
  sketch: Uint8Array.of(1, 2, 3),
} as const satisfies Partial<Signature>;
/** Finds who holds the same text, and whoever shares its keys. */
const ASKING = { exactKey: 'same', termKeys: [1, 2], fingerprints: [7, 8, 9] };
const OTHER = { exactKey: 'other', termKeys: [21, 22], sketch: Uint8Array.of(9) };

/** What every index does with articles whose signatures are equal in all but the article's id. */
export function twinConformance(index: () => DedupeIndex, rule: CandidateRule): void {
  const register = (id: string, parts: Partial<Signature>) => idsFound(index(), signed(id, parts));
  joining(index, register);
  leaving(index, register);
  leavingOneByOne(index, register);
  twinsAtOnce(index);
  twinProperty(index, rule);
}

type Register = (id: string, parts: Partial<Signature>) => Promise<string[]>;

function joining(index: () => DedupeIndex, register: Register): void {
  it('gives a twin the first of its class alone, and the class to others as one', async () => {
    await register('near by', { termKeys: [2, 3] });
    expect(await register('a', SAME)).toEqual(['near by']);
    expect(await register('b', SAME)).toEqual(['a']);
    expect(await register('c', SAME)).toEqual(['a']);
    expect(await register('asking', ASKING)).toEqual(['a']);
    expect(await index().size()).toBe(5);
  });

  it.each([
    ['the day before', { day: TODAY - 1 }],
    ['no day', { day: null }],
    ['another exact key', { exactKey: 'else' }],
    ['one fingerprint more', { fingerprints: [7, 8, 9, 10] }],
    ['one fingerprint less', { fingerprints: [7, 8] }],
    ['one term key more', { termKeys: [1, 2, 3, 4] }],
    ['no term keys', { termKeys: [] }],
    ['another byte in the sketch', { sketch: Uint8Array.of(1, 2, 4) }],
    ['a shorter sketch', { sketch: Uint8Array.of(1, 2) }],
    ['no exact key', { exactKey: '' }],
  ] as const)('takes an article with %s for no twin', async (_, parts) => {
    await register('a', SAME);
    expect(await register('b', { ...SAME, ...parts })).toEqual(['a']);
    expect(await register('asking', ASKING)).toEqual(['a', 'b']);
  });

  it('takes equal articles without an exact key for no twins, and lets empty ones never meet', async () => {
    await register('a', { ...SAME, exactKey: '' });
    await register('b', { ...SAME, exactKey: '' });
    expect(await register('asking', ASKING)).toEqual(['a', 'b']);
    await register('empty', { sketch: SAME.sketch });
    expect(await register('empty too', { sketch: SAME.sketch })).toEqual([]);
  });

  it('answers an unchanged twin as before, and the first of a class as anyone', async () => {
    await register('a', SAME);
    await register('b', SAME);
    await register('later', { termKeys: [2, 3] });
    expect(await register('b', SAME)).toEqual(['a']);
    expect(await register('a', SAME)).toEqual(['later']);
    expect(await register('asking', ASKING)).toEqual(['a']);
    expect(await index().size()).toBe(4);
  });

  it('gives the sketch of the class to its twins and to others', async () => {
    await register('a', SAME);
    await register('b', SAME);
    const [first] = await index().registerAndFind(signed('c', SAME));
    expect([...(first?.sketch ?? [])]).toEqual([1, 2, 3]);
  });
}

function leaving(index: () => DedupeIndex, register: Register): void {
  it('puts a twin in the place of the first of a class when that is revised', async () => {
    for (const id of ['a', 'b', 'c']) await register(id, SAME);
    expect(await register('a', OTHER)).toEqual([]);
    const [heir = ''] = await register('asking', ASKING);
    expect(['b', 'c']).toContain(heir);
    expect(await register('asking', ASKING)).toEqual([heir]);
    expect(await register(heir === 'b' ? 'c' : 'b', SAME)).toEqual([heir]);
    expect(await register(heir, SAME)).toEqual(['asking']);
    expect(await register('x', { termKeys: [21, 22] })).toEqual(['a']);
    expect(await index().size()).toBe(5);
    const [found] = await index().registerAndFind(signed('d', ASKING));
    expect([...(found?.sketch ?? [])]).toEqual([1, 2, 3]);
  });

  it('lets the revised first of a class that finds its own keys again find the class', async () => {
    for (const id of ['a', 'b']) await register(id, SAME);
    expect(await register('a', { ...SAME, sketch: OTHER.sketch })).toEqual(['b']);
    expect(await register('a', SAME)).toEqual(['b']);
    expect(await register('asking', ASKING)).toEqual(['b']);
  });

  it('lets an article go from one class to another', async () => {
    for (const id of ['a', 'b']) await register(id, SAME);
    await register('p', OTHER);
    expect(await register('a', OTHER)).toEqual(['p']);
    expect(await register('x', { termKeys: [21, 22] })).toEqual(['p']);
    expect(await register('asking', ASKING)).toEqual(['b']);
    expect(await register('p', SAME)).toEqual(['b']);
    expect(await register('x', { termKeys: [21, 22] })).toEqual(['a']);
  });
}

function leavingOneByOne(index: () => DedupeIndex, register: Register): void {
  it.each([['a b c d'], ['d c b a'], ['b c a d'], ['c a d b']])(
    'keeps a class of four findable until its last has left: %s',
    async (order) => {
      for (const id of ['a', 'b', 'c', 'd']) await register(id, SAME);
      const left = new Set(['a', 'b', 'c', 'd']);
      for (const id of order.split(' ')) {
        const found = await register('asking', ASKING);
        expect(found).toHaveLength(1);
        expect(left).toContain(found[0]);
        await register(id, { termKeys: [] });
        left.delete(id);
      }
      expect(await register('asking', ASKING)).toEqual([]);
      expect(await index().size()).toBe(5);
    },
  );
}

function twinsAtOnce(index: () => DedupeIndex): void {
  it('lets all but one of 40 twins that arrive at once find that one alone', async () => {
    const ids = Array.from({ length: 40 }, (_, n) => `twin-${n}`);
    const found = await Promise.all(ids.map((id) => idsFound(index(), signed(id, SAME))));
    const first = ids.filter((_, n) => found[n]?.length === 0);
    expect(first).toHaveLength(1);
    for (const [n, id] of ids.entries()) expect(found[n]).toEqual(id === first[0] ? [] : first);
    expect(await index().size()).toBe(40);
  });
}

/** Six texts: equal in keys or sketch here and there; the last two are too short for an exact key. */
const TEXTS: readonly Partial<Signature>[] = [
  SAME,
  { ...SAME, sketch: Uint8Array.of(1, 2, 4) },
  { ...SAME, day: TODAY + 1 },
  { ...OTHER, termKeys: [2, 3] },
  { termKeys: [1, 3], sketch: SAME.sketch },
  { sketch: SAME.sketch },
];

/** What the suite knows of an index: who holds which text, and who stands for a text where that was seen. */
interface Known {
  readonly held: Map<string, number>;
  readonly standing: Map<number, string>;
}

function twinProperty(index: () => DedupeIndex, rule: CandidateRule): void {
  it('finds of each text that has twins one, always the same, for any arrivals, repeats and revisions', async () => {
    const arrival = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      text: fc.nat(TEXTS.length - 1),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { maxLength: 30 }), async (arrivals) => {
        await index().clear();
        const known: Known = { held: new Map(), standing: new Map() };
        for (const { id, text } of arrivals) {
          const found = await idsFound(index(), signed(id, TEXTS[text]));
          expectFound(found, id, text, known, rule);
        }
        expect(await index().size()).toBe(known.held.size);
      }),
      { numRuns: 150 },
    );
  });
}

function expectFound(
  found: readonly string[],
  id: string,
  text: number,
  { held, standing }: Known,
  rule: CandidateRule,
): void {
  const earlier = held.get(id);
  if (earlier !== undefined && earlier !== text && standing.get(earlier) === id) standing.delete(earlier);
  held.set(id, text);
  const holders = (of: number) =>
    [...held].filter(([other, it]) => other !== id && it === of).map(([o]) => o);
  const hasTwins = (of: number) => (TEXTS[of]?.exactKey ?? '') !== '';
  const own = holders(text);
  const first = found[0] ?? '';
  if (hasTwins(text) && own.length > 0 && standing.get(text) !== id) {
    const isNew = earlier !== text;
    if (isNew || standing.has(text) || (found.length === 1 && own.includes(first))) {
      expect(found).toHaveLength(1);
      expect(own).toContain(first);
      expect(first).toBe(standing.get(text) ?? first);
      standing.set(text, first);
      return;
    }
  }
  if (hasTwins(text)) standing.set(text, id);
  const expected = TEXTS.flatMap((parts, of) => {
    if (of === text && hasTwins(text)) return [];
    if (!areCandidates(rule, signed(id, TEXTS[text]), signed('another', parts))) return [];
    const others = holders(of);
    if (!hasTwins(of) || others.length === 0) return others;
    const stands = standing.get(of) ?? others.find((other) => found.includes(other)) ?? '';
    standing.set(of, stands);
    return [stands];
  });
  expect(found).toEqual(expected.sort());
}
