import { type BlockStyle, bodyOf, escapeMarkup, jsonLd, linkItems, printedDate } from '../markup.ts';
import type { Outlet, Site } from '../outlet.ts';
import type { Piece } from '../piece.ts';

const RAIL = [
  'Stadtrat streitet über Öffnungszeiten des Hallenbads',
  'Feuerwehr rettet Kuh aus Güllegrube',
  'Grauwinkler Chor singt in der Partnerstadt',
  'Wetter: Am Wochenende kehrt der Schnee zurück',
];

const STYLE: BlockStyle = {
  paragraph: (html) => `<p class="absatz">${html}</p>`,
  figure: (caption, credit) =>
    `<figure class="bild"><img src="/bilder/gross.jpg" alt=""><figcaption>${caption} <span class="quelle">${credit}</span></figcaption></figure>`,
  promo: (html) => `<div class="newsletter-teaser"><strong>Newsletter</strong><p>${html}</p></div>`,
};

/** A German outlet: JSON-LD with `@graph`, German dates, an agency code after the place. */
export const grauwinklerBote: Outlet = {
  key: 'grauwinkler-bote',
  name: 'Grauwinkler Bote',
  host: '127.0.0.17',
  encoding: 'utf8',
  page,
};

function page(piece: Piece, site: Site): string {
  const lead = piece.dateline
    ? `<span class="ort">${piece.dateline} (${piece.agencyCode ?? 'gwb'}) –</span> `
    : '';
  const date = printedDate(piece.published, 'de-DE', { dateStyle: 'long', timeStyle: 'short' });
  return `<!DOCTYPE html>
<html lang="de">
<head>
<meta charset="utf-8">
<title>${escapeMarkup(piece.headline)} - Grauwinkler Bote</title>
<link rel="canonical" href="${site.base}${piece.path}">
${jsonLd(graph(piece, site))}
</head>
<body>
<div class="cookie-hinweis"><p>Wir verwenden Cookies, um unser Angebot zu verbessern. Mit einem Klick auf „Einverstanden“ stimmen Sie der Nutzung zu.</p><button>Einverstanden</button></div>
<header><a href="/" class="titel">Grauwinkler Bote</a>
<nav class="haupt"><a href="/lokales">Lokales</a><a href="/wirtschaft">Wirtschaft</a><a href="/sport">Sport</a><a href="/kultur">Kultur</a><a href="/anzeigen">Anzeigen</a><a href="/abo">Abo</a></nav></header>
<main>
<article>
<p class="dachzeile">${piece.section}</p>
<h1>${escapeMarkup(piece.headline)}</h1>
${piece.standfirst ? `<p class="vorspann">${escapeMarkup(piece.standfirst)}</p>` : ''}
<p class="autor">Von ${escapeMarkup(piece.byline.join(' und '))}</p>
<time datetime="${piece.published}">${date} Uhr</time>
<ul class="teilen"><li><a href="#">Teilen</a></li><li><a href="#">Merken</a></li><li><a href="#">Drucken</a></li></ul>
<div class="text">
${bodyOf(piece, STYLE, lead)}
</div>
<div class="lesen-sie-auch"><h4>Lesen Sie auch</h4><ul>
${linkItems(RAIL)}
</ul></div>
<p class="agentur">Quelle: ${piece.agency ?? 'eigener Bericht'}</p>
</article>
<section class="kommentare"><h3>2 Kommentare</h3><p><b>Bergfex</b> Das war doch seit Jahren bekannt, und keiner hat etwas getan.</p><p><b>Rosl</b> Dann gehen wir eben zu Fuß, das ist sowieso gesünder.</p></section>
</main>
<footer>© 2026 Verlag Grauwinkler Bote · Impressum · Datenschutz · AGB</footer>
</body>
</html>
`;
}

function graph(piece: Piece, site: Site) {
  const organization = {
    '@type': 'NewsMediaOrganization',
    '@id': `${site.base}/#verlag`,
    name: 'Grauwinkler Bote',
  };
  const article = {
    '@type': 'NewsArticle',
    '@id': site.base + piece.path,
    headline: piece.headline,
    description: piece.standfirst,
    datePublished: piece.published,
    dateModified: piece.modified,
    author: piece.byline.map((name) => ({ '@type': 'Person', name })),
    publisher: { '@id': `${site.base}/#verlag` },
    articleSection: piece.section,
    keywords: piece.keywords.join(', '),
    inLanguage: 'de',
    image: { '@type': 'ImageObject', url: `${site.base}/bilder/${piece.image ?? 'gross.jpg'}` },
  };
  return { '@context': 'https://schema.org', '@graph': [organization, article] };
}
