import { feedPaceSchema } from '@wirefold/contracts/jobs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedSeconds } from '../src/asked-seconds.ts';
import { extractFeed } from '../src/feed-entries.ts';
import { readPace, type SaidOfPace } from '../src/feed-pace.ts';
import type { FeedForm } from '../src/feed-records.ts';

/** A Sunday, at half past twelve. */
const NOW = '2026-02-01T12:30:00.000Z';
const at = (time: string) => new Date(time).toUTCString();
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

describe('what an answer asks for', () => {
  it.each<[string, Record<string, string>, number | undefined]>([
    ['nothing', {}, undefined],
    ['max-age', { 'cache-control': 'max-age=600' }, 600],
    ['max-age in capitals', { 'cache-control': 'Public, Max-Age=600' }, 600],
    ['max-age in quotes', { 'cache-control': 'max-age="600"' }, 600],
    ['max-age for one user alone', { 'cache-control': 'private, max-age=600' }, 600],
    ['s-maxage, which is for shared caches', { 'cache-control': 's-maxage=600' }, undefined],
    ['max-age beside s-maxage', { 'cache-control': 's-maxage=900, max-age=600' }, 600],
    ['max-age with a cookie', { 'cache-control': 'max-age=600', 'set-cookie': 'a=1' }, 600],
    ['max-age, of which a part is over', { 'cache-control': 'max-age=600', age: '500' }, 100],
    ['max-age, all of which is over', { 'cache-control': 'max-age=600', age: '600' }, undefined],
    ['a negative age', { 'cache-control': 'max-age=600', age: '-500' }, 600],
    ['no-cache beside max-age', { 'cache-control': 'no-cache, max-age=600' }, undefined],
    ['no-store beside max-age', { 'cache-control': 'no-store, max-age=600' }, undefined],
    ['an old no-cache', { pragma: 'no-cache', expires: at('2026-02-01T13:00:00Z') }, undefined],
    ['max-age of 0', { 'cache-control': 'max-age=0' }, undefined],
    ['a negative max-age', { 'cache-control': 'max-age=-600' }, undefined],
    ['max-age that is no number', { 'cache-control': 'max-age=soon' }, undefined],
    ['a stale grace, which is no wish', { 'cache-control': 'stale-while-revalidate=600' }, undefined],
    ['max-age of two days', { 'cache-control': 'max-age=172800' }, 86_400],
    ['max-age of a year', { 'cache-control': 'max-age=31536000, immutable' }, undefined],
    ['immutable alone', { 'cache-control': 'immutable' }, undefined],
    ['max-age of 30 digits', { 'cache-control': `max-age=${'9'.repeat(30)}` }, undefined],
    ['Expires in half an hour', { expires: at('2026-02-01T13:00:00Z') }, 1_800],
    [
      'Expires by a server whose clock is an hour behind',
      { expires: at('2026-02-01T12:00:00Z'), date: at('2026-02-01T11:30:00Z') },
      1_800,
    ],
    ['Expires against max-age', { 'cache-control': 'max-age=60', expires: at('2026-02-01T13:00:00Z') }, 60],
    ['Expires in the past', { expires: at('2020-01-01T00:00:00Z') }, undefined],
    ['Expires in the year 9999', { expires: at('9999-12-31T23:59:59Z') }, undefined],
    ['Expires: 0', { expires: '0' }, undefined],
    ['an old Last-Modified, which is no wish', { 'last-modified': at('2020-01-01T00:00:00Z') }, undefined],
    ['that its answer depends on everything', { 'cache-control': 'max-age=600', vary: '*' }, undefined],
  ])('is %s', (_, headers, asked) => {
    expect(askedSeconds(headers, {}, NOW)).toBe(asked);
  });
});

describe('what a feed asks for', () => {
  it.each<[string, SaidOfPace, number | undefined]>([
    ['a ttl of an hour', { ttl: 60 }, 3_600],
    ['a ttl of half a minute', { ttl: 0.5 }, 30],
    ['a ttl of 0', { ttl: 0 }, undefined],
    ['a negative ttl', { ttl: -60 }, undefined],
    ['an endless ttl', { ttl: Number.POSITIVE_INFINITY }, undefined],
    ['a ttl of a week', { ttl: 10_080 }, 86_400],
    ['a ttl of a year', { ttl: 525_600 }, undefined],
    ['an update an hour', { updatePeriod: 'hourly', updateFrequency: 1 }, 3_600],
    ['four updates an hour', { updatePeriod: ' Hourly ', updateFrequency: 4 }, 900],
    ['an hourly update, frequency left out', { updatePeriod: 'hourly' }, 3_600],
    ['a frequency, period left out', { updateFrequency: 24 }, 3_600],
    ['an update a year', { updatePeriod: 'yearly' }, 86_400],
    ['a period that there is not', { updatePeriod: 'constructor' }, undefined],
    ['no updates at all', { updatePeriod: 'hourly', updateFrequency: 0 }, undefined],
    ['minus two updates', { updatePeriod: 'hourly', updateFrequency: -2 }, undefined],
    ['the longer of ttl and period', { ttl: 30, updatePeriod: 'hourly' }, 3_600],
    ['not to be asked this hour', { skipHours: [12] }, 1_800],
    ['not to be asked this hour and the next two', { skipHours: [12, 13, 14] }, 9_000],
    ['not to be asked another hour', { skipHours: [11, 13] }, undefined],
    ['not to be asked in the hour in which its ttl ends', { ttl: 40, skipHours: [13] }, 5_400],
    ['not to be asked at all', { skipHours: HOURS }, undefined],
    ['not to be asked today', { skipDays: ['Sunday'] }, 41_400],
    ['not to be asked today, in capitals', { skipDays: ['SUNDAY'] }, 41_400],
    ['not to be asked tomorrow', { skipDays: ['Monday'] }, undefined],
    ['not to be asked for two days', { skipDays: ['Sunday', 'Monday'] }, 86_400],
    ['not to be asked any day', { skipDays: DAYS }, undefined],
    ['not to be asked on days that there are not', { skipDays: ['Caturday'] }, undefined],
    ['not to be asked at hours that there are not', { skipHours: [-1, 25, 12.5] }, undefined],
  ])('is %s', (_, pace, asked) => {
    expect(askedSeconds({}, readPace(pace), NOW)).toBe(asked);
  });

  it('takes hour 24 for midnight', () => {
    expect(askedSeconds({}, readPace({ skipHours: [24] }), '2026-02-01T00:15:00.000Z')).toBe(2_700);
  });

  it('takes the longer of what the feed says and what its answer says', () => {
    expect(askedSeconds({ 'cache-control': 'max-age=600' }, readPace({ ttl: 5 }), NOW)).toBe(600);
    expect(askedSeconds({ 'cache-control': 'max-age=600' }, readPace({ ttl: 50 }), NOW)).toBe(3_000);
  });

  it('is a whole number of seconds from 1 to a day, or nothing, whatever it says', () => {
    const saidOfPace = fc.record(
      {
        ttl: fc.oneof(fc.double(), fc.integer()),
        skipHours: fc.array(fc.oneof(fc.integer({ min: -1, max: 25 }), fc.double())),
        skipDays: fc.array(fc.oneof(fc.constantFrom(...DAYS), fc.string())),
        updatePeriod: fc.oneof(fc.constantFrom('hourly', 'daily'), fc.string()),
        updateFrequency: fc.oneof(fc.double(), fc.integer()),
      },
      { requiredKeys: [] },
    );
    const headers = fc.record({ 'cache-control': fc.string(), expires: fc.string(), age: fc.string() });
    fc.assert(
      fc.property(
        headers,
        saidOfPace,
        fc.date({ min: new Date(0), noInvalidDate: true }),
        (heard, said, now) => {
          const pace = readPace(said);
          expect(feedPaceSchema.parse(pace)).toEqual(pace);
          const asked = askedSeconds(heard, pace, now.toISOString()) ?? 1;
          expect(Number.isInteger(asked) && asked >= 1 && asked <= 86_400).toBe(true);
        },
      ),
    );
  });
});

describe('a feed says of itself', () => {
  const read = (text: string, form: FeedForm) => {
    const { title, language, pace } = extractFeed({
      ...{ bytes: Buffer.from(text), charset: 'utf-8', form, url: 'http://news.example/feed', now: NOW },
    });
    return { title, language, asked: askedSeconds({}, pace, NOW) };
  };
  const rss = (inner: string) =>
    `<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>${inner}</channel></rss>`;

  it.each<[string, FeedForm, string, ReturnType<typeof read>]>([
    [
      'in RSS',
      'rss',
      rss('<title>The &lt;b&gt;Ferry&lt;/b&gt;\n Post</title><language>en-gb</language><ttl>60</ttl>'),
      { title: 'The Ferry Post', language: 'en-GB', asked: 3_600 },
    ],
    [
      'in RSS, one hour and one day to skip',
      'rss',
      rss('<title>F</title><skipHours><hour>12</hour></skipHours><skipDays><day>Friday</day></skipDays>'),
      { title: 'F', language: undefined, asked: 1_800 },
    ],
    [
      'in RSS, several hours to skip',
      'rss',
      rss('<title>F</title><skipHours><hour>12</hour><hour>13</hour></skipHours>'),
      { title: 'F', language: undefined, asked: 5_400 },
    ],
    [
      'in RSS, by the syndication module',
      'rss',
      rss(
        '<title>F</title><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>',
      ),
      { title: 'F', language: undefined, asked: 1_800 },
    ],
    [
      'in RSS, its ttl twice',
      'rss',
      rss('<title>F</title><ttl>10</ttl><ttl>20</ttl>'),
      { title: 'F', language: undefined, asked: 600 },
    ],
    [
      'in RSS, its ttl no number',
      'rss',
      rss('<title>F</title><ttl>often</ttl>'),
      { title: 'F', language: undefined, asked: undefined },
    ],
    [
      'in RSS, nothing',
      'rss',
      rss('<link>http://news.example/</link>'),
      { title: undefined, language: undefined, asked: undefined },
    ],
    [
      'in Atom',
      'atom',
      '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title type="html">Die &amp;auml;lteste</title></feed>',
      { title: 'Die älteste', language: 'de', asked: undefined },
    ],
    [
      'in RDF',
      'rdf',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" ' +
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>F</title>' +
        '<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>12</sy:updateFrequency></channel></rdf:RDF>',
      { title: 'F', language: undefined, asked: 7_200 },
    ],
    [
      'in JSON',
      'json-feed',
      '{"version":"https://jsonfeed.org/version/1.1","title":"F","language":"fr","items":[]}',
      { title: 'F', language: 'fr', asked: undefined },
    ],
  ])('%s', (_, form, text, said) => {
    expect(read(text, form)).toEqual(said);
  });

  it('its title in at most 500 characters, none of them half of one', () => {
    const { title } = read(rss(`<title>${'x'.repeat(499)}😀 and more</title>`), 'rss');
    expect(title).toBe('x'.repeat(499));
  });
});
