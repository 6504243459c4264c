import type { DedupeIndex, Signature } from '@wirefold/contracts/evidence';

/** The day of a signature that states none. */
export const TODAY = 20_100;

/** A signature with a sketch of its own and no keys but those that are given. */
export function signed(articleId: string, parts: Partial<Signature> = {}): Signature {
  return {
    articleId,
    day: TODAY,
    exactKey: '',
    fingerprints: [],
    termKeys: [],
    sketch: new TextEncoder().encode(`sketch of ${articleId}`),
    ...parts,
  };
}

/** Registers an article and gives the ids of what it finds, sorted. */
export async function idsFound(index: DedupeIndex, signature: Signature): Promise<string[]> {
  const found = await index.registerAndFind(signature);
  return found.map(({ articleId }) => articleId).sort();
}
