import { describe, expect, it } from 'vitest';
import { clean } from '../src/index.ts';
import { parseByline } from '../src/names.ts';
import { done } from './outcomes.ts';

const REST = 'The harbour was closed to ships on Monday after the wall had given way in the night.';
const article = (head: string, fetchedAt?: string) =>
  done(
    clean({
      format: 'html',
      content: `${head}<h1>Wall gives way at night</h1><p>${REST} ${REST}</p><p>${REST} Nobody was hurt.</p>`,
      url: 'https://www.coast.example.com/a',
      ...(fetchedAt !== undefined && { fetchedAt }),
    }),
  ).article;
const linked = (fields: object) =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline: 'Wall gives way at night', ...fields })}</script>`;
const person = (name: string) => ({ '@type': 'Person', name });
const outlet = (name: string) => ({ '@type': 'Organization', name });

describe('bylines', () => {
  it.each([
    [
      'people and an agency as the author field lists them',
      [person('Reuters'), person('Nora Quill')],
      ['Reuters', 'Nora Quill'],
      'Reuters',
    ],
    ['an agency where the page names nobody else', [person(' dpa ')], ['dpa'], 'Deutsche Presse-Agentur'],
    ['a desk where the page names nobody else', [outlet('MX-Redaktion')], ['MX-Redaktion'], undefined],
    ['a mononym', [person('Kay')], ['Kay'], undefined],
    ['no outlet beside people', [person('Nora Quill'), outlet('Coast Post')], ['Nora Quill'], undefined],
    ['nobody for what software puts', [person('admin')], undefined, undefined],
    ['nobody for a login name', [person('mq2xpg7ci')], undefined, undefined],
    ['nobody for an address', [person('https://www.coast.example.com/nora')], undefined, undefined],
  ])('are %s', (_, author, byline, credit) => {
    const found = article(linked({ author, publisher: outlet('Coast Post') }));
    expect([found.byline, found.credit]).toEqual([byline, credit]);
  });

  it('are the person of a later field before the agency of an earlier one', () => {
    const found = article(`<meta name="author" content="Nora Quill">${linked({ author: person('AFP') })}`);
    expect([found.byline, found.credit]).toEqual([['Nora Quill'], 'Agence France-Presse']);
  });

  it('are read out of an author’s own item, and not out of a comment', () => {
    const item = '<div itemprop="author"><span itemprop="name">Nora Quill</span> Harbour editor</div>';
    const comment =
      '<div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Tom Ashby</span></div>';
    expect(article(comment + item).byline).toEqual(['Nora Quill']);
    expect(article(comment).byline).toBeUndefined();
  });

  it('believe WordPress’s label before its second field', () => {
    const meta = (label: string, data: string) =>
      `<meta name="twitter:label1" content="${label}"><meta name="twitter:data1" content="${data}">`;
    expect(article(meta('Written by', 'Kay')).byline).toEqual(['Kay']);
    expect(article(meta('Est. reading time', 'Nora Quill')).byline).toBeUndefined();
  });

  it('lose a job that follows the name', () => {
    expect(parseByline(['By Nora Quill Senior Harbour Reporter']).people).toEqual(['Nora Quill']);
  });
});

describe('metadata that is not to be believed', () => {
  it('a date one second after the fetch is none, one at its moment is', () => {
    const at = (published: string) =>
      article(linked({ datePublished: published }), '2025-06-05T12:00:00Z').publishedAt;
    expect(at('2025-06-05T12:00:00Z')).toBe('2025-06-05T12:00:00Z');
    expect(at('2025-06-05T12:00:01Z')).toBeUndefined();
  });

  it('a canonical address on another site', () => {
    expect(article('<link rel="canonical" href="https://other.example.org/a">').canonicalUrl).toBeUndefined();
    expect(article('<link rel="canonical" href="/b">').canonicalUrl).toBe('https://www.coast.example.com/b');
  });

  it('direction overrides in a headline and a name', () => {
    const found = article(
      linked({ headline: 'Wall \u202egives\u202c way at night', author: person('Nora\u202e Quill') }),
    );
    expect([found.headline, found.byline]).toEqual(['Wall gives way at night', ['Nora Quill']]);
  });
});

describe('the headline', () => {
  it('is what NewsArticle and OpenGraph share, though the h1 lacks the kicker; an Article’s is the h1', () => {
    const said = 'After the storm: Wall gives way at night';
    const og = `<meta property="og:title" content="${said}">`;
    expect(article(og + linked({ headline: said })).headline).toBe(said);
    expect(article(og + linked({ '@type': 'Article', headline: said })).headline).toBe(
      'Wall gives way at night',
    );
  });

  it('is the first h1 of four words though no other title says it, unless it is the name of the site', () => {
    const page = (first: string) =>
      article(
        `<meta property="og:site_name" content="The Old Coast Post"><meta property="og:title" content="Storm breaks harbour"><h1>${first}</h1>`,
      ).headline;
    expect(page('How the sea came')).toBe('How the sea came');
    expect(page('The sea came')).toBe('Storm breaks harbour');
    expect(page('The Old Coast Post')).toBe('Storm breaks harbour');
  });
});
