/** ANSI escape sequences (ECMA-48 5.4, CSI): they would be obeyed by a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal control sequences are what is removed
const CSI = /\u001b\[[0-9;?]{0,20}[@-~]/g;
/** Controls, soft hyphen, zero width and bidirectional controls, BOM (Unicode general category Cc, Cf). */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const NEEDS_WORK = /[^\t\n -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]/;
/** Joiners are spelling in Persian, Indic scripts and emoji; between other letters they are dirt. */
const JOINERS = /[\u200c\u200d]/g;
const FIRST_JOINING_CODE = 0x0590;
/** No script stacks more marks on one base: Unicode's Stream-Safe format allows 30, 8 is kept. */
const MARK_FLOOD = /(\p{M}{8})\p{M}+/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Removes invisible characters, caps combining marks, and composes to NFC; keeps white space. */
export function normalizeCharacters(text: string): string {
  if (!NEEDS_WORK.test(text)) return text;
  return text
    .replace(CSI, '')
    .replace(INVISIBLE, '')
    .replace(JOINERS, (joiner, at: number) => {
      const before = at > 0 ? text.charCodeAt(at - 1) : 0;
      return before > FIRST_JOINING_CODE ? joiner : '';
    })
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(MARK_FLOOD, '$1')
    .normalize('NFC');
}

const SPACES = /[\s\u0085\u00a0\u180e\u2800\u3164]+/g;

/** White space that is no single space between words. */
const LOOSE_SPACE =
  /[\t-\r\u0085\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000\u3164\ufeff]| {2}/;

/** One line: invisible characters gone, each run of white space a single space, trimmed. */
export function normalizeLine(text: string): string {
  const line = normalizeCharacters(text).trim();
  return LOOSE_SPACE.test(line) ? line.replace(SPACES, ' ').trim() : line;
}

const GLUED_SENTENCES = /(\p{Ll}{3}[.!?]["”’»]?)(\p{Lu}\p{Ll})/gu;
const ADDRESS_PART = /[/@\\_#]|www\.|\.\p{L}+\./u;
/** Right-hand sides that make "word.Right" a name and no glued sentence. */
const NAME_ENDINGS = /^(Com|Org|Net|Co|Io|Js|Tv|De|Uk|Fr|Info|Gov|Edu)(?![\p{Ll}])/u;
const TOKEN_REACH = 60;

/**
 * Puts the missing space after a full stop between two words (`invasion.The`), but not inside
 * addresses, file names, initials, or decimals.
 */
export function repairSentenceGaps(text: string): string {
  return text.replace(GLUED_SENTENCES, (whole, left: string, right: string, at: number) => {
    const before = text.slice(Math.max(0, at - TOKEN_REACH), at);
    const after = text.slice(at + whole.length, at + whole.length + TOKEN_REACH);
    const start = before.slice(before.lastIndexOf(' ') + 1);
    const space = after.indexOf(' ');
    const end = space < 0 ? after : after.slice(0, space);
    if (ADDRESS_PART.test(start + left) || /[/@\\_#]/.test(end)) return whole;
    return NAME_ENDINGS.test(right + end) ? whole : `${left} ${right}`;
  });
}

const ASCII = /^[ -~]*$/;
const NOT_PLAIN = /[^a-z0-9]+/g;

/** The comparable core of a title or paragraph: letters and digits only, lower case, single spaces. */
export function comparable(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase().replace(NOT_PLAIN, ' ').trim();
  return text
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const WIDE = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]/g;

/** Words in a text: runs between spaces; in scripts without spaces two characters count as a word. */
export function wordCount(text: string): number {
  let count = 0;
  let inWord = false;
  let wide = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x0e00) wide = true;
    if (code === 32 || code === 10 || code === 9) inWord = false;
    else if (!inWord) {
      inWord = true;
      count += 1;
    }
  }
  if (wide) count += (text.match(WIDE)?.length ?? 0) >> 1;
  return count;
}
