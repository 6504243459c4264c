import { diffWords } from 'diff';

/** A run of words that both texts have, or only the first (`removed`), or only the second (`added`). */
export interface DiffChunk {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Milliseconds after which two texts count as having nothing in common. */
const TIMEOUT_MS = 10_000;

/**
 * Compares two texts by word (Myers, as jsdiff has it). Texts so long and so different that it takes more
 * than ten seconds come back as one removed and one added chunk.
 */
export function diffTexts(before: string, after: string): DiffChunk[] {
  const changes = diffWords(before, after, { timeout: TIMEOUT_MS });
  if (changes === undefined) {
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  }
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}
