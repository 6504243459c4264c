import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonLd } from '../src/json-ld.ts';
import { repairJson } from '../src/json-ld-repair.ts';

describe('broken JSON', () => {
  it.each([
    ['with trailing commas', '{"a":[1,2,],}', [{ a: [1, 2] }]],
    [
      'with comments of both kinds',
      '// one\n{"a":1, /* two */ "b":"http://x.example/"}',
      [{ a: 1, b: 'http://x.example/' }],
    ],
    ['in a comment of HTML', '<!-- {"a":1} -->', [{ a: 1 }]],
    ['in a CDATA section', '//<![CDATA[\n{"a":1}\n//]]>', [{ a: 1 }]],
    ['with a line break in a string', '{"a":"b\nc"}', [{ a: 'b c' }]],
    ['with quotes in a string', '{"a":"say "wall" now","b":1}', [{ a: 'say "wall" now', b: 1 }]],
    ['with escapes that JSON has not', String.raw`{"a":"it\'s \u00e4 \uzz"}`, [{ a: "it's ä uzz" }]],
    ['of two roots', '{"a":1}\n{"b":2}', [{ a: 1 }, { b: 2 }]],
    ['that ends within a string', '{"a":1,"b":{"c":"d","e":"cut', [{ a: 1, b: { c: 'd' } }]],
    ['that ends after a semicolon', '{"a":1};', [{ a: 1 }]],
  ])('%s is mended', (_, source, wanted) => {
    expect(JSON.parse(repairJson(source))).toEqual(wanted);
  });

  it('nested to 201 levels is given up, to 200 is closed', () => {
    expect(repairJson(`${'['.repeat(201)}1,`)).toBe('[]');
    expect(JSON.parse(repairJson(`${'['.repeat(200)}1,`))).toBeInstanceOf(Array);
  });

  it.each(['"', '{"a":', '[', '"a",', '\\', '/*', '//', '<!--', ' ', '" ', ',', '{}', '{"a":"', '\\u'])(
    'of a megabyte of %j ends',
    (seed) => expect(repairJson(seed.repeat(1_000_000 / seed.length)).length).toBeLessThan(1_500_000),
  );

  it('that is whole keeps its value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z ,:.]{0,8}$/), fc.integer()), (value) => {
        expect(JSON.parse(repairJson(JSON.stringify(value)))).toEqual([value]);
      }),
    );
  });
});

describe('JSON-LD', () => {
  it('that ends at a script tag in a string keeps what stands before it', () => {
    expect(
      readJsonLd(['{"@type":"NewsArticle","headline":"Wall","datePublished":"2025-01-02","articleBody":"x ']),
    ).toMatchObject({ kind: 'news', headline: 'Wall', published: '2025-01-02' });
  });

  it('is read where all of it is escaped as text, and its fields lose entities and tags', () => {
    expect(
      readJsonLd(['{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;Wall&quot;}']),
    ).toMatchObject({ kind: 'article', headline: 'Wall' });
    expect(
      readJsonLd([JSON.stringify({ '@type': 'Article', headline: 'Sea &amp; <em>wall</em> &#039;25' })]),
    ).toMatchObject({
      headline: "Sea & wall '25",
    });
  });

  it('tells people from organizations, and takes what is typed as both for a person', () => {
    const author = [
      { '@type': 'Person', name: 'Nora Quill' },
      { '@type': ['Person', 'Organization'], name: 'Tom Ashby' },
      { '@type': 'NewsMediaOrganization', name: 'Coast Post' },
    ];
    expect(readJsonLd([JSON.stringify({ '@type': 'NewsArticle', author })])).toMatchObject({
      authors: ['Nora Quill', 'Tom Ashby', 'Coast Post'],
      organizations: ['Coast Post'],
    });
  });
});
