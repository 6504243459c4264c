import { join } from 'node:path';
import { type LabelledRecord, readRecords } from '../checks/records.ts';
import { isNear } from '../src/evidence.ts';
import { readSketch } from '../src/read-sketch.ts';
import { areCandidates, DEFAULT_RULE } from '../src/rule.ts';
import { scanInto } from '../src/scanner.ts';
import { measure } from '../src/signals.ts';
import { signatureOf } from '../src/signature.ts';
import { READ_WORDS } from '../src/terms.ts';
import { Tokens } from '../src/tokens.ts';
import type { TermWeights } from '../src/weights.ts';
import type { Example } from './logistic.ts';

/** Sets under licences that allow training (NOTICE). */
export const SETS = {
  /** ECB+, CC-BY-3.0: true stories, and sister events as hard negatives. */
  events: 'ecbplus_dev.jsonl',
  /** Article-Bias-Prediction, MIT: dated articles; those far apart in time are negatives. */
  dated: 'load_allsides_4k.jsonl.gz',
  /** Article-Bias-Prediction, MIT: articles on the same people. */
  people: 'seeds_and_nk_negatives.jsonl',
} as const;

export function recordsOf(folder: string, set: keyof typeof SETS): LabelledRecord[] {
  return readRecords(join(folder, SETS[set])).filter(({ id }) => !id.startsWith('seed'));
}

/** Counts in how many articles each hashed stem stands; stems of one article alone are left out. */
export function countFrequencies(records: readonly LabelledRecord[]): Map<number, number> {
  const frequencies = new Map<number, number>();
  for (const { title, text } of records) {
    const tokens = new Tokens(READ_WORDS);
    scanInto(tokens, title, 'en', 60);
    scanInto(tokens, text, 'en', READ_WORDS);
    for (const stem of new Set(tokens.stems.subarray(0, tokens.size))) {
      if (stem !== 0) frequencies.set(stem, (frequencies.get(stem) ?? 0) + 1);
    }
  }
  for (const [stem, count] of frequencies) if (count < 2) frequencies.delete(stem);
  return frequencies;
}

/** Which of the pairs that share enough look-up keys to take, what they are, and how much they count. */
export type Labelling = (
  a: LabelledRecord,
  b: LabelledRecord,
) => { readonly positive: boolean; readonly weight: number } | null;

/** The measured pairs of records that would be candidates without their dates, copies left out where `copies` is false. */
export function examplesOf(
  records: readonly LabelledRecord[],
  weights: TermWeights,
  label: Labelling,
  copies: boolean,
): Example[] {
  const signed = records.map((record) => {
    const signature = signatureOf(
      { articleId: record.id, headline: record.title, text: record.text },
      weights,
    );
    return { record, signature, sketch: readSketch(signature.sketch) };
  });
  const examples: Example[] = [];
  signed.forEach((a, at) => {
    for (const b of signed.slice(at + 1)) {
      const said = label(a.record, b.record);
      if (said === null || !areCandidates(DEFAULT_RULE, a.signature, b.signature)) continue;
      const measured = measure(a.sketch, b.sketch);
      if (copies || !isNear(measured)) examples.push({ features: measured.signals, ...said });
    }
  });
  return examples;
}
