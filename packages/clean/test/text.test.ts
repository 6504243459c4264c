import { describe, expect, it } from 'vitest';
import { clean, labelText } from '../src/index.ts';
import { done } from './outcomes.ts';

const BODY = [
  'The mountain railway will carry no passengers before March, after inspectors found cracks in two of its bridges.',
  'Its manager, Ilse Brandt, said that the line had asked the canton for money to mend them three years ago.',
  'Shopkeepers in the upper valley fear for the winter, since nine of ten guests arrive by train.',
  'The canton is to decide on Thursday whether buses can run on the forest road in the meantime.',
  'A petition for a quick repair has been signed by four thousand people in two days.',
];
const text = (content: string, hints = {}) => done(clean({ format: 'text', content, hints })).article;
const labels = (content: string) =>
  labelText({ format: 'text', content }).map(({ verdict }) => verdict.label);

describe('a page dumped as text', () => {
  const dump = [
    'Valley railway closed until March',
    '14 January 2025, 07:05',
    'Valley bridge\nThe bridge above Oberau. Picture: Reuters',
    ...BODY,
    'By Press Association',
    'Latest Regional News',
    'See more Latest Regional News',
    'Baker who gave away bread every Sunday for thirty years wins the prize of the town',
    'A goat stood on the roof of the school for most of Wednesday, to the delight of its pupils.',
  ].join('\n\n');

  it('has every line labelled: headline, date, captions, body, credit, rail', () => {
    expect(labels(dump)).toEqual([
      'headline',
      'date',
      'caption',
      'caption',
      ...BODY.map(() => 'body'),
      'credit',
      'rail',
      'rail',
      'rail',
      'rail',
    ]);
  });

  it('gives text, local time without zone, credit by full name, and the caption with its source', () => {
    const article = text(dump);
    expect(article).toMatchObject({
      headline: 'Valley railway closed until March',
      text: BODY.join('\n\n'),
      publishedAt: '2025-01-14T07:05',
      publishedPrecision: 'minute',
      credit: 'Press Association',
      language: 'en',
    });
    expect(article.captions).toContainEqual({ text: 'The bridge above Oberau.', credit: 'Reuters' });
  });

  it('believes no date after the moment of fetching', () => {
    const outcome = clean({ format: 'text', content: dump, fetchedAt: '2025-01-10T00:00:00Z' });
    expect(done(outcome).article.publishedAt).toBeUndefined();
  });
});

describe('paragraphs of a text', () => {
  it('are single lines where no blank line parts them, and the dateline is taken off', () => {
    const article = text(`Valley railway closed until March\nOBERAU, SWITZERLAND — ${BODY.join('\n')}`);
    expect(article.text).toBe(BODY.join('\n\n'));
    expect(article.dateline).toBe('OBERAU, SWITZERLAND');
  });

  it('are put together again where a fixed width broke them, an indent being a new one', () => {
    const wrapped =
      'The mountain railway will carry no passengers before\nMarch, inspectors said after they found cracks in two\nof its bridges.\n' +
      '    Its manager said that the line had asked the canton\nfor money to mend them three years ago, and that no\nanswer had come.\n Reuter\n&#3;';
    const article = text(wrapped, { headline: 'RAILWAY CLOSED', authoritative: true });
    expect(article.text).toBe(
      'The mountain railway will carry no passengers before March, inspectors said after they found cracks in two of its bridges.\n\n' +
        'Its manager said that the line had asked the canton for money to mend them three years ago, and that no answer had come.',
    );
    expect(article).toMatchObject({ headline: 'RAILWAY CLOSED', credit: 'Reuters' });
  });

  it('lose a bar of section names', () => {
    const content = `Valley railway closed until March\n\nAsia Arts & Living Business News Politics Sport\n\n${BODY.join('\n\n')}`;
    expect(labels(content)).toEqual(['headline', 'categorybar', ...BODY.map(() => 'body')]);
  });

  it('of a record are all kept, short ones too, save a repeated headline', () => {
    const content = `Railway closed\nNo trains.\nSee more\n${BODY[0]}`;
    expect(text(content, { headline: 'Railway closed', authoritative: true }).text).toBe(
      `No trains.\n\nSee more\n\n${BODY[0]}`,
    );
  });

  it.each([
    ['\u200b\u0000 \n', 'empty'],
    ['Home\nNews\nSport\nContact', 'no-article'],
  ])('are none in %j: %s', (content, reason) => {
    expect(clean({ format: 'text', content })).toMatchObject({ kind: 'dropped', reason });
  });
});

describe('the headline of a dumped page', () => {
  const dump = (...above: string[]): string =>
    [
      'Skip to main content',
      'News Sport Weather',
      ...above,
      'By Nora Quill',
      'The ferry to the Skerries ran aground on Tuesday with ninety people on board, and all were taken off by noon.',
      'The captain of the ferry said that fog had hidden the light on the Skerries until it was too late to turn.',
      'Divers will look at the hull of the ferry on Wednesday before tugs try to pull it off the rocks at high water.',
    ].join('\n');
  const headlineOf = (content: string) => {
    const outcome = clean({ format: 'text', content });
    return outcome.kind === 'done' ? outcome.value.article.headline : undefined;
  };

  it('is the line that the text says again, not the first line nor the nearest', () => {
    const lines = [
      'Ninety taken off ferry aground on the Skerries',
      'Our readers’ best pictures of the week',
    ];
    expect(headlineOf(dump(...lines))).toBe(lines[0]);
  });

  it('is no sentence where a shorter line says the same', () => {
    const standfirst =
      'The ferry ran aground on the Skerries in fog, and ninety people on board were taken off by noon.';
    expect(headlineOf(dump('Ferry aground on the Skerries in fog', standfirst))).toBe(
      'Ferry aground on the Skerries in fog',
    );
  });

  it('is the title given from outside where there is one', () => {
    const hints = { headline: 'Ferry aground' };
    const outcome = clean({ format: 'text', content: dump('Ninety taken off ferry on the Skerries'), hints });
    expect(outcome.kind === 'done' && outcome.value.article.headline).toBe('Ferry aground');
  });
});
