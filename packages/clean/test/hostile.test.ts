import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCaption } from '../src/captions.ts';
import { normalizeLine, repairSentenceGaps } from '../src/characters.ts';
import { findDateline } from '../src/dateline.ts';
import { parseDate } from '../src/dates.ts';
import { clean } from '../src/index.ts';
import { readJsonLd } from '../src/json-ld.ts';
import { ownLineVerdict } from '../src/label-lines.ts';
import { LIMITS } from '../src/limits.ts';
import { parseByline } from '../src/names.ts';
import { parsePage } from '../src/parse-page.ts';
import { LINE_PATTERNS, lineVerdict } from '../src/text-rules.ts';
import { walkPage } from '../src/walk-page.ts';
import { done } from './outcomes.ts';

const SENTENCE =
  'The ferry to the outer islands will not run before the end of the week, its owner said on Tuesday. ';
const ARTICLE = `<h1>Ferry stays in port all week</h1>${`<p>${SENTENCE}</p><p>Passengers were taken to the mainland by fishing boats that the council had hired for the night.</p>`}`;
const FIVE = 500_000;

describe('pages that try to take the worker down', () => {
  it.each([
    ['500,000 nested elements', '<div>'.repeat(FIVE)],
    ['500,000 nested inline elements', '<b>'.repeat(FIVE)],
    ['500,000 unclosed paragraphs', '<p>'.repeat(FIVE)],
    ['500,000 stray end tags in an open element', `<b>${'</i>'.repeat(FIVE)}`],
    ['250,000 nested tables', '<table><tr><td>'.repeat(FIVE / 6)],
    ['an attribute that never ends', `<p class="${'x '.repeat(FIVE)}`],
    ['a comment that never ends', `<!--${'- '.repeat(FIVE)}`],
    ['half a million entities', '&amp;'.repeat(FIVE)],
    ['half a million line breaks', '<br>'.repeat(FIVE)],
    ['a hundred thousand headlines', '<h1>Storm</h1>'.repeat(100_000)],
  ])('an article before %s is still found', (_, dirt) => {
    const { article } = done(clean({ format: 'html', content: `<body>${ARTICLE}${dirt}` }));
    expect(article.text).toContain('The ferry to the outer islands');
  });

  it('bounds the depth of the tree, and keeps text below the bound', () => {
    const tree = parsePage(
      `${'<div>'.repeat(LIMITS.depth * 3)}deep${'</div>'.repeat(LIMITS.depth * 3)}after`,
    );
    const { regions, blocks } = walkPage(tree);
    expect(Math.max(...regions.map((region) => region.depth))).toBeLessThanOrEqual(LIMITS.depth);
    expect(blocks.map((block) => block.text)).toEqual(['deep', 'after']);
  });

  it('bounds elements and blocks', () => {
    const { regions, blocks } = walkPage(parsePage('<p>x'.repeat(LIMITS.elements + 1000)));
    expect(regions.length).toBeLessThanOrEqual(LIMITS.elements + 1);
    expect(blocks.length).toBeLessThanOrEqual(LIMITS.blocks);
  });

  it('reads ten megabytes on one line', () => {
    const line = SENTENCE.repeat(101_100);
    expect(line.length).toBeGreaterThan(10_000_000);
    expect(done(clean({ format: 'text', content: line })).article.text.length).toBeGreaterThan(1_000_000);
    expect(done(clean({ format: 'html', content: `<p>${line}</p>` })).article.text.length).toBeGreaterThan(
      1_000_000,
    );
  });

  it.each([
    ['broken', '{"@type":"NewsArticle","headline":'],
    ['huge', `{"@type":"NewsArticle","keywords":"${'x,'.repeat(2_000_000)}"}`],
    ['ended early by a script tag in a string', '{"headline":"</script><p>'],
    [
      'a prototype',
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"@type":"Article"}',
    ],
    ['nested 100,000 deep', '['.repeat(100_000)],
    [
      'of the wrong kinds',
      '{"@type":["NewsArticle",7],"headline":{"a":1},"author":[null,5,[[]]],"datePublished":{}}',
    ],
  ])('JSON-LD that is %s does no harm', (_, script) => {
    const content = `<script type="application/ld+json">${script}</script>${ARTICLE}`;
    const { article } = done(clean({ format: 'html', content }));
    expect(article.headline).toBe('Ferry stays in port all week');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('visits a bounded number of JSON-LD nodes', () => {
    const wide = JSON.stringify({ '@graph': Array.from({ length: 50_000 }, () => ({ '@graph': [{}] })) });
    expect(readJsonLd([wide])).toBeUndefined();
  });

  it('drops invisible, bidirectional and control characters from every field', () => {
    const dirt = '\u0000\u202e\u200b\u00ad\ufeff\u0007\u001b[31m';
    const content = `<title>Ferry${dirt} stays in port</title><h1>Ferry${dirt} stays in port</h1><p>${dirt}${SENTENCE.replaceAll(' ', `${dirt} `)}</p>`;
    const text = JSON.stringify(done(clean({ format: 'html', content })));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
    expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b\u202a-\u202e\u00ad\ufeff]|\\u00|\[31m/);
  });

  it('caps a flood of combining marks at eight on one letter', () => {
    expect(normalizeLine(`a${'\u0301'.repeat(100_000)}b`).length).toBeLessThan(12);
  });
});

describe('rules on adversarial lines of a megabyte', () => {
  const SIZE = 1_000_000;
  const seeds = [
    'a',
    ' ',
    'a ',
    'A.',
    '(',
    '[',
    '— ',
    '1:',
    '1/',
    'By ',
    'and ',
    '.',
    '"',
    'Aa.',
    ',',
    '| ',
    'credit: ',
    '\u0301',
    'x@',
    '日',
    'Jan ',
  ];
  it.each(seeds.map((seed) => [seed]))('%j repeated ends in every rule', (seed) => {
    const line = seed.repeat(SIZE / seed.length);
    for (const pattern of LINE_PATTERNS) pattern.test(line);
    const short = line.slice(0, 20_000);
    expect(lineVerdict(line)).toBeUndefined();
    expect(normalizeLine(line).length).toBeLessThanOrEqual(line.length);
    expect(repairSentenceGaps(line).length).toBeGreaterThanOrEqual(line.length);
    parseDate(line);
    parseCaption(line);
    findDateline(line);
    parseByline([line]);
    ownLineVerdict({ text: short, line: 1, group: 0, words: 5 });
    expect(clean({ format: 'text', content: line }).kind).toMatch(/done|dropped/);
  });
});

describe('properties', () => {
  const tag = fc.constantFrom(
    '<p>',
    '</p>',
    '<div class="ad">',
    '</div>',
    '<a href="#">',
    '</a>',
    '<li>',
    '<table>',
    '<td>',
    '<h1>',
    '<br>',
    '<script>',
    '<article>',
    '</article>',
    '<!--',
    '&amp;',
    '<p hidden>',
  );
  const content = fc.array(fc.oneof(tag, fc.string({ unit: 'binary' }), fc.constant(SENTENCE)), {
    maxLength: 40,
  });

  it('never throws, and gives the same result twice, whatever the input', () => {
    fc.assert(
      fc.property(content, fc.constantFrom('html' as const, 'text' as const), (parts, format) => {
        const input = { format, content: parts.join('') };
        expect(clean(input)).toEqual(clean(input));
      }),
    );
  });

  it('accounts for blocks once each, at rising positions', () => {
    fc.assert(
      fc.property(content, (parts) => {
        const outcome = clean({ format: 'html', content: parts.join('') });
        if (outcome.kind !== 'done') return;
        const positions = outcome.value.removed.map((block) => block.position);
        expect(new Set(positions).size).toBe(positions.length);
        expect(positions).toEqual([...positions].sort((one, other) => one - other));
      }),
    );
  });

  it('normalising twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normalizeLine(normalizeLine(text))).toBe(normalizeLine(text));
      }),
    );
  });
});
