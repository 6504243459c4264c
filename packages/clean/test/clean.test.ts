import { articleSchema, cleanedSchema } from '@wirefold/contracts/article';
import { describe, expect, it } from 'vitest';
import { clean } from '../src/index.ts';
import { done } from './outcomes.ts';

const PARAGRAPHS = [
  'BRAYTON, Ireland (AP) — The harbour wall gave way on Monday night, and the market square stood under water by ten.',
  'Nobody was hurt, the council said, but forty families spent the night in the school hall on the hill.',
  'Engineers had asked for repairs in <a href="/report">a report of last spring</a>.The council put them off twice.',
];

const SENTENCES = [
  'The harbour wall gave way on Monday night, and the market square stood under water by ten, the council said.',
  'Nobody was hurt, but forty families spent the night in the school hall on the hill above the town.',
  'Engineers had asked for repairs in a report of last spring, which the council put off twice for want of money.',
];
const HEADS = ['Water in the square', 'School hall opens', 'Repairs were put off'];

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
  const bare = (inner: string, title: string): string =>
    `<html><head><title>${title}</title></head><body>${inner}</body></html>`;
  const links = '<ul><li><a href="/a">Markets</a></li><li><a href="/b">Weather</a></li></ul>';

  it.each([
    ['nothing', '', 'empty', undefined],
    ['spaces', ' \n\t\u00a0', 'empty', undefined],
    ['a script alone', '<html><body><script>1</script></body></html>', 'empty', undefined],
    ['navigation alone', page(links), 'no-article', /no running text/],
    [
      'a page that was not found',
      page('<h1>Page not found</h1><p>The page you asked for could not be found, please try our search.</p>'),
      'no-article',
      /not found/,
    ],
    [
      'a cookie wall',
      bare(
        '<div><h1>Before you read on</h1><p>We and our partners store cookies on your device. Please accept all cookies, or choose which ones you agree to.</p></div>',
        'Your choice - Coast Post',
      ),
      'no-article',
      /consent/,
    ],
    [
      'a challenge',
      bare(
        '<main><h1>One moment</h1><p>Checking your browser before you are sent on to the Coast Post. This takes a few seconds.</p></main>',
        'One moment',
      ),
      'no-article',
      /person/,
    ],
    [
      'the sign-in box of a paywall',
      page('<div class="paywall"><p>To read on, sign in.</p></div>'),
      'no-article',
      undefined,
    ],
  ])('%s is dropped', (_, content, reason, detail) => {
    const outcome = clean({ format: 'html', content });
    expect(outcome).toMatchObject({ kind: 'dropped', reason });
    if (detail !== undefined) expect(outcome).toMatchObject({ detail: expect.stringMatching(detail) });
  });
});

describe('a page with little or much of an article', () => {
  it('keeps the opening that a paywall shows, without the offer', () => {
    const stub = page(
      `<article><p>${SENTENCES[0]}</p><p>${SENTENCES[1]}</p></article>
       <div class="paywall-offer"><h3>Subscribe to read on</h3><p>Get full access to the Coast Post for one pound a month. Cancel at any time.</p></div>`,
    );
    const { article } = done(clean({ format: 'html', content: stub }));
    expect(article.text.split('\n\n')).toEqual([SENTENCES[0], SENTENCES[1]]);
  });

  it('keeps every entry of a live blog', () => {
    const entries = SENTENCES.map(
      (text, at) =>
        `<div class="live-entry"><time datetime="2026-05-04T1${at}:00:00Z">1${at}:00</time><h3>${HEADS[at]}</h3><p>${text}</p></div>`,
    );
    const { article } = done(
      clean({ format: 'html', content: page(`<article>${entries.join('')}</article>`) }),
    );
    for (const text of SENTENCES) expect(article.text).toContain(text);
  });
});
