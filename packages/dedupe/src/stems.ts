/// <reference path="./snowball-stemmers.d.ts" />
import { newStemmer } from 'snowball-stemmers';

/** Snowball's name of each language it can stem. */
const STEMMERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    da: 'danish',
    de: 'german',
    en: 'english',
    es: 'spanish',
    fi: 'finnish',
    fr: 'french',
    hu: 'hungarian',
    it: 'italian',
    nl: 'dutch',
    no: 'norwegian',
    pt: 'portuguese',
    ro: 'romanian',
    ru: 'russian',
    sv: 'swedish',
    tr: 'turkish',
  }),
);

/** Words kept per language; news has fewer common ones, and a flood of nonsense must not fill memory. */
const CACHE_SIZE = 50_000;

/** Two-letter code of a BCP 47 tag; English where there is no tag. */
export function codeOf(language: string | undefined): string {
  const code = (language ?? 'en').slice(0, 2).toLowerCase();
  return code === 'nb' || code === 'nn' ? 'no' : code;
}

const stemmers = new Map<string, (word: string) => string>();

/** A stemmer for a language (two-letter code) that remembers its answers; the word itself where Snowball has none. */
export function stemmerOf(code: string): (word: string) => string {
  const known = stemmers.get(code) ?? remembering(code);
  stemmers.set(code, known);
  return known;
}

function remembering(code: string): (word: string) => string {
  const name = STEMMERS.get(code);
  if (name === undefined) return (word) => word;
  const stemmer = newStemmer(name);
  const stems = new Map<string, string>();
  return (word) => {
    const known = stems.get(word);
    if (known !== undefined) return known;
    if (stems.size >= CACHE_SIZE) stems.clear();
    const stem = word.length > 40 ? word : stemmer.stem(word);
    stems.set(word, stem);
    return stem;
  };
}
