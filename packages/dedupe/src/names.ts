import { hashOf } from './hash.ts';

/** Words that English writes with a capital and that name a day or a month, with their abbreviations. */
const CALENDAR = new Set(
  `monday tuesday wednesday thursday friday saturday sunday january february march april june july august
  september october november december jan feb mar apr jun jul aug sep sept oct nov dec`.split(/\s+/),
);

export function isCalendarWord(word: string): boolean {
  return CALENDAR.has(word);
}

/** As whole numbers with a sign, which a set finds without making objects of them. */
const CALENDAR_HASHES = new Set([...CALENDAR].map((word) => hashOf(word) | 0));

/** `isCalendarWord` by the word's hash. */
export function isCalendarHash(hash: number): boolean {
  return CALENDAR_HASHES.has(hash | 0);
}

/** Names kept; a flood of nonsense must not fill memory. */
const CACHE_SIZE = 50_000;
const folded = new Map<string, number>();

/** The hash of a name however it is spelt; `stem` is the hash of its stem, which stands where folding changes nothing. */
export function foldedName(word: string, stem: number): number {
  const known = folded.get(word);
  if (known !== undefined) return known === 0 ? stem : known;
  const name = foldName(word);
  const hash = name === word ? 0 : hashOf(name);
  if (folded.size >= CACHE_SIZE) folded.clear();
  folded.set(word, hash);
  return hash === 0 ? stem : hash;
}

/** Letters that NFD does not take apart. */
const PLAIN: ReadonlyMap<string, string> = new Map(
  Object.entries({ ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'a', œ: 'o', ı: 'i', ð: 'd', þ: 'th', ŋ: 'n' }),
);

/**
 * One form for the spellings of a name that newsrooms use side by side: Zelensky, Zelenskyy, Zelenskiy;
 * Müller, Mueller, Muller; Mohammed, Mohamed; Khaled, Haled. It is for comparing, not for showing: different
 * names may fall together (Samuel becomes samul).
 */
export function foldName(lower: string): string {
  let plain = '';
  for (const character of lower.normalize('NFD')) {
    const code = character.charCodeAt(0);
    if (code >= 0x300 && code <= 0x36f) continue;
    plain += PLAIN.get(character) ?? character;
  }
  plain = plain
    .replace(/kh/g, 'h')
    .replace(/([aou])e/g, '$1')
    .replace(/(.)\1+/g, '$1');
  return plain.length > 4 ? plain.replace(/(?:iy|ij|yi|yj|ji|i|j)$/, 'y') : plain;
}
