import type { Caption } from '@wirefold/contracts/article';
import { namedAgency } from './agencies.ts';
import { normalizeLine } from './characters.ts';
import { trimEndOf } from './trimming.ts';

const NAMED =
  /(?:^|[\s.(|[–—-])(?:picture|photo(?:graph)?|image|pic|foto|bild|credit|photo credit|image credit|fotos|imagen|fotografía|crédit(?: photo)?)s?(?:\s+(?:by|von|credit|source|courtesy of))?\s?[:©/]\s?(?:©\s?)?([^.()]{2,80}?)[\s.)\]]*$/i;
const LEAD_IN = /^(?:file )?(?:photo|picture|image|foto|bild|credit)s?\s(?:by|von|courtesy of|credit)\s/i;
const BRACKETED = /\s?[([]([^()[\]]{2,90})[)\]]\s*\.?$/;
const COPYRIGHT = /\s?©\s?(?:\d{4}\s)?([^©]{2,80}?)\s*$/;
/** Words of a picture's source in brackets: agencies, archives, and a slash between photographer and agency. */
const SOURCE_WORDS =
  /\/|getty|shutterstock|istock|alamy|unsplash|reuters|photo|foto|picture|image|press|agency|news|handout|courtesy|via|\b(?:AP|AFP|PA|dpa|EPA|EFE|ANSA|TASS|UPI|AAP|KCNA)\b/i;

function withCredit(text: string, credit: string | undefined): Caption {
  const name = credit === undefined ? '' : trimEndOf(normalizeLine(credit), ',;');
  return name === '' ? { text } : { text, credit: name };
}

/** Parts a caption from its credit: `A boat. Picture: PA`, `A boat (Jane Roe/AP)`, `A boat © AFP`. */
export function parseCaption(raw: string): Caption | undefined {
  const line = normalizeLine(raw.slice(0, 2000));
  if (line.length < 2) return undefined;
  const bracketed = BRACKETED.exec(line);
  if (
    bracketed?.[1] !== undefined &&
    (SOURCE_WORDS.test(bracketed[1]) || namedAgency(bracketed[1]) !== undefined)
  ) {
    const inner = NAMED.exec(bracketed[1]);
    return withCredit(line.slice(0, bracketed.index).trim(), inner?.[1] ?? bracketed[1].replace(LEAD_IN, ''));
  }
  for (const pattern of [NAMED, COPYRIGHT]) {
    const match = pattern.exec(line);
    if (match?.[1] === undefined) continue;
    const text = line.slice(0, match.index).trim();
    const punctuated = /^[.!?]/.test(line.slice(match.index)) ? `${text}${line.charAt(match.index)}` : text;
    return withCredit(punctuated, match[1]);
  }
  return { text: line };
}

/** True for a line that ends in a picture credit. */
export function hasPictureCredit(line: string): boolean {
  if (line.length > 600) return false;
  return parseCaption(line)?.credit !== undefined;
}

/** Captions of the labelled lines, without repeats; lines of nothing but a credit join the one before. */
export function collectCaptions(lines: readonly string[]): Caption[] {
  const captions: Caption[] = [];
  const seen = new Set<string>();
  for (const line of lines.slice(0, 200)) {
    const caption = parseCaption(line);
    if (caption === undefined || seen.has(line)) continue;
    seen.add(line);
    const last = captions[captions.length - 1];
    if (caption.text === '' && caption.credit !== undefined) {
      if (last !== undefined && last.credit === undefined)
        captions[captions.length - 1] = { ...last, credit: caption.credit };
    } else captions.push(caption);
  }
  return captions;
}
