/** Bits of the sieve: 128 kB, in which 50,000 runs of words let one of twenty others through to the set. */
const SIEVE_BITS = 20;

type Test = (gram: number) => boolean;

const tests = new WeakMap<ReadonlySet<number>, Test>();

/** Tells template text by its hash; a look into a sieve comes before that into the set, which took a quarter of signing. */
export function templateTest(templates: ReadonlySet<number>): Test {
  const known = tests.get(templates);
  if (known !== undefined) return known;
  const sieve = new Uint8Array(2 ** (SIEVE_BITS - 3));
  for (const gram of templates) {
    const bit = gram >>> (32 - SIEVE_BITS);
    sieve[bit >> 3] = (sieve[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  const test: Test = (gram) => {
    const bit = gram >>> (32 - SIEVE_BITS);
    return ((sieve[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0 && templates.has(gram);
  };
  tests.set(templates, test);
  return test;
}
