import type { Article } from '@wirefold/contracts/article';
import type { Evidence } from '@wirefold/contracts/evidence';
import { expect, test } from 'vitest';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

type Sample = readonly [name: string, article: Partial<Article>, evidence?: readonly Evidence[]];

function storyOf(name: string, samples: readonly Sample[]) {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  writer.commit(
    samples.map(([one, article, evidence]) => $.anArticle(one, article, evidence)),
    $.T0,
  );
  writer.close();
  const reader = openReader(path);
  const story = reader.story(reader.article($.articleId(name))?.storyId ?? '');
  reader.close();
  return story;
}

function copyOf(a: string, b: string, shape: string, containment: number): Evidence {
  const pair = $.aPair(a, b, 'near', 0.99);
  return { ...pair, signals: { [shape]: 1, containment } };
}

/** `shape` as seen from `name`, whichever of the two ids comes first. */
function shapeFrom(name: string, other: string, shape: 'truncated' | 'extended'): string {
  if ($.articleId(name) < $.articleId(other)) return shape;
  return shape === 'truncated' ? 'extended' : 'truncated';
}

test('a story says whom its articles credit, the most credited first, and equals by name', () => {
  const near = [$.aPair('a', 'b'), $.aPair('a', 'c'), $.aPair('b', 'c')];
  const counted = (...credits: string[]) =>
    storyOf(
      'a',
      ['a', 'b', 'c'].map((name, i) => [name, credits[i] ? { credit: credits[i] } : {}, near]),
    )?.origin.credits;
  expect(counted('Coastal Wire', 'Inland Press', 'Inland Press')).toEqual([
    { credit: 'Inland Press', articles: 2 },
    { credit: 'Coastal Wire', articles: 1 },
  ]);
  expect(counted('Inland Press', 'Coastal Wire')?.map(({ credit }) => credit)).toEqual([
    'Coastal Wire',
    'Inland Press',
  ]);
  expect(counted()).toEqual([]);
});

test.each<[string, Partial<Article>, Partial<Article>, string[]]>([
  [
    'the earlier time',
    { publishedAt: '2026-03-01T08:00:00Z' },
    { publishedAt: '2026-03-01T08:00:01Z' },
    ['a'],
  ],
  [
    'both, where times are of the minute and the same',
    { publishedAt: '2026-03-01T08:00:00Z', publishedPrecision: 'minute' },
    { publishedAt: '2026-03-01T08:00:30Z' },
    ['a', 'b'],
  ],
  [
    'both, where one has the day alone',
    { publishedAt: '2026-03-01' },
    { publishedAt: '2026-03-01T22:00:00Z' },
    ['a', 'b'],
  ],
  [
    'a bare day before the next',
    { publishedAt: '2026-03-01' },
    { publishedAt: '2026-03-02T00:00:00Z' },
    ['a'],
  ],
  ['the one that is dated', { publishedAt: '' }, { publishedAt: '2026-03-02' }, ['b']],
  ['none, where none is dated', { publishedAt: '' }, { publishedAt: '' }, []],
])('first to publish is %s', (_, a, b, expected) => {
  const undated = ({ publishedAt, ...rest }: Partial<Article>): Partial<Article> =>
    publishedAt === ''
      ? { ...rest, publishedAt: undefined as never }
      : { ...rest, publishedAt: publishedAt ?? '' };
  const story = storyOf('a', [
    ['a', undated(a), [$.aPair('a', 'b')]],
    ['b', undated(b)],
  ]);
  expect(story?.origin.first.map(({ articleId }) => articleId)).toEqual(expected.map($.articleId));
});

test('each copy names the earlier article that it shares most with, and what it is to it', () => {
  const story = storyOf('a', [
    ['a', { publishedAt: '2026-03-01' }],
    ['b', { publishedAt: '2026-03-02' }, [copyOf('b', 'a', 'copy', 0.8)]],
    [
      'c',
      { publishedAt: '2026-03-03' },
      [
        copyOf('c', 'a', shapeFrom('c', 'a', 'truncated'), 0.7),
        copyOf('c', 'b', shapeFrom('c', 'b', 'extended'), 0.9),
      ],
    ],
    [
      'd',
      { publishedAt: '2026-03-04' },
      [$.aPair('d', 'a', 'exact', 1), $.aPair('d', 'b'), $.aPair('d', 'c')],
    ],
  ]);
  const from = (name: string) => $.articleId(name);
  expect(story?.origin.borrowings).toEqual([
    { articleId: from('b'), fromArticleId: from('a'), kind: 'near', shape: 'copy', share: 0.8 },
    { articleId: from('c'), fromArticleId: from('b'), kind: 'near', shape: 'extended', share: 0.9 },
    { articleId: from('d'), fromArticleId: from('a'), kind: 'exact', shape: 'copy', share: 1 },
  ]);
});

test('a story names the stories related to it, the best score first, with the days between', () => {
  const samples: Sample[] = [
    ['a', { publishedAt: '2026-03-01' }, [$.aPair('a', 'b', 'story', 0.3), $.aPair('a', 'c', 'story', 0.45)]],
    ['b', { publishedAt: '2026-03-04T23:00:00Z', headline: 'Later' }],
    ['c', { publishedAt: undefined as never }],
  ];
  expect(storyOf('a', samples)?.related).toEqual([
    {
      id: $.storyId('c'),
      headline: 'Report c',
      articleCount: 1,
      firstPublishedAt: null,
      score: 0.45,
      daysApart: null,
    },
    {
      id: $.storyId('b'),
      headline: 'Later',
      articleCount: 1,
      firstPublishedAt: '2026-03-04T23:00:00Z',
      score: 0.3,
      daysApart: 3,
    },
  ]);
  expect(storyOf('b', samples)?.related).toMatchObject([{ id: $.storyId('a'), daysApart: 3 }]);
});

test('an explanation names the facts on which the articles of a story differ, and none for a story of one', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  const told = (crew: number) => `The ferry Alma ran aground off Port Ellery. It carried ${crew} passengers.`;
  writer.commit(
    [
      $.anArticle('a', { text: told(31) }, [$.aPair('a', 'b')]),
      $.anArticle('b', { text: told(29) }),
      $.anArticle('c', { text: told(7) }),
    ],
    $.T0,
  );
  writer.close();
  const reader = openReader(path);
  const factsOf = (name: string) =>
    reader.explainStory(reader.article($.articleId(name))?.storyId ?? '')?.facts;
  expect(factsOf('c')).toEqual([]);
  const values = factsOf('a')?.find(({ kind }) => kind === 'number')?.values;
  expect(values?.map(({ value, articleIds }) => [value, articleIds])).toEqual(
    expect.arrayContaining([
      ['31', [$.articleId('a')]],
      ['29', [$.articleId('b')]],
    ]),
  );
  reader.close();
});
