import { TEXT_LABELS, type Verdict } from './blocks.ts';
import type { RuledText } from './label-lines.ts';
import { endsSentence } from './text-rules.ts';

/** Least chance at which a line is kept. */
const KEEP = 0.45;

const verdict = (label: Verdict['label'], rule: string): Verdict => ({ label, rule });

/** Labels whose lines the rules know for what they are: the model does not bring them into the text. */
const SURE: ReadonlySet<string> = new Set(['headline', 'caption', 'byline', 'credit', 'date', 'categorybar']);

/**
 * The last word on each line: the model's chance decides what is text, the rules what kind of text it is and
 * what the rest is. Same length and order as the lines.
 */
export function decideLines(text: RuledText, chances: Float32Array): Verdict[] {
  const { labels, lines, own, span } = text;
  return labels.map((ruled, at): Verdict => {
    const isText = TEXT_LABELS.has(ruled.label);
    const isKept = (chances[at] ?? 0) >= KEEP;
    if (isKept === isText) return ruled;
    if (isText) return verdict(at < span.to ? 'promo' : 'rail', 'model');
    // A whole sentence that opens the text is taken for its headline where none is known.
    if (ruled.rule === 'first-line' && endsSentence(lines[at]?.text ?? ''))
      return verdict('standfirst', 'model');
    if (SURE.has(ruled.label) && (own[at] !== undefined || ruled.label === 'headline')) return ruled;
    return verdict('body', 'model');
  });
}
