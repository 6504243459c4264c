import { normalizeLine } from './characters.ts';

/**
 * What news agencies call themselves: the generic part of the names of the members of EANA, OANA, FAAPA,
 * MINDS and ULAN (lists of 2024), in the languages that the cleaner reads dates in.
 */
const AGENCY_WORDS =
  /(?<![\p{L}\p{N}])(?:(?:news|press|telegraph|telegraphic|photo|wire) (?:agency|association|service|bureau)|newswires?|news wires?|(?:associated|united) press|[\p{L}-]{0,40}(?:nachrichtenagentur|nachrichtendienst|presseagentur|pressedienst|depeschenagentur|depeschendienst|presse-agentur|nachrichten-agentur)|agence (?:de presse|d[’']information|télégraphique|france|nationale)|agencia (?:de noticias|de prensa|informativa)|agência de notícias|agenzia(?: di stampa| giornalistica| nazionale)?|persbureau|nieuwsagentschap|telegrambyrån?|nyhetsbyrån?|nyhetsbureau|nyhedsbureau|tietotoimisto|agencja (?:prasowa|informacyjna)|ajansı)(?![\p{L}\p{N}])/iu;
/** Words that a name does without capitals. */
const SMALL_WORD =
  /^(?:of|for|the|de|del|la|le|du|des|di|da|do|y|et|und|für|and|d[’']information|presse|noticias|prensa|stampa|notícias)$/i;
/** Longest name of the member lists is `Agenția Română de Presă AGERPRES` and the like. */
const LONGEST = { chars: 60, words: 6 } as const;

/**
 * The name of an agency that no list knows, told by its generic part (`Tern News Agency`), as printed
 * without its article; undefined where the words are more than a name. Only for places where credits stand.
 */
export function agencyByWords(name: string): string | undefined {
  if (name.length < 6 || name.length > LONGEST.chars || !AGENCY_WORDS.test(name)) return undefined;
  const printed = normalizeLine(name).replace(/^the /i, '');
  const words = printed.split(' ');
  if (words.length > LONGEST.words || /[.,;:!?()"“”]/.test(printed)) return undefined;
  const isName = words.every((word) => /^[\p{Lu}\p{Lt}]/u.test(word) || SMALL_WORD.test(word));
  // `News Agency` alone names none; a lone compound (`Nordlicht-Nachrichtendienst`) does.
  const isBare = printed.replace(AGENCY_WORDS, '').trim() === '' && !printed.includes('-');
  return isName && !isBare ? printed : undefined;
}

/** Agency signs in brackets after a place: `TNA`, `nnd`, `dpa/lno`; wire codes have two to six letters. */
const SIGN = /^(?:\p{Lu}{2,6}|\p{Ll}{2,6})(?:[/-](?:\p{Lu}{2,6}|\p{Ll}{2,6}))?$/u;

/** True for what can be an agency's sign: two to six letters in one case. */
export function isAgencySign(sign: string): boolean {
  return SIGN.test(sign);
}
