import { findAgency, namedAgency } from './agencies.ts';
import { normalizeLine } from './characters.ts';
import { beforeDate } from './credit-lines.ts';
import { LIMITS } from './limits.ts';
import { trimEndOf } from './trimming.ts';

/** People who wrote an article, and the agency it came from. */
export interface Byline {
  readonly people: string[];
  readonly agency?: string;
}

const LEAD_IN =
  /^(?:(?:written|content|edited|posted|published|reported|reporting|story|words|text|analysis|review|opinion|article|comment)\s+)?(?:by|von|par|por|di|door|av|af|przez|autor(?:\/?in)?:?|author:?|text:|redactie:?)\s*:?\s+/i;
/** A printed byline without the words that lead in: `Von Nora Quill` is `Nora Quill`. */
export const stripLeadIn = (line: string): string => line.replace(LEAD_IN, '');

const SEPARATORS = /\s?(?:[,;|/&•·\n]|\s(?:[Aa]nd|AND|und|et|y|e|en|och|og|with|ja|i|ve)\s)\s?/u;
const NO_PERSON =
  /\b(?:staff|desk|editors?|editorial|newsroom|team|redaktion|redacci[oó]n|r[eé]daction|redazione|redactie|admin|reporters?|correspondents?|news|agency|agencies|service|press|media|online|magazine|tv|radio|inc|ltd|llc|company|group|contributors?|contributor|guest|writer|published|updated|posted|http|www|com|author|authors|studio|board|network|times|post|journal|digital|team|unknown|anonymous|correspondent|wire|us|contact|clinic|university|institute|college|content|blog|channel|senior|chief|freelance|photographer|photos?|autor(?:in|en)?|auteurs?|artikel|article|articles)\b|[@\d:]|\.(?:com|de|net|org)/i;
const NAME_SHAPE = /^[\p{L}\p{M}][\p{L}\p{M}'’.\- ]{2,60}$/u;
/** Words within names that stand in small letters. */
const PARTICLES = new Set(
  'van von der den de del della di da do dos das du la le el al bin ibn ben bint ter ten te zu zur af av ó y e i'.split(
    ' ',
  ),
);
const TITLES = /^(?:Dr|Prof|Mr|Mrs|Ms|Sir|Dame)\.?\s+/;

/** A job that follows a name without a mark: `Nora Quill Senior Autos Reporter`. */
const JOB =
  /\s(?:senior|chief|staff writer|staff reporter|political|deputy|editor|reporter|correspondent|writer|journalist|columnist|contributor|producer|photographer)\b.*$/i;

function cleanName(raw: string): string {
  return trimEndOf(normalizeLine(raw).replace(TITLES, '').replace(JOB, ''), '.,;:|–-').trim();
}

/** True for what can be a person's name: two to five words that start with capitals, no trade words. */
export function isPersonName(name: string): boolean {
  if (!NAME_SHAPE.test(name) || NO_PERSON.test(name)) return false;
  const words = name.split(' ');
  if (words.length > 5) return false;
  if (/[\u3040-\u9fff\uac00-\ud7af\u0600-\u06ff\u0590-\u05ff\u0e00-\u0e7f]/.test(name))
    return name.length <= 30;
  if (words.length < 2) return false;
  if (!words.slice(1, -1).every((word) => /^\p{Lu}|^[^\p{Ll}]/u.test(word) || PARTICLES.has(word)))
    return false;
  return /^\p{Lu}/u.test(words[0] ?? '') && /^(?:\p{Lu}|al-|d[’'])/u.test(words[words.length - 1] ?? '');
}

/** Splits bylines as printed or as markup gives them (`By A and B`, lists) into people and an agency; `outlets` are no people. */
export function parseByline(raw: readonly string[], outlets: readonly string[] = []): Byline {
  const outletKeys = new Set(outlets.map((outlet) => outlet.toLowerCase()));
  const people: string[] = [];
  let agency: string | undefined;
  for (const entry of raw.slice(0, 30)) {
    const line = normalizeLine(entry.slice(0, 300)).replace(LEAD_IN, '');
    agency ??= findAgency(beforeDate(line));
    const parts = line.split(SEPARATORS);
    const isMixed = parts.some((part) => part.includes(' ') && part !== part.toUpperCase());
    for (const part of parts) {
      // Beside names in mixed case, capitals are an outlet's or a place's: `Ann Roe, RADIO NORD`.
      if (isMixed && part === part.toUpperCase() && /\p{Lu}/u.test(part)) continue;
      const name = cleanName(beforeDate(part.replace(LEAD_IN, '')));
      if (name.length > LIMITS.nameChars || namedAgency(name) !== undefined) continue;
      const isKnown = people.some((known) => known.toLowerCase() === name.toLowerCase());
      if (isPersonName(name) && !isKnown) people.push(recase(name));
    }
  }
  // A blog can bear its writer's name: an outlet is struck only where somebody else is named too.
  const others = people.filter((name) => !outletKeys.has(name.toLowerCase()));
  const writers = others.length > 0 ? others : people;
  return agency === undefined ? { people: writers } : { people: writers, agency };
}

/** `JANE DOE` as `Jane Doe`; a name in mixed case stays as it is. */
function recase(name: string): string {
  if (name !== name.toUpperCase() || name === name.toLowerCase()) return name;
  return name
    .toLowerCase()
    .replace(/(^|[\s'’.-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}
