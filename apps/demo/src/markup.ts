import type { Block, Piece } from './piece.ts';

/** Text as it may stand in HTML or XML, between tags or in a quoted attribute. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A JSON-LD script element; `<` is escaped so that no string can end the element. */
export function jsonLd(value: unknown): string {
  return `<script type="application/ld+json">${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>`;
}

/** A list of links to headlines that are no part of the article. */
export function linkItems(headlines: readonly string[]): string {
  return headlines
    .map((headline, i) => `<li><a href="/more/${i + 1}">${escapeMarkup(headline)}</a></li>`)
    .join('\n');
}

/** How an outlet prints each kind of block; a kind that it leaves out is not on its pages. */
export interface BlockStyle {
  paragraph(html: string): string;
  figure?(caption: string, credit: string): string;
  promo?(html: string): string;
  credit?(html: string): string;
}

/** The body of a piece, with `lead` (a dateline) set before the first words of its first paragraph. */
export function bodyOf(piece: Piece, style: BlockStyle, lead = ''): string {
  const first = piece.blocks.findIndex((block) => block.kind === 'paragraph');
  return piece.blocks
    .map((block, i) => blockHtml(block, style, i === first ? lead : ''))
    .filter((html) => html !== '')
    .join('\n');
}

function blockHtml(block: Block, style: BlockStyle, lead: string): string {
  if (block.kind === 'figure') {
    return style.figure?.(escapeMarkup(block.caption), escapeMarkup(block.credit)) ?? '';
  }
  const html = escapeMarkup(block.text);
  if (block.kind === 'promo') return style.promo?.(html) ?? '';
  if (block.kind === 'credit') return style.credit?.(html) ?? '';
  return style.paragraph(lead + html);
}

/** A date as an outlet prints it, in the zone of Kaldmark (an hour ahead of UTC in winter). */
export function printedDate(iso: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { timeZone: 'Etc/GMT-1', ...options }).format(new Date(iso));
}
