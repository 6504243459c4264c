import { findAgency, namedAgency } from './agencies.ts';
import { normalizeLine } from './characters.ts';
import { trimEndOf } from './trimming.ts';

/** Longest line, in characters, that is looked at for a credit. */
const LONGEST = 240;
const SOURCE =
  /^(?:source|quelle|fuente|fonte|bron|källa|kilde|lähde|źródło|agency|agentur|agence|agencia)\s?:\s?(.{2,100})$/i;
const COPYRIGHT =
  /(?:©|\(c\)|\bcopyright\b)[\s©(c)]{0,6}(?:by\s)?(?:\d{4}(?:[-–]\d{4})?)?,?\s?(?:by\s)?([^.|©]{2,80})/i;
/** Bars and dots that part the pieces of a stamp line: `9 May 2026 | By Ann Roe | Reuters`. */
const BARS = /\s?[|·•]\s?|\s[–—-]\s/;
/** Where a date begins that follows a name without a mark: `ANN ROE Wednesday, May 9`. */
const DATE_START =
  /[\s,](?:(?:on\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s\d|\d|(?:posted|published|updated)\b)/i;
/** Where the names begin in a line that opens with something else: `Posted on May 9 by Ann Roe`. */
const SIGNED = /(?:^|[\s,;:])(?:by|von|par|por|di|door|av|przez):?\s(?=\p{L})/iu;

/** A line up to the date in it; the whole line where it opens with a date or has none. */
export function beforeDate(line: string): string {
  const at = line.search(DATE_START);
  if (at < 0 || /^\d/.test(line)) return line;
  return trimEndOf(line.slice(0, at), ', ') || line;
}

/** The pieces between the bars of a stamp line. */
export function stampPieces(line: string): string[] {
  return line.split(BARS).filter((piece) => piece !== '');
}

/** What follows `by` in each piece of a stamp line, up to a date: `Ann Roe and Bo Lee`. */
export function signedNames(line: string): string[] {
  if (line.length > LONGEST) return [];
  return stampPieces(line).flatMap((piece) => {
    const match = SIGNED.exec(piece);
    return match === null ? [] : [beforeDate(piece.slice(match.index + match[0].length))];
  });
}

/** The agency that a credit line names: `Quelle: dpa`, `© 2026 Reuters. All rights reserved.`, `9 May | AFP`. */
export function creditOf(raw: string): string | undefined {
  if (raw.length > LONGEST) return undefined;
  const line = normalizeLine(raw);
  const named = SOURCE.exec(line)?.[1] ?? COPYRIGHT.exec(line)?.[1];
  if (named !== undefined) return findAgency(beforeDate(named));
  for (const piece of stampPieces(line)) {
    const agency = namedAgency(beforeDate(piece).replace(/^by\s/i, ''));
    if (agency !== undefined) return agency;
  }
  return undefined;
}
