import { type BlockStyle, bodyOf, escapeMarkup, printedDate } from '../markup.ts';
import type { Outlet, Site } from '../outlet.ts';
import type { Piece } from '../piece.ts';

const WIDGET = [
  ['Doctors baffled: this one fruit at breakfast', 'Sponsored'],
  ['Ten harbour towns you can still afford', 'Homes'],
  ['She bought a lighthouse for one crown. Then she opened the cellar', 'Life'],
  ['The nine best raincoats of the season', 'Shopping'],
];

const STYLE: BlockStyle = {
  paragraph: (html) => `<div class="x-par"><span>${html}</span></div>`,
  figure: (caption, credit) =>
    `<div class="x-media"><img src="/cdn/a.jpg"><div class="x-cap">${caption}</div><div class="x-src">Image: ${credit}</div></div>`,
};

const BROKEN_PATH = '/article/48271/liveblog';

/** A portal in nested divisions, OpenGraph alone, no date in its metadata; it shows some stories in part. */
export const kaldmarkToday: Outlet = {
  key: 'kaldmark-today',
  name: 'Kaldmark Today',
  host: '127.0.0.14',
  encoding: 'utf8',
  page,
  broken: {
    [BROKEN_PATH]: `<!doctype html><html><head><title>Kaldmark Tod</ti><meta property="og:ti
<script>window.__STATE__={"live":{"id":48271,"entries":[{"t":"09:14","b":"\\u00`,
  },
};

function page(piece: Piece, site: Site): string {
  const agency = piece.agencyCode ? ` (${piece.agencyCode})` : '';
  const lead = piece.dateline ? `<b>${piece.dateline}${agency}</b> — ` : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeMarkup(piece.headline)} · Kaldmark Today</title>
<meta property="og:title" content="${escapeMarkup(piece.headline)}"><meta property="og:site_name" content="Kaldmark Today">
<meta property="og:type" content="article"><meta property="og:url" content="${site.base}${piece.path}">
<script>var dataLayer=[{"pageType":"article","id":"${piece.path.split('/')[2]}"}];</script></head>
<body><div class="x-app"><div class="x-bar"><div><a href="/">Kaldmark Today</a></div><div><a href="/nation">Nation</a></div><div><a href="/money">Money</a></div><div><a href="/life">Life</a></div><div><a href="/video">Video</a></div><div><a href="/plus">Today Plus</a></div></div>
<div class="x-consent"><div>Kaldmark Today uses cookies so that it can remember who you are. <a href="/cookies">Read our cookie policy</a>.</div><div><a href="#">I agree</a></div></div>
<div class="x-page"><div class="x-col"><div class="x-tag">${piece.section}</div>
<h1>${escapeMarkup(piece.headline)}</h1>
<div class="x-stamp">${stamp(piece)}</div>
${piece.standfirst ? `<div class="x-deck">${escapeMarkup(piece.standfirst)}</div>` : ''}
<div class="x-share"><span>Share</span><span>Save</span><span>Listen (3 min)</span></div>
<div class="x-body">
${bodyOf(piece, STYLE, lead)}
${piece.excerpt ? `<div class="x-wall"><a href="${piece.path}?full=1">Continue reading</a><div>Subscribe to Today Plus for 4 crowns a week to read the whole story.</div></div>` : ''}
${piece.agency ? `<div class="x-rights">© 2026 ${piece.agency}. All rights reserved.</div>` : ''}
</div></div>
<div class="x-widget"><div class="x-widget-title">Around the web</div>
${WIDGET.map(([title, label]) => `<div class="x-card"><a href="/out"><span>${title}</span> <em>${label}</em></a></div>`).join('\n')}
</div></div><div class="x-foot">About us | Careers | Terms of use | Do not sell my cookies</div></div></body></html>
`;
}

function stamp(piece: Piece): string {
  const time = printedDate(piece.published, 'en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  const byline = piece.byline.length > 0 ? ` | By ${escapeMarkup(piece.byline.join(', '))}` : '';
  return `${time}${byline}${piece.agency ? ` | ${piece.agency}` : ''}`;
}
