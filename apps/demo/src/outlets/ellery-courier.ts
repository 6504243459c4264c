import { rssDocument } from '../feed-documents.ts';
import { type BlockStyle, bodyOf, escapeMarkup, jsonLd, linkItems, printedDate } from '../markup.ts';
import type { Outlet, Site } from '../outlet.ts';
import type { Piece } from '../piece.ts';

const RAIL = [
  'Tram line 4 to close for a month while rails are relaid',
  'Dockyard wins order for two icebreakers',
  'Thirty years on, the Old Quay gets its clock back',
  'Schools to teach swimming again from the autumn',
  'How a pastry named after a storm conquered the capital',
];

const STYLE: BlockStyle = {
  paragraph: (html) => `<p class="story__p">${html}</p>`,
  figure: (caption, credit) => `<figure class="story__figure">
<img src="/img/wide.jpg" alt="${caption}" width="1200" height="800">
<figcaption>${caption} <span class="credit">${credit}</span></figcaption>
</figure>`,
  promo: (html) => `<aside class="newsletter-box"><h3>The Courier by mail</h3><p>${html}</p>
<form action="/newsletter"><input type="email" placeholder="Your e-mail address"><button>Sign me up</button></form></aside>`,
  credit: (html) => `<p class="story__p story__endnote"><em>${html}</em></p>`,
};

/** A present-day layout: JSON-LD, cookie banner, captions with credits, a promo amid the body, a rail. */
export const elleryCourier: Outlet = {
  key: 'ellery-courier',
  name: 'The Ellery Courier',
  host: '127.0.0.11',
  encoding: 'utf8',
  page,
  feed: {
    path: '/rss/latest.xml',
    mediaType: 'application/rss+xml',
    document: (site) =>
      rssDocument({ title: 'The Ellery Courier', language: 'en', path: '/rss/latest.xml' }, site),
  },
};

function page(piece: Piece, site: Site): string {
  const agency = piece.agencyCode ? ` (${piece.agencyCode})` : '';
  const lead = piece.dateline ? `<strong>${piece.dateline}${agency} —</strong> ` : '';
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeMarkup(piece.headline)} | The Ellery Courier</title>
<link rel="canonical" href="${site.base}${piece.path}">
<meta name="description" content="${escapeMarkup(piece.standfirst ?? piece.headline)}">
${jsonLd(newsArticle(piece, site))}
<style>.story__p{font:1.1rem/1.6 Georgia}</style>
</head>
<body>
<div id="cookie-wall" role="dialog"><p>We and our 214 partners store cookies on your device to measure audiences and to
choose advertisements. You can change your mind at any time.</p><button>Accept all</button><button>Manage choices</button></div>
<header class="masthead"><a href="/">The Ellery Courier</a>
<nav><ul><li><a href="/world">World</a></li><li><a href="/nation">Nation</a></li><li><a href="/money">Money</a></li>
<li><a href="/culture">Culture</a></li><li><a href="/sport">Sport</a></li><li><a href="/opinion">Opinion</a></li></ul></nav></header>
<main><article class="story">
<div class="breadcrumb"><a href="/">Home</a> › <a href="/${piece.section.toLowerCase()}">${piece.section}</a></div>
<h1>${escapeMarkup(piece.headline)}</h1>
${piece.standfirst ? `<p class="standfirst">${escapeMarkup(piece.standfirst)}</p>` : ''}
<div class="meta">By <a rel="author" href="/people/${encodeURIComponent(piece.byline.join('-'))}">${escapeMarkup(piece.byline.join(' and '))}</a>${piece.agency ? `, ${piece.agency}` : ''}
<time datetime="${piece.published}">${printedDate(piece.published, 'en-GB', { dateStyle: 'long', timeStyle: 'short' })}</time></div>
<div class="share"><a href="#">Share</a><a href="#">Send by mail</a><a href="#">Copy link</a><a href="#">Print</a></div>
<div class="story__body">
${bodyOf(piece, STYLE, lead)}
</div>
<div class="tags"><span>Topics</span> ${piece.keywords.map((word) => `<a href="/topic">${escapeMarkup(word)}</a>`).join(' ')}</div>
</article>
<aside class="rail"><h2>Most read</h2><ol>
${linkItems(RAIL)}
</ol></aside></main>
<footer><p>© 2026 Ellery Courier Publishing. All rights reserved.</p><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></footer>
</body>
</html>
`;
}

function newsArticle(piece: Piece, site: Site) {
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    mainEntityOfPage: site.base + piece.path,
    headline: piece.headline,
    datePublished: piece.published,
    dateModified: piece.modified ?? piece.published,
    author: piece.byline.map((name) => ({ '@type': 'Person', name })),
    publisher: { '@type': 'Organization', name: 'The Ellery Courier' },
    image: [`${site.base}/img/${piece.image ?? 'wide.jpg'}`],
    articleSection: piece.section,
    keywords: piece.keywords,
    inLanguage: 'en',
  };
}
