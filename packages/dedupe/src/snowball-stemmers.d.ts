declare module 'snowball-stemmers' {
  /** A stemmer by its English name; throws where there is none. */
  export function newStemmer(language: string): { stem(word: string): string };
  export function algorithms(): string[];
}
