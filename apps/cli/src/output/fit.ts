import stringWidth from 'string-width';

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns that a text takes on a terminal (wide characters take two). */
export const widthOf = (text: string): number => stringWidth(text);

/** Cuts a text to at most `columns`, with an ellipsis in the last one where something was cut. */
export function cut(text: string, columns: number): string {
  if (text.length <= columns && widthOf(text) <= columns) return text;
  if (widthOf(text) <= columns) return text;
  let out = '';
  let used = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    const width = widthOf(segment);
    if (used + width > columns - 1) break;
    out += segment;
    used += width;
  }
  return `${out}…`;
}

/** Breaks a text into lines of at most `columns`, at spaces; a longer word keeps a line of its own. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(/\s+/)) {
    const width = widthOf(word);
    if (line !== '' && used + 1 + width > columns) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line = line === '' ? word : `${line} ${word}`;
    used = used === 0 ? width : used + 1 + width;
  }
  lines.push(line);
  return lines;
}
