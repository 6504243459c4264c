import { TEXT_LABELS, type Verdict } from './blocks.ts';
import { comparable } from './characters.ts';
import { cohesion, contentWords } from './cohesion.ts';
import type { RuledText } from './label-lines.ts';
import type { TextLine } from './text-lines.ts';
import { endsSentence } from './text-rules.ts';

/** A headline stands at most this many lines above the text that it heads. */
const REACH = 40;
/** Words of a headline. */
const WORDS = { least: 3, most: 30 } as const;
/** Least share of a headline's words that its text says again. */
const LEAST_SHARED = 0.2;
/** What a line loses for each line between it and the text, and gains where it stands there twice. */
const FAR = 0.04;
const TWICE = 0.25;
/** What it loses for ending as a sentence does, and for each word over those of a usual headline. */
const SENTENCE = 0.4;
const USUAL_WORDS = 14;
const LONG = 0.04;
const HEADLINE: Verdict = { label: 'headline', rule: 'said-by-text' };
const FURNITURE: Verdict = { label: 'navigation', rule: 'before-article' };

/**
 * Finds the headline of a dumped page once its text is known: of the lines above the text the one whose words the
 * text says again, near it and not a sentence; a first line that the rules took for it stays where the text bears it
 * out. Other lines that the rules took for a headline are furniture. Without any such line the rules' choice stays.
 */
export function placeHeadline(
  { lines, own, headlineAt }: RuledText,
  verdicts: readonly Verdict[],
): Verdict[] {
  const placed = [...verdicts];
  const first = verdicts.findIndex(({ label }) => TEXT_LABELS.has(label));
  if (first < 0) return placed;
  const said = contentWords(textOf(lines, verdicts));
  const opens = headlineAt === 0 && first <= REACH && cohesion(lines[0]?.text ?? '', said) >= LEAST_SHARED;
  const chosen = opens ? 0 : bestLine(lines, own, first, said);
  if (chosen < 0) return placed;
  const form = comparable(lines[chosen]?.text ?? '');
  for (const [at, { label }] of verdicts.entries()) {
    if (at === chosen && label !== 'headline') placed[at] = HEADLINE;
    else if (at !== chosen && label === 'headline' && comparable(lines[at]?.text ?? '') !== form)
      placed[at] = FURNITURE;
  }
  return placed;
}

function textOf(lines: readonly TextLine[], verdicts: readonly Verdict[]): string[] {
  return lines.flatMap(({ text }, at) => (TEXT_LABELS.has(verdicts[at]?.label ?? 'notice') ? [text] : []));
}

function furtherMarks({ text, words }: TextLine): number {
  return (endsSentence(text) ? SENTENCE : 0) + LONG * Math.max(0, words - USUAL_WORDS);
}

function bestLine(
  lines: readonly TextLine[],
  own: RuledText['own'],
  first: number,
  said: ReadonlySet<string>,
): number {
  let best = -1;
  let bestScore = 0;
  const from = Math.max(0, first - REACH);
  const forms = lines.slice(from, first).map(({ text }) => comparable(text));
  for (let at = from; at < first; at += 1) {
    const line = lines[at];
    if (line === undefined || line.words < WORDS.least || line.words > WORDS.most) continue;
    if (own[at] !== undefined) continue;
    const shared = cohesion(line.text, said);
    if (shared < LEAST_SHARED) continue;
    const form = forms[at - from];
    const isTwice = forms.indexOf(form ?? '') !== forms.lastIndexOf(form ?? '');
    const score = shared - FAR * (first - at) + (isTwice ? TWICE : 0) - furtherMarks(line);
    if (best < 0 || score > bestScore) {
      best = at;
      bestScore = score;
    }
  }
  return best;
}
