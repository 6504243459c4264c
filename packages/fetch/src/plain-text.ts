/** Longest line that a hint may be, in characters; what is longer is cut. */
const MAX_LENGTH = 1_000;

/** HTML 4.01 section 24.2.1: the names of U+00A0 to U+00FF, in order. */
const LATIN_1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 ' +
  'acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml ' +
  'Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde ' +
  'Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ' +
  'ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide ' +
  'oslash ugrave uacute ucirc uuml yacute thorn yuml';

/** The names that headlines use beside Latin-1 (same source, section 24.4, and XML's own). */
const NAMED: ReadonlyMap<string, string> = new Map([
  ...LATIN_1.split(' ').map((name, i): [string, string] => [name, String.fromCodePoint(0xa0 + i)]),
  ...Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", hellip: '…', bull: '•', euro: '€' }),
  ...Object.entries({ ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', bdquo: '„' }),
  ...Object.entries({
    sbquo: '‚',
    lsaquo: '‹',
    rsaquo: '›',
    trade: '™',
    OElig: 'Œ',
    oelig: 'œ',
    Scaron: 'Š',
  }),
  ...Object.entries({ scaron: 'š', Yuml: 'Ÿ', minus: '−', ensp: ' ', emsp: ' ', thinsp: ' ' }),
]);

/**
 * Normalizes a title or a name to one line of plain text: tags go, entities are decoded, control, format
 * and direction characters go, blanks are folded. Undefined where nothing is left. Linear in its input.
 */
export function normalizePlainText(markup: string): string | undefined {
  const bounded = markup.slice(0, MAX_LENGTH * 20);
  const bare = decodeEntities(stripTags(bounded))
    .replace(/[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFFE\uFFFF\u00AD]/g, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_LENGTH)
    .replace(/\p{Cs}/gu, '');
  return bare === '' ? undefined : bare;
}

/** Elements that part words; others, as in "H<sub>2</sub>O", do not. */
const PARTING = /^<\/?(?:br|p|div|li|ul|ol|tr|td|th|h[1-6])\b/i;

/** A tag starts with a letter, `/` or `!`: "profit < 5 % and > 3" holds none. An unclosed one is dropped. */
function stripTags(text: string): string {
  return text.replace(/<[A-Za-z/!][^<>]*(?:>|$|(?=<))/g, (tag) => (PARTING.test(tag) ? ' ' : ''));
}

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{2,8}\d{0,2}));/g,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return NAMED.get(name) ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '' : String.fromCodePoint(code);
    },
  );
}
