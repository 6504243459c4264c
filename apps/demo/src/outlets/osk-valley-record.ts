import { rssDocument } from '../feed-documents.ts';
import { type BlockStyle, bodyOf, escapeMarkup, linkItems, printedDate } from '../markup.ts';
import type { Outlet, Site } from '../outlet.ts';
import type { Piece } from '../piece.ts';

const RAIL = [
  'Osk Rovers lose fourth match in a row',
  'Planning: twelve new houses behind the dairy',
  'Obituary: Enid Tarrant, who taught half the valley to read',
  'Jumble sale raises 840 crowns for the lifeboat',
];

const STYLE: BlockStyle = {
  paragraph: (html) => `<p>${html}</p>`,
  figure: (caption, credit) =>
    `<div class="photo" itemprop="image" itemscope itemtype="https://schema.org/ImageObject"><img itemprop="url" src="/p/1.jpg" alt=""><div class="photo-text"><span itemprop="caption">${caption}</span> <span class="by">Picture: ${credit}</span></div></div>`,
};

/** A small weekly's layout: microdata, a picture box without `figure`, a weather box inside the article column. */
export const oskValleyRecord: Outlet = {
  key: 'osk-valley-record',
  name: 'Osk Valley Record',
  host: '127.0.0.13',
  encoding: 'utf8',
  page,
  feed: {
    path: '/rss.xml',
    mediaType: 'text/xml',
    document: (site) => rssDocument({ title: 'Osk Valley Record', language: 'en', path: '/rss.xml' }, site),
  },
};

function page(piece: Piece, site: Site): string {
  const lead = piece.dateline ? `${piece.dateline} — ` : '';
  return `<!DOCTYPE html>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>Osk Valley Record :: ${escapeMarkup(piece.headline)}</title>
<meta name="viewport" content="width=device-width">
</head>
<body>
<div id="top"><div id="logo"><a href="/">OSK VALLEY RECORD</a></div><div id="motto">Every Thursday since 1878</div></div>
<ul id="menu"><li><a href="/">Front page</a></li><li><a href="/region">Region</a></li><li><a href="/weather">Weather</a></li>
<li><a href="/sport">Sport</a></li><li><a href="/farm">Farm &amp; garden</a></li><li><a href="/births">Births, deaths</a></li></ul>
<div id="columns">
<div id="main" itemscope itemtype="https://schema.org/NewsArticle">
<link itemprop="mainEntityOfPage" href="${site.base}${piece.path}">
<meta itemprop="inLanguage" content="en">
<span class="kicker" itemprop="articleSection">${piece.section}</span>
<h1 itemprop="headline">${escapeMarkup(piece.headline)}</h1>
<p class="by">By <span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">${escapeMarkup(piece.byline.join(', '))}</span></span>,
<time itemprop="datePublished" datetime="${piece.published}">${printedDate(piece.published, 'en-GB', { dateStyle: 'medium', timeStyle: 'short' })}</time></p>
<div id="text" itemprop="articleBody">
${bodyOf(piece, STYLE, lead)}
</div>
<div class="weather-box"><b>Valley weather</b> Today 6° rain · Fri 8° showers · Sat 9° cloud · Sun 7° sun</div>
<div class="buttons"><a href="#">Print this page</a> | <a href="#">Send to a friend</a> | <a href="#">Letters to the editor</a></div>
</div>
<div id="side"><h3>Also in this issue</h3><ul>
${linkItems(RAIL)}
</ul><h3>Small ads</h3><p>Hay for sale, good and dry, collect from Sallow Farm. Lost: a grey tabby, answers to Admiral.</p></div>
</div>
<div id="foot">Osk Valley Record, 3 Mill Lane, Tarnwick. Advertise with us: call the office before noon on Tuesday.</div>
</body>
</html>
`;
}
