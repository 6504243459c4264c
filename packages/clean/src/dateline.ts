import { agencyName, findAgency } from './agencies.ts';
import { isAgencySign } from './agency-words.ts';
import { trimEndOf } from './trimming.ts';

/** A dateline taken off a first paragraph. */
export interface Dateline {
  /** As printed: `SEOUL, SOUTH KOREA`. Absent where only an agency signs. */
  readonly place?: string;
  /** Agency's full name, where the dateline names one. */
  readonly agency?: string;
  /** Agency's sign as printed in brackets, where no list knows it: `TNA`. */
  readonly sign?: string;
  /** What is left of the paragraph. */
  readonly rest: string;
}

/** Longest dateline in characters; AP's style book gives city, state or country, and the agency. */
const REACH = 90;
const SEPARATOR = /\s?[—–]\s?|\s-{1,2}\s?|\.-\s|\)\s?[-—–:]?\s|:\s/;
const MONTH_DAY =
  /,?\s?(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2}|\d{1,2}\.?\s+(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]{0,6}\.?)(?:,?\s+\d{4})?\s*$/i;
const AGENCY_IN_BRACKETS = /\(([^()]{2,60})\)?\s*$/;
const PLACE_WORD =
  /^(?:\p{Lu}[\p{L}'’.-]*|of|de|del|la|le|les|di|da|do|am|an|der|in|and|the|upon|y|el|al-\p{L}+)$/u;

function isCapitals(place: string): boolean {
  const letters = place.replace(/[^\p{L}]/gu, '');
  return letters.length >= 3 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
}

function isPlace(place: string, sure: boolean): boolean {
  if (place.length < 3 || place.length > 60 || /\d/.test(place)) return false;
  const words = place.split(/[\s,/]+/).filter((word) => word.length > 0);
  if (words.length === 0 || words.length > 7) return false;
  const head = words[0] ?? '';
  if (isCapitals(head) || isCapitals(place)) return words.every((word) => PLACE_WORD.test(word));
  return sure && words.every((word) => PLACE_WORD.test(word)) && /^\p{Lu}/u.test(place);
}

function splitHead(paragraph: string): { head: string; rest: string; mark: string } | undefined {
  const window = paragraph.slice(0, REACH);
  const match = SEPARATOR.exec(window);
  if (match === null || match.index === 0) return undefined;
  const mark = match[0];
  const head = window.slice(0, match.index + (mark.startsWith(')') ? 1 : 0)).trim();
  return { head, rest: paragraph.slice(match.index + mark.length).trim(), mark };
}

interface Bracket {
  /** What stands before the bracket. */
  readonly head: string;
  readonly agency?: string;
  readonly sign?: string;
}

/** Parts `PLACE (AGENCY)`; undefined where the bracket holds neither an agency nor what can be its sign. */
function readBracket(head: string, mark: string): Bracket | undefined {
  const match = AGENCY_IN_BRACKETS.exec(head);
  const inside = match?.[1];
  if (match === null || inside === undefined) return { head };
  const before = head.slice(0, match.index).trim();
  const agency = findAgency(inside);
  if (agency !== undefined) return { head: before, agency };
  // A sign that no list knows is believed only between a place and a dash: `GRAUWINKEL (nnd) –`.
  if (before === '' || !/[—–-]/.test(mark) || !isAgencySign(inside)) return undefined;
  return { head: before, sign: inside };
}

/**
 * Finds a dateline at the start of a paragraph: a place in capitals, or any place followed by an
 * agency in brackets or a date, then a dash (AP and Reuters style). Returns undefined where there is none.
 */
export function findDateline(paragraph: string): Dateline | undefined {
  const split = splitHead(paragraph);
  if (split === undefined || split.rest.length < 20) return undefined;
  const bracket = readBracket(split.head, split.mark);
  if (bracket === undefined) return undefined;
  const { head, agency, sign } = bracket;
  const undated = head.replace(MONTH_DAY, '').trim();
  const sure = agency !== undefined || sign !== undefined || undated !== head;
  const place = trimEndOf(undated, ', ');
  if (place === '' && agency !== undefined) return { agency, rest: split.rest };
  const alone = agencyName(place);
  if (alone !== undefined && isCapitals(place)) return { agency: alone, rest: split.rest };
  if (split.mark.includes(':') && !sure) return undefined;
  if (!isPlace(place, sure)) return undefined;
  return {
    place,
    rest: split.rest,
    ...(agency !== undefined && { agency }),
    ...(sign !== undefined && { sign }),
  };
}
