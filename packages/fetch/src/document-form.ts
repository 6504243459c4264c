import { decodeHead, HEAD_BYTES, isUtf16 } from './charset.ts';
import type { FeedForm } from './feed-records.ts';
import { findRootElement } from './root-element.ts';
import type { SitemapForm } from './sitemap-entries.ts';

/** Lists of addresses that are no feeds. */
export type ListForm = SitemapForm | 'opml';

/** What the bytes of a document are, whatever the header says; `other` is readable, but nothing for us. */
export type DocumentForm =
  | 'html'
  | 'text'
  | 'rss'
  | 'atom'
  | 'rdf'
  | 'json-feed'
  | ListForm
  | 'binary'
  | 'other'
  | 'empty';

/** Start of a file as Latin-1, by the WHATWG MIME Sniffing standard (section 6) and the formats' own documents. */
const MAGIC = [
  ...[
    '%PDF-',
    '%!PS-Adobe-',
    '\x89PNG\r\n\x1a\n',
    'GIF87a',
    'GIF89a',
    '\xff\xd8\xff',
    'BM',
    'II*\0',
    'MM\0*',
  ],
  ...['\0\0\x01\0', 'ID3', 'OggS\0', 'fLaC', '\x1a\x45\xdf\xa3', '\x1f\x8b\x08', 'PK\x03\x04', 'PK\x05\x06'],
  ...['Rar!\x1a\x07', '7z\xbc\xaf', 'BZh', '\x28\xb5\x2f\xfd', '\xfd7zXZ', 'wOFF', 'wOF2', 'OTTO', '\0asm'],
  ...['\x7fELF', 'MZ\x90', 'FORM\0', 'SQLite format 3\0', '\xd0\xcf\x11\xe0'],
] as const;

/** Elements that mark HTML when they come first: section 7.1 of the same standard, and a few more. */
const HTML_ROOTS: ReadonlySet<string> = new Set([
  ...['html', 'head', 'body', 'title', 'meta', 'link', 'script', 'style', 'iframe', 'noscript', 'base'],
  ...['h1', 'h2', 'h3', 'div', 'p', 'a', 'b', 'br', 'font', 'table', 'span', 'article', 'section', 'main'],
  ...['header', 'nav', 'center', 'ul', 'ol', 'img', 'blockquote', 'pre', 'strong', 'em', 'i'],
]);

/** Types that say "text" or say nothing. */
const TEXT_TYPES: ReadonlySet<string> = new Set([
  ...['text/plain', 'text/markdown', 'text/x-markdown', 'unknown/unknown', 'application/unknown', '*/*'],
]);

/**
 * Decides what a document is: by its first bytes, its root element or its JSON Feed version, and by the
 * declared type only where the content leaves it open.
 */
export function identifyForm(bytes: Uint8Array, declared: string | undefined): DocumentForm {
  const head = decodeHead(bytes);
  if (head.trim() === '' && bytes.length <= HEAD_BYTES) return 'empty';
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  if (hasMagic(start)) return 'binary';
  const root = findRootElement(head);
  const feed = feedForm(root, head) ?? listForm(root);
  if (feed !== undefined) return feed;
  if (root !== undefined && HTML_ROOTS.has(root)) return 'html';
  if (declared === 'text/html') return 'html';
  if (!isUtf16(bytes) && hasBinaryBytes(head)) return 'binary';
  if (declared === 'application/xhtml+xml') return 'html';
  if (root !== undefined && /^\s*<[?!]/.test(head)) return 'other';
  if (declared !== undefined && !TEXT_TYPES.has(declared)) return 'other';
  return isAddressList(head, bytes.length > HEAD_BYTES) ? 'text-sitemap' : 'text';
}

/** True for RSS, Atom and JSON Feed. */
export function isFeed(form: DocumentForm): form is FeedForm {
  return form === 'rss' || form === 'atom' || form === 'rdf' || form === 'json-feed';
}

/** True for sitemaps, their indexes and OPML lists. */
export function isList(form: DocumentForm): form is ListForm {
  return form === 'opml' || isSitemap(form);
}

/** True for the three forms of a sitemap. */
export function isSitemap(form: DocumentForm): form is SitemapForm {
  return form === 'sitemap' || form === 'sitemap-index' || form === 'text-sitemap';
}

/** By the root element alone, with any prefix: many write no namespace, or one of another year. */
function listForm(root: string | undefined): ListForm | undefined {
  const name = root?.slice(root.lastIndexOf(':') + 1);
  if (name === 'urlset') return 'sitemap';
  if (name === 'sitemapindex') return 'sitemap-index';
  return name === 'opml' ? 'opml' : undefined;
}

/** A text sitemap is a text whose every line is a full address (sitemaps.org/protocol.html, "Text file"). */
function isAddressList(head: string, isCut: boolean): boolean {
  const lines = head.split('\n').map((line) => line.trim());
  if (isCut) lines.pop();
  const filled = lines.filter((line) => line !== '' && line !== '\u00ef\u00bb\u00bf');
  return (
    filled.length > 0 && filled.every((line) => /^(?:\u00ef\u00bb\u00bf)?https?:\/\/[^\s]+$/i.test(line))
  );
}

function feedForm(root: string | undefined, head: string): DocumentForm | undefined {
  if (root === 'rss') return 'rss';
  if (root === 'feed' || root?.endsWith(':feed')) return 'atom';
  if (root?.endsWith(':rdf') && /purl\.org\/rss\/|netscape\.com\/rdf\/|purl\.org\/net\/rss/i.test(head))
    return 'rdf';
  if (/^\s*\{/.test(head) && /jsonfeed\.org\\?\/version/.test(head)) return 'json-feed';
  return undefined;
}

function hasMagic(start: string): boolean {
  if (start.startsWith('RIFF') && /^(?:WEBP|WAVE|AVI )/.test(start.slice(8))) return true;
  if (start.slice(4, 8) === 'ftyp') return true;
  // "BM" alone begins many a word: a bitmap has zeros in its reserved field (bytes 6 to 9).
  if (start.startsWith('BM')) return start.slice(6, 10) === '\0\0\0\0';
  return MAGIC.some((magic) => magic !== 'BM' && start.startsWith(magic));
}

/** The standard's binary data bytes (section 3), in its resource header of 1,445 bytes. */
function hasBinaryBytes(head: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  return /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]/.test(head.slice(0, 1445));
}
