import type { StoreWriter } from '@wirefold/contracts/ports';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openReader, type StoreReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

let path: string;
let writer: StoreWriter;
let reader: StoreReader;

const at = (hour: number) => `2026-03-0${hour}T12:00:00Z`;

beforeAll(() => {
  path = $.newDatabasePath();
  writer = openWriter(path);
  const names = ['alba', 'brent', 'corda', 'delta', 'echo'];
  writer.accept(
    names.map((name) => $.anItem(name)),
    $.T0,
  );
  writer.accept([$.anItem('broken')], $.T0);
  writer.commit(
    [
      $.anArticle('alba', {
        headline: 'Ferry aground',
        text: 'The ferry Alma ran aground. Rescue boats came.',
        publishedAt: at(1),
        language: 'en',
        credit: 'North Wire',
        byline: ['Ida Holm'],
        captions: [{ text: 'The ferry', credit: 'J. Ek' }],
      }),
      $.anArticle(
        'brent',
        {
          headline: 'Ferry hits sandbank',
          text: 'Ferry Alma hit a sandbank, and a café opened.',
          publishedAt: at(2),
          language: 'en-GB',
        },
        [$.aPair('alba', 'brent', 'near', 0.9)],
      ),
      $.anArticle(
        'corda',
        {
          headline: 'Budget passed',
          text: 'The council passed its budget.',
          publishedAt: at(3),
          language: 'sv',
        },
        [$.aPair('alba', 'corda', 'story', 0.3)],
      ),
      $.anArticle('delta', {
        headline: 'Rain',
        text: 'Rain fell on the ferry terminal ferry ferry.',
        publishedAt: at(4),
      }),
      $.aFailure('broken', 'quarantined'),
    ],
    $.T1,
  );
  reader = openReader(path);
});
afterAll(() => {
  reader.close();
  writer.close();
});

describe('stories', () => {
  const headlines = (filter: object) =>
    reader.stories({ limit: 10, order: 'newest', ...filter }).map((story) => story.headline);

  test.each([
    ['all, newest first', {}, ['Rain', 'Budget passed', 'Ferry aground']],
    ['up to a limit', { limit: 1 }, ['Rain']],
    [
      'since a time, at it included, by their latest article',
      { since: at(2) },
      ['Rain', 'Budget passed', 'Ferry aground'],
    ],
    [
      'since a time later than their latest article',
      { since: '2026-03-02T12:00:01Z' },
      ['Rain', 'Budget passed'],
    ],
    ['until a time, at it excluded', { until: at(3) }, ['Ferry aground']],
    ['of an outlet that has any of their articles', { source: 'brent.example' }, ['Ferry aground']],
    ['of a language with any region', { language: 'EN' }, ['Ferry aground']],
    ['of an agency', { credit: 'north wire' }, ['Ferry aground']],
    ['of at least so many articles', { minArticles: 2 }, ['Ferry aground']],
    ['with all words in one article', { query: 'ferry terminal' }, ['Rain']],
    ['with a phrase', { query: '"ran aground"' }, ['Ferry aground']],
    ['with the beginning of a word', { query: 'budg*' }, ['Budget passed']],
    ['without a word', { query: 'ferry -rain' }, ['Ferry aground']],
    ['without regard to accents', { query: 'CAFE' }, ['Ferry aground']],
    ['found by any query without a syntax error', { query: 'ferry AND (" NEAR/ *' }, []],
    ['none for punctuation alone', { query: '"" -' }, []],
    [
      'by relevance: the headline counts most',
      { query: 'ferry', order: 'relevance' },
      ['Ferry aground', 'Rain'],
    ],
    ['of a query, newest first', { query: 'ferry' }, ['Rain', 'Ferry aground']],
  ])('%s', (_, filter, expected) => {
    expect(headlines(filter)).toEqual(expected);
  });

  test('a story shows its lead first and says how each other variant was matched', () => {
    const story = reader.story($.storyId('alba'));
    expect(story).toMatchObject({
      articleCount: 2,
      sourceCount: 2,
      originCredit: 'North Wire',
      redirectedFrom: null,
    });
    expect(story?.leadText).toContain('ran aground');
    expect(story?.variants.map((v) => [v.articleId, v.matchedBy, v.matchedArticleId, v.score])).toEqual([
      [$.articleId('alba'), null, null, null],
      [$.articleId('brent'), 'near', $.articleId('alba'), 0.9],
    ]);
  });

  test('what is not there is null', () => {
    expect([
      reader.story('st_no'),
      reader.article('ar_no'),
      reader.explainArticle('ar_no'),
      reader.explainStory('st_no'),
      reader.item('it_no'),
    ]).toEqual([null, null, null, null, null]);
  });

  test('the explanation of a story parts evidence within from evidence that was not enough', () => {
    const explained = reader.explainStory($.storyId('alba'));
    expect(explained?.within).toEqual([{ ...$.aPair('alba', 'brent', 'near', 0.9), counts: 0.9 }]);
    expect(explained?.across).toEqual([
      { ...$.aPair('alba', 'corda', 'story', 0.3), counts: 0.3, otherStoryId: $.storyId('corda') },
    ]);
    expect(reader.sql('SELECT count(*), max(score) FROM related_stories').rows).toEqual([[2, 0.3]]);
  });
});

test('an article comes back as it was cleaned, with its captions, and without what was not found', () => {
  const article = reader.article($.articleId('alba'));
  expect(article).toMatchObject({
    byline: ['Ida Holm'],
    captions: [{ text: 'The ferry', credit: 'J. Ek' }],
    wordCount: 8,
    revisions: [],
  });
  expect(article).not.toHaveProperty('section');
});

test('the explanation of an article has what was removed, its evidence and its document', () => {
  const explained = reader.explainArticle($.articleId('alba'));
  expect(explained?.removed).toEqual([{ position: 0, text: 'Subscribe', rule: 'rail' }]);
  expect(explained?.evidence.map((e) => [e.otherHeadline, e.sameStory])).toEqual([
    ['Ferry hits sandbank', true],
    ['Budget passed', false],
  ]);
  expect(explained?.document).toMatchObject({
    url: $.urlOf('alba'),
    httpStatus: 200,
    mediaType: 'text/html',
  });
});

test('the ledger, the quarantine, documents and sources can be read', () => {
  expect(reader.item($.itemId('echo'))).toMatchObject({ state: 'accepted', endedAt: null });
  expect(reader.quarantine(10)).toMatchObject([
    { id: $.itemId('broken'), reason: 'timeout', attempts: 3, endedAt: $.T1 },
  ]);
  expect(Buffer.from(reader.document($.itemId('delta'))?.bytes ?? []).toString()).toContain('<h1>Rain</h1>');
  expect(reader.sources()).toContainEqual({ name: 'alba.example', articleCount: 1, firstSeenAt: $.T0 });
  expect(reader.balance()).toMatchObject({ accepted: 6, stored: 4, quarantined: 1, inFlight: 1 });
});

test('the beginning of an id is enough where it is the only one', () => {
  expect(reader.resolve($.articleId('alba').slice(0, 9))).toBe($.articleId('alba'));
  expect(reader.resolve($.storyId('alba').slice(3, 9))).toBe($.storyId('alba'));
  expect(reader.resolve('it_')).toBeNull();
  expect(reader.resolve('st_zzzzzzzz')).toBeNull();
});

test('the views say who repeats whom', () => {
  expect(
    reader.sql(
      "SELECT source, duplicates, near_copies FROM duplicates_by_source WHERE source IN ('alba.example', 'brent.example')",
    ).rows,
  ).toEqual([
    ['alba.example', 0, 0],
    ['brent.example', 1, 1],
  ]);
});

describe('sql', () => {
  test('gives columns and rows, at most as many as asked for', () => {
    expect(reader.sql('-- all\n SELECT 1 AS a, 2 AS a UNION SELECT 3, 4', 1)).toEqual({
      columns: ['a', 'a'],
      rows: [[1, 2]],
      truncated: true,
    });
    expect(reader.sql('PRAGMA table_info(stories)').rows).toHaveLength(10);
  });

  test.each([
    'DELETE FROM stories',
    "INSERT INTO stories (id) VALUES ('x') RETURNING id",
    'WITH x AS (SELECT 1) DELETE FROM stories',
    "ATTACH DATABASE '/tmp/other.db' AS other",
    'PRAGMA journal_mode = DELETE',
    'PRAGMA journal_mode(DELETE)',
    'PRAGMA user_version = 7',
    'PRAGMA user_version(7)',
    'PRAGMA query_only(0)',
    'SELECT 1; DELETE FROM stories',
    "VACUUM INTO '/tmp/copy.db'",
    'SELECT nothing FROM nowhere',
    '',
  ])('refuses %s', (query) => {
    expect(() => reader.sql(query)).toThrow(/The query was not run/u);
  });
});

test('a backup taken in use is a whole database', async () => {
  const copy = $.newDatabasePath();
  await reader.backup(copy);
  const other = openReader(copy);
  expect(other.balance()).toEqual(reader.balance());
  expect(other.verify()).toEqual([]);
  other.close();
});
