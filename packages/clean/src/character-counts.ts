/** What stands in the first 2,000 characters of a text. */
export interface CharacterCounts {
  ends: number;
  commas: number;
  digits: number;
  capitals: number;
  signs: number;
  address: boolean;
}

const CAPITAL = /\p{Lu}/u;

/** Counts sentence ends, commas, digits and capitals, and looks for signs that part things and for addresses. */
export function countCharacters(text: string): CharacterCounts {
  const counts: CharacterCounts = { ends: 0, commas: 0, digits: 0, capitals: 0, signs: 0, address: false };
  const size = Math.min(text.length, 2000);
  for (let at = 0; at < size; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 97 && code <= 122) continue;
    if (code === 46 || code === 33 || code === 63) counts.ends += 1;
    else if (code === 44) counts.commas += 1;
    else if (code >= 48 && code <= 57) counts.digits += 1;
    else if (code >= 65 && code <= 90) counts.capitals += 1;
    else if (code === 124 || code === 187 || code === 8226 || code === 8250 || code === 183) counts.signs = 1;
    else if (code === 64) counts.address = true;
    else if (code > 191 && CAPITAL.test(text.charAt(at))) counts.capitals += 1;
  }
  if (text.includes('://')) counts.address = true;
  return counts;
}
