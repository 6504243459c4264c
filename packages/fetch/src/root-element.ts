/**
 * Finds the first element of a document, lower case and with its prefix, past blanks, processing instructions, comments and the document type. Undefined where text comes first.
 */
export function findRootElement(head: string): string | undefined {
  let at = 0;
  for (;;) {
    at = skipBlanks(head, at);
    if (head[at] !== '<') return undefined;
    if (head[at + 1] !== '?' && head[at + 1] !== '!') return elementName(head, at + 1);
    const end = endOfMarkup(head, at);
    if (end < 0) return undefined;
    at = end;
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? '')) at++;
  return at;
}

/** Where the instruction, comment or document type that starts at `at` has ended; -1 where it has not. */
function endOfMarkup(text: string, at: number): number {
  if (text.startsWith('<?', at)) return after(text, '?>', at);
  if (text.startsWith('<!--', at)) return after(text, '-->', at + 2);
  const close = text.indexOf('>', at);
  const subset = text.indexOf('[', at);
  if (subset < 0 || close < subset) return after(text, '>', at);
  return endOfSubset(text, subset);
}

/** An internal subset ends at the first `]` and `>` outside a quoted value. */
function endOfSubset(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === ']') return after(text, '>', at);
  }
  return -1;
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

function elementName(text: string, at: number): string | undefined {
  return /^[A-Za-z_][\w.:-]*/.exec(text.slice(at, at + 100))?.[0].toLowerCase();
}
