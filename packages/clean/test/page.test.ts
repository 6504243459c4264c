import { describe, expect, it } from 'vitest';
import { clean } from '../src/index.ts';
import { done } from './outcomes.ts';

const ONE = 'The lighthouse keeper handed over the keys on Sunday, after forty-one years on the rock.';
const TWO =
  'His successor is a computer in the county town, which will light the lamp from there every evening.';
const THREE =
  'Sailors had asked for a person to stay, because the computer cannot hear anybody call for help.';
const text = (inner: string): string =>
  done(clean({ format: 'html', content: `<h1>Keeper leaves the rock</h1>${inner}` })).article.text;
const p = (...paragraphs: string[]): string => paragraphs.map((entry) => `<p>${entry}</p>`).join('');

describe('what belongs to the text', () => {
  it.each([
    [
      'text parted by advertisements',
      `<div class="b">${p(ONE)}</div><div class="ad-slot">Advertisement</div><div class="b">${p(TWO)}</div><aside>Buy a boat now, only this week.</aside><div class="b">${p(THREE)}</div>`,
      [ONE, TWO, THREE],
    ],
    [
      'paragraphs parted by two line breaks',
      `<div>${ONE}<br><br>${TWO}<br> <br>${THREE}</div>`,
      [ONE, TWO, THREE],
    ],
    [
      'a drop cap',
      `<article><p><span class="dropcap">T</span>${ONE.slice(1)}</p>${p(TWO)}</article>`,
      [ONE, TWO],
    ],
    [
      'a paragraph that is all one link',
      `<article>${p(ONE, `<a href="/x">${TWO}</a>`, THREE)}</article>`,
      [ONE, TWO, THREE],
    ],
    [
      'a list',
      `<article>${p(ONE)}<ul><li>A lamp of 1911</li><li>A horn of 1930</li></ul>${p(TWO)}</article>`,
      [ONE, 'A lamp of 1911', 'A horn of 1930', TWO],
    ],
    [
      'a quotation',
      `<article>${p(ONE)}<blockquote class="tweet">I will miss the gulls, and the gulls will miss me.</blockquote>${p(TWO)}</article>`,
      [ONE, 'I will miss the gulls, and the gulls will miss me.', TWO],
    ],
  ])('%s', (_, inner, paragraphs) => expect(text(inner).split('\n\n')).toEqual(paragraphs));
});

describe('what does not belong to the text', () => {
  const article = `<article>${p(ONE, TWO, THREE)}</article>`;
  it.each([
    [
      'comments',
      `${article}<div id="comments"><p>I have sailed past that rock for years and never saw anybody there at all.</p></div>`,
    ],
    [
      'hidden elements, scripts, templates',
      `${article}<p hidden>${TWO}x</p><p style="display: none">${TWO}y</p><script>var a = 1</script><template>${p(THREE)}</template><noscript>${p(TWO)}</noscript>`,
    ],
    [
      'figures and their captions',
      article.replace(
        '</p><p>',
        '</p><figure><img><figcaption>The rock at dusk. Photo: Ann Teal</figcaption></figure><p>',
      ),
    ],
    [
      'a caption in a box with a picture, told by its credit line',
      article.replace(
        '</p><p>',
        '</p><div class="k1"><img src="a.jpg"><div class="k2">The rock at dusk</div><div class="k3">Image: Ann Teal</div></div><p>',
      ),
    ],
    [
      'a caption in a box with a picture, told by microdata',
      article.replace(
        '</p><p>',
        '</p><div itemprop="image"><img src="a.jpg"><div>The rock at dusk, seen from the north</div></div><p>',
      ),
    ],
    [
      'a caption in a table with a picture',
      article.replace(
        '</p><p>',
        '</p><table><tr><td><img src="a.gif"></td></tr><tr><td>The rock at dusk<br>(Photo by Ann Teal)</td></tr></table><p>',
      ),
    ],
    [
      'links to other stories',
      `<article>${p(ONE, TWO, THREE)}<p>Read more: <a href="/y">Buoy found in a garden</a></p><ul><li><a href="/1">Whale seen</a></li><li><a href="/2">Net lost</a></li></ul></article>`,
    ],
    ['the headline given again', article.replace('<article>', '<article><h2>Keeper leaves the rock</h2>')],
  ])('%s', (_, inner) => expect(text(inner).split('\n\n')).toEqual([ONE, TWO, THREE]));

  it('but a paragraph beside a picture does, and so does what a heading names', () => {
    const beside = `<article>${p(ONE)}<div><img src="a.jpg"><p>${TWO}</p></div>${p(THREE)}</article>`;
    expect(text(beside).split('\n\n')).toEqual([ONE, TWO, THREE]);
    const card = `<article>${p(ONE)}<div class="photo"><img src="a.jpg"><h3>The lamp</h3><p>${TWO}</p></div>${p(THREE)}</article>`;
    expect(text(card).split('\n\n')).toEqual([ONE, 'The lamp', TWO, THREE]);
  });

  it('text given twice, from 120 characters on', () => {
    const long = `${ONE} ${TWO}`;
    expect(text(`<article>${p(long, THREE, long)}</article>`).split('\n\n')).toEqual([long, THREE]);
  });
});

describe('markup that lies', () => {
  const page = (inner: string) =>
    clean({ format: 'html', content: `<h1>Keeper leaves the rock</h1>${inner}<footer>About us</footer>` });

  it.each(['comments', 'sidebar widget', 'promo', 'cookie', 'nav', 'modal overlay'])(
    'does not cost an article of three long paragraphs side by side: %s',
    (name) => {
      const article = done(page(`<div class="${name}">${p(ONE, TWO, THREE)}</div>`)).article;
      expect(article.text.split('\n\n')).toEqual([ONE, TWO, THREE]);
    },
  );

  it('is believed of two long paragraphs among comments, and of three that lie apart', () => {
    const two = page(`<div class="comments">${p(ONE, TWO)}</div>`);
    expect(two).toMatchObject({ kind: 'dropped', reason: 'no-article' });
    const apart = [ONE, TWO, THREE].map((entry) => `<div class="comment">${p(entry)}</div>`).join('');
    expect(page(apart)).toMatchObject({ kind: 'dropped', reason: 'no-article' });
  });
});
