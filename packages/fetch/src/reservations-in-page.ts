import { Tokenizer } from 'htmlparser2';
import { decodeText } from './charset.ts';
import { NO_SAYINGS, PRODUCT_TOKEN, reservingDirectives, type Sayings, tdmSaying } from './reservations.ts';

/** Bytes of a page that are looked at: heads of news pages have up to about 100 KB. */
const LOOKED_AT_BYTES = 262_144;

/** `meta` elements that are looked at; news pages have some 20 to 80. */
const MAX_METAS = 500;

/** Longest attribute value that is kept, in characters. */
const MAX_VALUE = 4_096;

/** Start tags that end a head (WHATWG HTML 13.2.6.4.4); what comes behind one of them is the page's text. */
const BODY_TAGS: ReadonlySet<string> = new Set([
  'body',
  'div',
  'p',
  'article',
  'main',
  'header',
  'h1',
  'nav',
]);

/**
 * Finds what a page's head says: `meta` elements `tdm-reservation` and `tdm-policy`, and those for robots or for
 * ours. The first of each name counts. One pass over the first 256 KiB, whatever the bytes.
 */
export function sayingsInPage(bytes: Uint8Array, charset: string): Sayings {
  const head = bytes.subarray(0, LOOKED_AT_BYTES);
  const metas = metasIn(decodeText(head, charset));
  if (metas.size === 0) return NO_SAYINGS;
  const robots = [metas.get('robots') ?? '', metas.get(PRODUCT_TOKEN) ?? ''];
  return {
    tdm: tdmSaying(metas.get('tdm-reservation'), metas.get('tdm-policy')),
    robots: reservingDirectives(robots.join(',')),
  };
}

/** Contents of the `meta` elements of a head by their names, in lower case; several for robots are joined. */
function metasIn(source: string): Map<string, string> {
  const metas = new Map<string, string>();
  let seen = 0;
  let tag = '';
  let attribute = '';
  let value = '';
  let attributes: Record<string, string> = {};
  const end = () => {
    if (tag === 'meta') note(metas, attributes);
    if (tag === 'meta' && ++seen === MAX_METAS) tokenizer.pause();
    if (BODY_TAGS.has(tag)) tokenizer.pause();
  };
  const ignore = () => {};
  const tokenizer: Tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname(start, at) {
        tag = at - start > 10 ? '' : source.slice(start, at).toLowerCase();
        attributes = {};
      },
      onattribname(start, at) {
        attribute = tag === 'meta' && at - start <= 10 ? source.slice(start, at).toLowerCase() : '';
        value = '';
      },
      onattribdata(start, at) {
        if (attribute !== '' && value.length < MAX_VALUE) value += source.slice(start, at);
      },
      onattribentity(codepoint) {
        if (attribute !== '' && value.length < MAX_VALUE) value += String.fromCodePoint(codepoint);
      },
      onattribend() {
        if (attribute === 'name' || attribute === 'content') attributes[attribute] ??= value;
      },
      onopentagend: end,
      onselfclosingtag: end,
      onclosetag(start, at) {
        if (source.slice(start, Math.min(at, start + 5)).toLowerCase() === 'head') tokenizer.pause();
      },
      ...{ oncdata: ignore, oncomment: ignore, ondeclaration: ignore, onend: ignore },
      ...{ onprocessinginstruction: ignore, ontext: ignore, ontextentity: ignore },
    },
  );
  tokenizer.write(source);
  return metas;
}

function note(metas: Map<string, string>, { name = '', content = '' }: Record<string, string>): void {
  const key = name.trim().toLowerCase();
  const known = metas.get(key);
  if (known === undefined) metas.set(key, content);
  else if (!key.startsWith('tdm-') && known.length < MAX_VALUE) metas.set(key, `${known},${content}`);
}
