import { articleSchema, cleanedSchema } from '@wirefold/contracts/article';
import { describe, expect, it } from 'vitest';
import { clean } from '../src/index.ts';
import { done } from './outcomes.ts';

const PARAGRAPHS = [
  'BRAYTON, Ireland (AP) — The harbour wall gave way on Monday night, and the market square stood under water by ten.',
  'Nobody was hurt, the council said, but forty families spent the night in the school hall on the hill.',
  'Engineers had asked for repairs in <a href="/report">a report of last spring</a>.The council put them off twice.',
];

const page = (inner: string, head = ''): string =>
  `<!doctype html><html lang="en-IE"><head><title>Harbour wall gives way - Coast Post</title>${head}</head><body>
   <nav><a href="/">Home</a><a href="/news">News</a></nav><h1>Harbour wall gives way</h1>${inner}
   <footer>Coast Post, all rights reserved</footer></body></html>`;

describe('a page', () => {
  const html =
    page(`<div class="post"><p>By Nora Quill and Tom Ashby</p>${PARAGRAPHS.map((text) => `<p>${text}</p>`).join('')}
    <figure><img src="a.jpg"><figcaption>The square on Tuesday. Picture: Lena Voss/AP</figcaption></figure>
    <div class="related"><p>Read more: A pier that nobody wanted was sold on Friday for a pound.</p></div></div>`);
  const { article, removed } = done(
    clean({ format: 'html', content: html, url: 'https://coast.example/wall' }),
  );

  it('gives the paragraphs parted by blank lines, without dateline, headline, caption or related links', () => {
    expect(article.text.split('\n\n')).toEqual([
      'The harbour wall gave way on Monday night, and the market square stood under water by ten.',
      'Nobody was hurt, the council said, but forty families spent the night in the school hall on the hill.',
      'Engineers had asked for repairs in a report of last spring. The council put them off twice.',
    ]);
  });

  it('gives headline, dateline, credit, byline, language and caption', () => {
    expect(article).toMatchObject({
      headline: 'Harbour wall gives way',
      dateline: 'BRAYTON, Ireland',
      credit: 'Associated Press',
      byline: ['Nora Quill', 'Tom Ashby'],
      language: 'en-IE',
      captions: [{ text: 'The square on Tuesday.', credit: 'Lena Voss/AP' }],
    });
  });

  it('returns removed blocks in document order, each with its rule', () => {
    const positions = removed.map((block) => block.position);
    expect(positions).toEqual([...positions].sort((one, other) => one - other));
    expect(removed.find((block) => block.text.startsWith('Read more'))?.rule).toBe('rail:class-related');
  });

  it('fits the schema of the contract', () => {
    expect(articleSchema.safeParse(article).success).toBe(true);
    expect(cleanedSchema.safeParse({ article, removed, cleanerVersion: 'x' }).success).toBe(true);
  });
});

describe('a document without an article', () => {
  it.each([
    ['', 'empty'],
    [' \n\t\u00a0', 'empty'],
    ['<html><body><script>1</script></body></html>', 'empty'],
    [page('<ul><li><a href="/a">Markets</a></li><li><a href="/b">Weather</a></li></ul>'), 'no-article'],
    [
      page(
        '<h1>Page not found</h1><p>The page you asked for could not be found, please try our search.</p>',
        '',
      ),
      'no-article',
    ],
  ])('%j is dropped as %s', (content, reason) => {
    expect(clean({ format: 'html', content })).toMatchObject({ kind: 'dropped', reason });
  });
});
