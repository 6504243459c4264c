const ESC = String.fromCharCode(0x1b);
const BEL = String.fromCharCode(0x07);
const CSI = String.fromCharCode(0x9b);

/** Terminal codes: control sequences (colours, cursor) and operating-system commands (titles, links); ECMA-48, 5.4 and 8.3.89. */
const TERMINAL_CODES = new RegExp(
  `(?:${ESC}\\[|${CSI})[0-?]*[ -/]*[@-~]|${ESC}[\\]PX^_][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)`,
  'g',
);

/** Control characters, line and paragraph separators, and the characters that turn the direction of text (UAX 9). */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * One line of text from outside, safe to print on a terminal: terminal codes are taken out, control
 * characters and line ends become a space, halves of surrogate pairs become U+FFFD.
 */
export function printable(text: string): string {
  return strip(text).trim();
}

/** A text from outside with its line ends and the spaces at its ends kept, each line made safe as by `printable`. */
export function printableLines(text: string): string {
  return text.split('\n').map(strip).join('\n');
}

function strip(text: string): string {
  return wellFormed(text).replace(TERMINAL_CODES, '').replace(CONTROLS, ' ');
}

/** Paragraphs of a text from outside (parted by blank lines), each made printable; empty ones left out. */
export function printableParagraphs(text: string): string[] {
  return text
    .split('\n\n')
    .map(printable)
    .filter((paragraph) => paragraph !== '');
}

/** One JSON line without a character that a terminal might act on: DEL, C1 controls and separators are escaped too. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Half surrogate pairs become U+FFFD, as in the UTF-8 that is written anyway. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
