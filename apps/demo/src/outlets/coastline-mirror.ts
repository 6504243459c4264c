import { type BlockStyle, bodyOf, escapeMarkup, linkItems, printedDate } from '../markup.ts';
import type { Outlet, Site } from '../outlet.ts';
import type { Piece } from '../piece.ts';

const RECENT = [
  'Gull Point pier to get a new roof',
  'Ferry to Inch Orran cancelled again',
  'Recipe: smoked mackerel with beetroot',
  'Lifeboat crew thanks anonymous donor',
];

const STYLE: BlockStyle = { paragraph: (html) => `<p>${html}</p>` };

/** A weblog system's layout: category bar, sharing buttons inside the content, widgets, a reply form. */
export const coastlineMirror: Outlet = {
  key: 'coastline-mirror',
  name: 'Coastline Mirror',
  host: '127.0.0.16',
  encoding: 'utf8',
  page,
};

function page(piece: Piece, site: Site): string {
  const date = printedDate(piece.published, 'en-US', { dateStyle: 'long' });
  const lead = piece.dateline ? `${piece.dateline} — ` : '';
  return `<!DOCTYPE html>
<html lang="en-US">
<head>
<meta charset="UTF-8">
<title>${escapeMarkup(piece.headline)} &#8211; Coastline Mirror</title>
<link rel="canonical" href="${site.base}${piece.path}">
<meta name="generator" content="PressWords 6.1">
<meta property="article:published_time" content="${new Date(piece.published).toISOString()}">
</head>
<body class="post-template-default single single-post">
<div id="page" class="site">
<header id="masthead"><p class="site-title"><a href="/">Coastline Mirror</a></p>
<nav id="site-navigation"><div class="menu"><a href="/">Home</a> <a href="/about">About</a> <a href="/contact">Contact</a></div></nav></header>
<div id="content">
<article class="post type-post hentry">
<header class="entry-header"><h1 class="entry-title">${escapeMarkup(piece.headline)}</h1>
<div class="cat-links"><a href="/c/arts">Arts</a> <a href="/c/business">Business</a> <a href="/c/coast">Coast</a> <a href="/c/news">Current news</a> <a href="/c/sea">Sea &amp; Weather</a></div>
<div class="entry-meta">Posted on <time class="entry-date published" datetime="${piece.published}">${date}</time> by <span class="author vcard">${escapeMarkup(piece.byline.join(', '))}</span></div></header>
<div class="entry-content">
${bodyOf(piece, STYLE, lead)}
<div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="#">Click to share on Chirp (Opens in new window)</a></li><li><a href="#">Click to email a link to a friend (Opens in new window)</a></li></ul><h3>Like this:</h3><span>Loading...</span></div>
</div>
<footer class="entry-footer">Posted in <a href="/c">${piece.section}</a> · Tagged <a href="/t">coast</a></footer>
</article>
<nav class="post-navigation"><a rel="prev" href="/p">← Previous post: Ferry to Inch Orran cancelled again</a></nav>
<div id="comments"><h3 id="reply-title">Leave a Reply</h3><p>Your email address will not be published. Required fields are marked *</p><form><textarea></textarea><button>Post Comment</button></form></div>
</div>
<aside id="secondary"><h2>Recent Posts</h2><ul>
${linkItems(RECENT)}
</ul><h2>Archives</h2><ul><li><a href="/2026/02">February 2026</a></li><li><a href="/2026/01">January 2026</a></li></ul></aside>
<footer id="colophon"><p>Proudly powered by PressWords</p></footer>
</div>
</body>
</html>
`;
}
