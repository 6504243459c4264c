import { atomDocument } from '../feed-documents.ts';
import { type BlockStyle, bodyOf, escapeMarkup, linkItems, printedDate } from '../markup.ts';
import type { Outlet, Site } from '../outlet.ts';
import type { Piece } from '../piece.ts';

const RELATED = [
  'Threave road to be widened after years of argument',
  'Wolves seen near Harrowmere for first time since 1911',
  'County tax bills to go out late',
  'Our readers’ best pictures of the frozen weir',
];

const STYLE: BlockStyle = {
  paragraph: (html) => `<p>${html}</p>`,
  figure: (caption, credit) =>
    `<figure><picture><img src="/media/lead.webp" alt=""></picture><figcaption class="caption">${caption} <small>Photograph: ${credit}</small></figcaption></figure>`,
};

/** OpenGraph and article metadata, share bars above and below, a link to another story amid the body, comments. */
export const northernLedger: Outlet = {
  key: 'northern-ledger',
  name: 'Northern Ledger',
  host: '127.0.0.12',
  encoding: 'utf8',
  page,
  feed: {
    path: '/feed.atom',
    mediaType: 'application/atom+xml',
    document: (site) =>
      atomDocument({ title: 'Northern Ledger', language: 'en', path: '/feed.atom' }, site, [
        {
          path: '/news/ledger-quiz-of-the-week',
          headline: 'The Ledger quiz of the week',
          published: '2026-02-08T18:00:00Z',
        },
      ]),
  },
};

function head(piece: Piece, site: Site): string {
  const authors = piece.byline
    .map((name) => `<meta name="author" content="${escapeMarkup(name)}">`)
    .join('\n');
  return `<meta charset="utf-8">
<title>${escapeMarkup(piece.headline)} - Northern Ledger</title>
<link rel="canonical" href="${site.base}${piece.path}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="Northern Ledger">
<meta property="og:title" content="${escapeMarkup(piece.headline)}">
<meta property="og:url" content="${site.base}${piece.path}">
<meta property="og:image" content="${site.base}/media/${piece.image ?? 'lead.webp'}">
<meta property="og:locale" content="en_GB">
<meta property="article:published_time" content="${piece.published}">
${piece.modified ? `<meta property="article:modified_time" content="${piece.modified}">` : ''}
<meta property="article:section" content="${piece.section}">
${piece.keywords.map((word) => `<meta property="article:tag" content="${escapeMarkup(word)}">`).join('\n')}
${authors}`;
}

const SHARE = `<ul class="share-bar"><li><a href="#">Share on Chirp</a></li><li><a href="#">Share on Facepage</a></li>
<li><a href="#">WhatsUp</a></li><li><a href="#comments">3 comments</a></li></ul>`;

function page(piece: Piece, site: Site): string {
  const paragraphs = bodyOf(piece, STYLE).split('\n');
  paragraphs.splice(
    5,
    0,
    `<p class="read-more"><strong>READ MORE:</strong> <a href="/more/9">${RELATED[0]}</a></p>`,
  );
  return `<!doctype html>
<html lang="en-GB" prefix="og: https://ogp.me/ns#">
<head>
${head(piece, site)}
</head>
<body class="single">
<a class="skip" href="#content">Skip to content</a>
<div class="top-strip">Subscribe from 9 crowns a month · <a href="/login">Sign in</a></div>
<div class="nav-wrap"><a href="/" class="logo">Northern Ledger</a><a href="/news">News</a><a href="/farming">Farming</a><a href="/weather">Weather</a><a href="/property">Property</a><a href="/notices">Notices</a></div>
<section id="content">
<h1 class="headline">${escapeMarkup(piece.headline)}</h1>
${piece.standfirst ? `<h2 class="deck">${escapeMarkup(piece.standfirst)}</h2>` : ''}
<div class="byline">By ${escapeMarkup(piece.byline.join(' and '))}</div>
<div class="dates">Published ${printedDate(piece.published, 'en-GB', { dateStyle: 'full', timeStyle: 'short' })}</div>
${SHARE}
<div class="article-body">
${paragraphs.join('\n')}
</div>
${SHARE}
<div class="author-box"><h4>${escapeMarkup(piece.byline[0] ?? '')}</h4><p>Staff reporter at the Northern Ledger since 2017. Writes about mountains, milk and money.</p></div>
</section>
<section class="related"><h3>You might also like</h3><ul>
${linkItems(RELATED)}
</ul></section>
<section id="comments"><h3>3 comments</h3>
<div class="comment"><b>hillwalker59</b><p>My aunt lived up there for forty years and always said that the council would only act when it was too late. Fair play to them this time, I suppose.</p></div>
<div class="comment"><b>Marjory T.</b><p>Does anyone know whether the number 12 bus is running? The web page of the bus company has not been updated since Christmas.</p></div>
<div class="comment"><b>old_ledger_reader</b><p>First!</p></div>
<form><textarea placeholder="Join the conversation"></textarea><button>Post comment</button></form></section>
<footer>Northern Ledger is a member of the Press Standards Board. Found an error? Tell the desk.</footer>
</body>
</html>
`;
}
