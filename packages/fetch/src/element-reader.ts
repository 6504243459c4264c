import { SaxesParser } from 'saxes';

/** Deepest nesting that is read; a sitemap needs five elements, an OPML list one for each folder. */
const MAX_DEPTH = 100;

/** Characters parsed between two turns of the event loop, which 50,000 entries then hold for under 100 ms at a time. */
const SLICE = 32_768;

/** An ampersand that begins no reference that XML itself knows. */
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)/gi;

/** Longest reference that is known, in characters: `&#1114111;` or `&#x10FFFF;`, and leading zeros. */
const MAX_REFERENCE = 12;

/** Most attributes of one element; an outline has ten. */
const MAX_ATTRIBUTES = 1_000;

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
  const xml = text.trimStart();
  const parser = new SaxesParser();
  const path: string[] = [];
  const texts: string[] = [];
  parser.on('error', (error) => {
    if (!/entity/.test(error.message)) throw error;
  });
  let attributeCount = 0;
  parser.on('opentagstart', () => {
    attributeCount = 0;
  });
  parser.on('attribute', () => {
    attributeCount += 1;
    if (attributeCount > MAX_ATTRIBUTES) throw new Error(`an element has over ${MAX_ATTRIBUTES} attributes`);
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
  for (let at = 0; at < xml.length; ) {
    if (handlers.enough()) return;
    const end = endOfSlice(xml, at);
    parser.write(xml.slice(at, end).replace(BARE_AMPERSAND, '&amp;'));
    at = end;
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (!handlers.enough()) parser.close();
}

/** A slice never ends within a reference. */
function endOfSlice(xml: string, at: number): number {
  const end = at + SLICE;
  const ampersand = xml.slice(end - MAX_REFERENCE, end).lastIndexOf('&');
  return ampersand < 0 ? end : end - MAX_REFERENCE + ampersand;
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1).toLowerCase();
}
