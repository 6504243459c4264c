import { temporaryFolder } from '@wirefold/testing';
import { describe, expect, it } from 'vitest';
import { type Arrival, judgeHost } from '../src/benching/fetch/farm/arrivals.ts';
import { createPages } from '../src/benching/fetch/farm/page.ts';
import { type FarmOptions, hostTraits, pageTraits, robotsText } from '../src/benching/fetch/farm/traits.ts';
import { trendOf } from '../src/benching/fetch/trend.ts';
import { records, wirefold } from './wirefold.ts';

const bench = async (...args: string[]) =>
  wirefold(['bench', 'fetch', '--json', '--quiet', ...args], { cwd: await temporaryFolder() });

describe('bench fetch over a small farm', () => {
  it('counts every page once, beside the bare loop, and asks no host twice at once', async () => {
    const asked = ['--only', 'throughput', '--hosts', '20', '--pages', '200', '--rounds', '1'];
    const { status, out, err } = await bench(...asked);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const [figures] = records(out);
    expect(figures).toMatchObject({ part: 'throughput', pages: 200, overlaps: 0 });
    // Each page once, and two files of every host but the first, whose files are known from warming up.
    expect(figures?.requests).toBe(200 + 19 * 2);
    expect(figures?.eachRound).toHaveLength(1);
  }, 120_000);

  it('finds two worker processes on time at hosts with faults and crawl-delays', async () => {
    const asked = ['--only', 'gap', '--hosts', '20', '--pages', '400', '--workers', '2'];
    const { status, out } = await bench(...asked);
    const [figures] = records(out);
    expect({ status, figures }).toMatchObject({
      ...{ status: 0, figures: { part: 'gap', workers: 2, gapMs: 40, overlaps: 0, early: 0 } },
    });
    const rules = figures?.rules as { ruleMs: number; smallestGapMs: number; leastSpareMs: number }[];
    expect(rules.map(({ ruleMs }) => ruleMs)).toEqual([40, 100, 300]);
    // Beside robots.txt, which says it first, a crawl-delay is not owed yet.
    for (const { smallestGapMs, leastSpareMs } of rules) {
      expect(smallestGapMs).toBeGreaterThanOrEqual(40);
      expect(leastSpareMs).toBeGreaterThanOrEqual(0);
    }
    expect(Number(figures?.requests)).toBeGreaterThan(400);
  }, 120_000);

  it('polls ten feeds for a simulated day beside the simple rule, and the balance holds', async () => {
    const { status, out } = await bench('--only', 'polling', '--feeds', '10');
    const [figures] = records(out);
    expect({ status, figures }).toMatchObject({
      ...{ status: 0, figures: { part: 'polling', feeds: 10, faults: [], rule: { polls: 960 } } },
    });
    const sides = figures as unknown as Record<'wirefold' | 'rule', Record<string, number>>;
    expect(sides.wirefold.polls).toBeGreaterThan(10);
    expect(sides.wirefold.bytes).toBeLessThan(Number(sides.rule.bytes));
    expect(sides.wirefold.missed).toBeLessThan(Number(figures?.entries));
  }, 120_000);

  it.each([
    [['--rate', '5'], 'Only for a soak'],
    [['--soak', '1', '--pages', '5'], 'Not for a soak'],
    [['--only', 'soak'], 'Allowed choices are'],
    [['--hosts', '251'], 'from 1 to 250'],
  ])('refuses %j', async (args, words) => {
    const { status, err } = await bench(...args);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining(words) });
  });
});

describe('a host of the farm judges by its own log', () => {
  const rule = { host: 'h', hostGapMs: 40, crawlDelayMs: 0 };
  const asked = (from: number, to: number, more: Partial<Arrival> = {}): Arrival => ({
    ...{ path: '/', from, to, status: 200, holdMs: 0 },
    ...more,
  });

  it.each([
    ['on time to the millisecond', rule, [asked(0, 10), asked(50, 60)], { smallestGapMs: 40, early: 0 }],
    [
      'too soon',
      rule,
      [asked(0, 10), asked(49, 60)],
      { smallestGapMs: 39, leastSpareMs: -1, early: 1, tightest: { owedMs: 40, gapMs: 39, tookMs: 10 } },
    ],
    ['at once with another', rule, [asked(0, 10), asked(9, 60)], { smallestGapMs: -1, overlaps: 1 }],
    ['during an answer that never ends', rule, [asked(0, Infinity), asked(9, 60)], { overlaps: 1 }],
    ['within twice the last answer’s time', rule, [asked(0, 30), asked(85, 90)], { early: 1 }],
    ['within 10 s after one of a minute', rule, [asked(0, 60_000), asked(70_000, 70_001)], { early: 0 }],
    ['within the Retry-After', rule, [asked(0, 1, { holdMs: 1_000 }), asked(1_000, 1_001)], { early: 1 }],
    ['within the crawl-delay', { ...rule, crawlDelayMs: 200 }, [asked(0, 1), asked(200, 201)], { early: 1 }],
    [
      'after robots.txt, which names the crawl-delay',
      { ...rule, crawlDelayMs: 200 },
      [asked(0, 1, { path: '/robots.txt' }), asked(41, 50)],
      { ruleMs: 200, early: 0 },
    ],
    ['without a gap to keep', { ...rule, hostGapMs: 0 }, [asked(0, 30), asked(30, 31)], { early: 0 }],
    ['once', rule, [asked(0, 1)], { smallestGapMs: null, leastSpareMs: null, requests: 1 }],
  ])('a request %s', (_name, owed, arrivals, verdict) => {
    expect(judgeHost(owed, arrivals)).toMatchObject(verdict);
  });
});

describe('the farm', () => {
  const farm = (mood: FarmOptions['mood'], seed = 1): FarmOptions => ({ hosts: 200, seed, mood });
  const hosts = (options: FarmOptions) => Array.from({ length: 200 }, (_, at) => hostTraits(options, at));

  it('is the same for the same seed, and another for another', () => {
    expect(hosts(farm('unruly'))).toEqual(hosts(farm('unruly')));
    expect(hosts(farm('unruly', 2))).not.toEqual(hosts(farm('unruly')));
    expect(pageTraits(farm('unruly'), 3, 7)).toEqual(pageTraits(farm('unruly'), 3, 7));
  });

  it('keeps within its bounds, and shows every kind of robots.txt', () => {
    const unruly = hosts(farm('unruly'));
    for (const { delayMs } of unruly) {
      expect(delayMs).toBeGreaterThanOrEqual(5);
      expect(delayMs).toBeLessThanOrEqual(300);
    }
    expect(new Set(unruly.map(({ robots }) => robots)).size).toBe(5);
    for (const host of unruly)
      expect(/Crawl-delay: 0\.[123]\n/.test(robotsText(host) ?? '')).toBe(host.crawlDelay > 0);
  });

  it('has faults only where it is unruly', () => {
    const faults = (mood: FarmOptions['mood']) =>
      new Set(Array.from({ length: 2_000 }, (_, page) => pageTraits(farm(mood), 1, page).fault));
    expect([...faults('calm')]).toEqual(['none']);
    expect(faults('unruly').size).toBe(11);
  });

  it('makes pages of the size that was asked for, each with an article of its own', () => {
    const pageOf = createPages(1, 300_000);
    const [one, other] = [pageOf(0, 1, 20_000), pageOf(0, 2, 300_000)];
    expect(one.article.length + one.filling.length).toBe(20_000);
    expect(other.article.length + other.filling.length).toBe(300_000);
    expect(one.filling.toString().endsWith('</script></body></html>\n')).toBe(true);
    expect(one.article.equals(other.article)).toBe(false);
  });
});

describe('a trend', () => {
  it('is the slope of a straight line, without noise', () => {
    const samples = [0, 1, 2, 3].map((minutes) => ({ minutes, value: 5 + minutes / 10 }));
    expect(trendOf(samples)?.anHour).toBeCloseTo(6, 9);
    expect(trendOf(samples)?.noise).toBeCloseTo(0, 6);
  });

  it('of what goes up and down lies within its noise', () => {
    const samples = Array.from({ length: 60 }, (_, i) => ({ minutes: i / 6, value: i % 2 }));
    const trend = trendOf(samples);
    expect(Math.abs(trend?.anHour ?? Infinity)).toBeLessThan(trend?.noise ?? 0);
  });

  it('is less sure where the samples swing slowly: those that are alike count as fewer', () => {
    const swinging = (every: number) =>
      trendOf(Array.from({ length: 120 }, (_, i) => ({ minutes: i / 6, value: Math.floor(i / every) % 2 })));
    expect(swinging(15)?.noise).toBeGreaterThan(3 * (swinging(1)?.noise ?? Infinity));
  });

  it('needs three samples', () => {
    expect(trendOf([{ minutes: 0, value: 1 }])).toBeNull();
  });
});
