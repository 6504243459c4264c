import { describe, expect, it } from 'vitest';
import { ARTICLES, SETS } from './dedupe-sets.ts';
import { records, wirefold } from './wirefold.ts';
import { createWorkshop } from './workshop.ts';

const bench = (cwd: string, ...args: string[]) => wirefold(['bench', 'dedupe', ...args], { cwd });
const always = (value: number) => ({ mean: value, least: value, most: value });
const PERFECT = { precision: always(1), recall: always(1), f1: always(1) };

describe('bench dedupe', { timeout: 120_000 }, () => {
  it('measures every set of a folder that is named as one, as JSON lines', async () => {
    const { cwd } = await createWorkshop(SETS);
    const args = ['--data', 'sets', '--orders', '2', '--json', '--quiet'];
    const { status, out, err } = await bench(cwd, ...args);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const [stories, pairs, ...others] = records(out);
    expect(others).toEqual([]);
    expect(stories).toMatchObject({ set: 'mills_dev', kind: 'stories', articles: 4, clusters: 2, orders: 2 });
    const [ours, minhash, ...rest] = (stories?.standings ?? []) as Record<string, unknown>[];
    expect(ours).toEqual({
      ...{ name: 'wirefold', bCubed: PERFECT, pairwise: PERFECT, adjustedRand: always(1) },
      // Four articles, of which the mill's copy is one and its rewrite none: (1 - 0.5) / (2 - 0.5).
      copiesAdjustedRand: always(expect.closeTo(1 / 3, 12)),
      articlesPerSecond: expect.any(Number),
      articlesPerCpuSecond: expect.any(Number),
      peakMemoryMb: expect.any(Number),
    });
    expect(minhash).toMatchObject({
      name: 'minhash',
      bCubed: { precision: always(1), recall: always(2 / 3) },
    });
    expect(rest.map(({ name }) => name)).toEqual(['minhash-0.5', 'simhash', 'tfidf']);
    expect(rest.at(-1)).toMatchObject({ copiesAdjustedRand: null });
    for (const { peakMemoryMb } of [ours, minhash] as { peakMemoryMb: number }[]) {
      expect(peakMemoryMb).toBeGreaterThan(20);
    }
    expect(pairs).toMatchObject({ set: 'some_pairs', kind: 'pairs', pairs: 2, same: 1 });
    expect(pairs?.standings).toMatchObject([
      { name: 'wirefold', precision: 1, recall: 1, f1: 1, tp: 1, fp: 0, fn: 0 },
      { name: 'minhash', precision: 1, recall: 0, f1: 0, tp: 0, fp: 0, fn: 1 },
      { name: 'minhash-0.5' },
      { name: 'simhash' },
      { name: 'tfidf' },
    ]);
  });

  it('measures several files, zipped or not, and shows tables without colours', async () => {
    const { cwd } = await createWorkshop(SETS);
    const files = ['sets/mills_dev.jsonl', 'sets/some_pairs.jsonl.gz'];
    const { status, out, err } = await bench(cwd, '--data', ...files, '--orders', '1', '--against', 'tfidf');
    expect(status).toBe(0);
    expect(out).toMatch(
      /^mills_dev: 4 articles in 2 stories\n\n +B-cubed F1 +least\.\.most .*\nwirefold +1\.0000 /,
    );
    expect(out).toMatch(/^wirefold +1\.0000 +1\.0000\.\.1\.0000 +0\.3333 +\d+ +\d+ +\d+$/m);
    expect(out).toMatch(/^tfidf +-?\d\.\d{4} +\S+ +- +\d+ +\d+ +\d+$/m);
    expect(out).toContain('means over 1 random order of arrival');
    expect(out).toMatch(/^some_pairs: 2 pairs, 1 of one story\n\n +F1 +precision/m);
    expect(out).not.toContain('minhash');
    expect(out).not.toContain('\u001b[');
    expect(err.split('\n').slice(0, 2)).toEqual(['mills_dev: wirefold', 'mills_dev: tfidf']);
  });

  const lines = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
  const [first] = ARTICLES;
  it.each([
    ['no file named', [], 'No sets named: bench dedupe. Name files or their folder', 2],
    ['a file that is not there', ['--data', 'gone.jsonl'], /No such file: .*gone\.jsonl\. Name sets/, 2],
    ['a folder without sets', ['--data', 'empty'], /No sets: .*empty\. The sets of a folder end in _dev/, 2],
    [
      'an unknown peer',
      ['--data', 'good.jsonl', '--against', 'simhsh'],
      'Unknown peer: simhsh. There are: minhash, minhash-0.5, simhash, tfidf, none.',
      2,
    ],
    ['no order at all', ['--data', 'good.jsonl', '--orders', '0'], 'from 1 to 99', 2],
    ['an empty set', ['--data', 'void.jsonl'], /Empty set: .*void\.jsonl\. Name a file with articles/, 1],
    [
      'a set without labels, before it runs another',
      ['--data', 'good.jsonl', 'bare.jsonl'],
      /Unlabelled set: .*bare\.jsonl\. Give its articles a "cluster"/,
      1,
    ],
    ['a line that is no article', ['--data', 'broken.jsonl'], /Broken line: 2 of .*broken\.jsonl\. Every/, 1],
    ['articles among pairs', ['--data', 'mixed.jsonl'], /Broken line: 2 of .*mixed\.jsonl\. Every line/, 1],
    [
      'a zipped file that is none',
      ['--data', 'word.jsonl.gz'],
      /Set cannot be read: .*word\.jsonl\.gz \(/,
      1,
    ],
    [
      'sets and made-up articles at once',
      ['--data', 'good.jsonl', '--synthetic', '100'],
      'Both sets and made-up articles: good.jsonl.',
      2,
    ],
    ['a size that is too small', ['--synthetic', '1000', '99'], 'from 100 to 10000000', 2],
    [
      'Redis and a seed without sizes',
      ['--data', 'good.jsonl', '--in-redis', '--seed', '1'],
      'Only for made-up articles: --seed, --in-redis. Name sizes too',
      2,
    ],
    [
      'orders and peers of made-up articles',
      ['--synthetic', '100', '--orders', '5', '--against', 'none'],
      'Only for sets: --against, --orders. Made-up articles come in the order of their publication',
      2,
    ],
  ])('refuses %s', async (_name, args, message, expected) => {
    const { cwd } = await createWorkshop({
      'good.jsonl': SETS['sets/mills_dev.jsonl'],
      'bare.jsonl': SETS['sets/load_much.jsonl'],
      'broken.jsonl': `${lines(first)}["no object"]\n`,
      'mixed.jsonl': lines(first, { a_text: 'a', b_text: 'b', label: 'OK' }),
      'void.jsonl': '\n',
      'word.jsonl.gz': 'no gzip',
      'empty/load_much.jsonl': SETS['sets/load_much.jsonl'],
    });
    const { status, out, err } = await bench(cwd, ...args, '--quiet');
    expect({ status, out }).toEqual({ status: expected, out: '' });
    expect(err).toMatch(message);
    expect(err).toMatch(/^wirefold: /);
    expect(err).not.toContain('    at ');
  });

  it('measures the cost of made-up articles size by size', async () => {
    const { cwd } = await createWorkshop();
    const { status, out, err } = await bench(cwd, '--synthetic', '200', '400', '--seed', '7', '--json');
    expect(status).toBe(0);
    const cost = {
      ...{ signature: expect.any(Number), index: expect.any(Number), evidence: expect.any(Number) },
      candidates: expect.any(Number),
    };
    const size = (articles: number) => ({
      articles,
      ...{ compared: articles, stories: expect.any(Number), found: expect.any(Number) },
      pairs: expect.any(Number),
      ...{ mean: cost, lastTenth: cost, folding: expect.any(Number) },
      cost: { mean: expect.any(Number), lastTenth: expect.any(Number) },
      ...{ indexBytesPerArticle: expect.any(Number), peakMemoryMb: expect.any(Number) },
      bCubed: { precision: expect.any(Number), recall: expect.any(Number), f1: expect.any(Number) },
      redis: null,
    });
    expect(records(out)).toEqual([
      {
        ...{ seed: 7, days: 30, sizes: [size(200), size(400)] },
        ratio: { mean: expect.any(Number), lastTenth: expect.any(Number) },
      },
    ]);
    const [curve] = records(out) as unknown as [{ sizes: Record<string, number>[] }];
    for (const { indexBytesPerArticle } of curve.sizes) expect(indexBytesPerArticle).toBeGreaterThan(500);
    expect(err).toMatch(/^200 articles: 20 in the index$[\s\S]*^400 articles: 400 in the index$/m);
  });

  // Five processes that each load the pipeline.
  it('measures four workers over one index in Redis, and one without Redis', {
    timeout: 300_000,
  }, async () => {
    const { cwd, env } = await createWorkshop();
    const args = ['bench', 'dedupe', '--synthetic', '120', '--in-redis', '--json'];
    const { status, out, err } = await wirefold(args, { cwd, env });
    expect(status).toBe(0);
    const [curve] = records(out) as unknown as [{ sizes: { redis: Record<string, number> }[] }];
    const [size] = curve.sizes;
    expect(size?.redis).toEqual({
      ...{ bytesPerArticle: expect.any(Number), workers: 4, pairs: expect.any(Number) },
      ...{ articlesPerSecond: expect.any(Number), alonePerSecond: expect.any(Number) },
    });
    expect(size?.redis.bytesPerArticle).toBeGreaterThan(200);
    expect(size?.redis.pairs).toBeGreaterThan(0);
    expect(err).toMatch(/^120 articles: 4 workers through Redis\n120 articles: one worker without Redis$/m);
  });

  it('shows the curve of one size without a ratio', async () => {
    const { cwd } = await createWorkshop();
    const { status, out } = await bench(cwd, '--synthetic', '300', '--quiet');
    expect(status).toBe(0);
    expect(out).toMatch(
      /^Made-up articles over 30 days, seed 1\n\n +signature +index +evidence +folding +all/,
    );
    expect(out).toMatch(/^300 +\d+ +\d+ +\d+ +\d+ +\d+ +\d+ +\d+\.\d +\d+\.\d$/m);
    expect(out).not.toContain('Redis');
    expect(out).not.toContain('times as much');
  });
});
