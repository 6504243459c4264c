import { gunzipSync, gzipSync } from 'node:zlib';
import type { WeightsKept, WeightsSnapshot } from '@wirefold/contracts/ports';
import {
  type Counted,
  modelOf,
  namedWeights,
  parseWeights,
  renewedWeights,
  shippedWeights,
  type TermWeights,
  withDayPenalty,
} from '@wirefold/dedupe/weights';

/** The weights that a home is to state evidence by, as they are used and as they are kept. */
export interface WantedWeights {
  readonly weights: TermWeights;
  readonly snapshot: WeightsSnapshot;
}

/** A snapshot's weights. Their version is another than the snapshot's where this program reads or states otherwise. */
export function weightsIn(snapshot: Pick<WeightsSnapshot, 'model'>): TermWeights {
  return parseWeights(gunzipSync(snapshot.model).toString());
}

/**
 * Decides the weights that a home wants: the coefficients of this program, the days as set, and the frequencies
 * counted now, or else those of the last snapshot. What differs from the last snapshot gets the next number, so
 * that two snapshots of a home never have the same.
 */
export function wantedWeights(
  { latest }: WeightsKept,
  dayPenalty: number | null,
  counted: Counted | null = null,
): WantedWeights {
  const shipped = shippedWeights();
  const based = withDayPenalty(shipped, dayPenalty);
  const own = counted ?? (latest?.articles ? weightsIn(latest) : null);
  const unnumbered = own === null ? based : renewedWeights(based, based.number, own);
  const weights = numbered(unnumbered, latest, shipped);
  return { weights, snapshot: snapshotOf(weights, shipped.version, own?.documents ?? null) };
}

function numbered(weights: TermWeights, latest: WeightsSnapshot | null, shipped: TermWeights): TermWeights {
  if (latest === null) return weights;
  const same = namedWeights({ ...weights, number: latest.number });
  if (same.version === latest.version) return same;
  if (weights.version === shipped.version && shipped.number > latest.number) return weights;
  return namedWeights({ ...weights, number: Math.max(latest.number, shipped.number) + 1 });
}

function snapshotOf(weights: TermWeights, basis: string, articles: number | null): WeightsSnapshot {
  const { number, version } = weights;
  return { number, version, basis, articles, model: gzipSync(JSON.stringify(modelOf(weights))) };
}
