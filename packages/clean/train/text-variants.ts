import type { GoldText } from './gold-lines.ts';

/** Lines of furniture that a cropped text keeps before and after its article. */
const CROP = { before: 4, after: 30 } as const;

/** Chosen lines of a text, `gap` line ends between two of them. */
function pick(gold: GoldText, kind: string, gap: number, isIn: (at: number) => boolean): GoldText {
  const lines = gold.content.split('\n');
  const chosen = lines.flatMap((_, at) => (isIn(at) ? [at] : []));
  const shares = new Float32Array(chosen.length * gap);
  for (const [place, at] of chosen.entries()) shares[place * gap] = gold.shares[at] ?? 0;
  const content = chosen.map((at) => lines[at]).join('\n'.repeat(gap));
  return { ...gold, set: `${gold.set}-${kind}`, content, shares };
}

/**
 * The same article as other savers leave it: bare, cropped to what stands around it, and with blank lines between
 * all lines. A text's place in the set chooses one.
 */
export function variantOf(gold: GoldText, place: number): GoldText {
  const isKept = (at: number): boolean => (gold.shares[at] ?? 0) > 0.5;
  const first = gold.shares.findIndex((share) => share > 0.5);
  const last = gold.shares.findLastIndex((share) => share > 0.5);
  const gap = 1 + (place % 2);
  if (place % 4 < 2)
    return pick(gold, 'bare', gap, (at) => isKept(at) || (place % 3 > 0 && at === first - 1));
  if (place % 4 === 2) {
    return pick(gold, 'cropped', 2, (at) => at >= first - CROP.before && at <= last + CROP.after);
  }
  return pick(gold, 'spaced', 2, () => true);
}
