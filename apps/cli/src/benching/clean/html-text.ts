import { Parser } from 'htmlparser2';

/** Elements that part paragraphs (HTML Living Standard, 15.3: `display: block` and its like). */
const BLOCKS = new Set(
  'address article aside blockquote dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
const UNSEEN = new Set(['script', 'style', 'noscript', 'template']);

/** The text of a piece of HTML with its blocks parted by blank lines, so that no words are glued together. */
export function htmlText(html: string): string {
  const parts: string[] = [];
  let unseen = 0;
  const parser = new Parser({
    onopentag(name) {
      if (UNSEEN.has(name)) unseen += 1;
      if (BLOCKS.has(name)) parts.push('\n\n');
      if (name === 'br') parts.push('\n');
    },
    ontext(text) {
      if (unseen === 0) parts.push(text.replace(/\s+/g, ' '));
    },
    onclosetag(name) {
      if (UNSEEN.has(name)) unseen -= 1;
      if (BLOCKS.has(name)) parts.push('\n\n');
    },
  });
  parser.end(html);
  return parts
    .join('')
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .join('\n\n');
}
