import { shippedWeights, type TermWeights } from '@wirefold/dedupe/weights';
import type { RedisHandle } from '@wirefold/redis';
import { weightsIn } from './snapshots.ts';

type Redis = ReturnType<RedisHandle['newConnection']>;

/** How long weights are used before it is looked whether others are published, in milliseconds. */
export const WATCH_MS = 1_000;

/** Where a home publishes the weights in force, and its workers look for them. */
export interface WeightsBoard {
  publish(snapshot: { readonly version: string; readonly model: Uint8Array }): Promise<void>;
  /** The published version, null where nothing is. */
  version(): Promise<string | null>;
  /**
   * The published weights, read anew within a second of their change, and asked for by their version alone until then;
   * where nothing is published the last that were, or the shipped ones.
   */
  current(): Promise<TermWeights>;
}

/** Lays the board on Redis: one hash with the version and the gzipped model file. */
export function createWeightsBoard(connection: () => Redis, prefix: string): WeightsBoard {
  const key = `${prefix}:weights`;
  let held: { readonly version: string; readonly weights: TermWeights } | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<TermWeights> | null = null;

  const version = () => connection().hget(key, 'version');
  const look = async (): Promise<TermWeights> => {
    const published = await version();
    if (published !== null && published !== held?.version) {
      const model = await connection().hgetBuffer(key, 'model');
      if (model !== null) held = { version: published, weights: weightsIn({ model }) };
    }
    lookedAt = performance.now();
    return held?.weights ?? shippedWeights();
  };
  return {
    publish: async ({ version, model }) => {
      await connection().hset(key, { version, model: Buffer.from(model) });
    },
    version,
    current: async () => {
      if (held !== null && performance.now() - lookedAt < WATCH_MS) return held.weights;
      looking ??= look().finally(() => {
        looking = null;
      });
      return looking;
    },
  };
}
