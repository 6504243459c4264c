import { SaxesParser } from 'saxes';

/** Deepest nesting that is read; a sitemap needs five elements, an OPML list one for each folder. */
const MAX_DEPTH = 100;

/** Characters parsed between two turns of the event loop: about 20 ms of work. */
const SLICE = 262_144;

/** An ampersand that begins no reference that XML itself knows. */
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)/gi;

/** What is told of a document while it is read; names are lower case and without their prefix. */
export interface ElementHandlers {
  readonly open?: (path: readonly string[], attributes: Readonly<Record<string, string>>) => void;
  /** At the end of an element; `text` is what stood directly in it. */
  readonly close?: (path: readonly string[], text: string) => void;
  /** True where no more is wanted. */
  readonly enough: () => boolean;
}

/**
 * Reads XML as a stream of elements. Document types are passed over and no entity is known but the five of
 * XML itself; a bare ampersand, as many write it in addresses, stands for itself. The event loop turns
 * between slices.
 * @throws Error where the document is not well-formed, ends early, or nests over 100 deep
 */
export async function readElements(text: string, handlers: ElementHandlers): Promise<void> {
  const xml = text.trimStart().replace(BARE_AMPERSAND, '&amp;');
  const parser = new SaxesParser();
  const path: string[] = [];
  const texts: string[] = [];
  parser.on('error', (error) => {
    if (!/entity/.test(error.message)) throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (path.length >= MAX_DEPTH) throw new Error(`elements are nested over ${MAX_DEPTH} deep`);
    path.push(localName(name));
    texts.push('');
    handlers.open?.(path, attributes);
  });
  const add = (part: string) => {
    const last = texts.length - 1;
    if (last >= 0) texts[last] += part;
  };
  parser.on('text', add);
  parser.on('cdata', (part) => add(part.replaceAll('&amp;', '&')));
  parser.on('closetag', () => {
    handlers.close?.(path, texts.pop() ?? '');
    path.pop();
  });
  for (let at = 0; at < xml.length; at += SLICE) {
    if (handlers.enough()) return;
    parser.write(xml.slice(at, at + SLICE));
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (!handlers.enough()) parser.close();
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1).toLowerCase();
}
