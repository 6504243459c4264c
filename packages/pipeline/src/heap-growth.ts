import { setFlagsFromString } from 'node:v8';

/**
 * By how much, in percent of what lives, the heap may grow before it is collected. V8 takes up to 300 on machines with many
 * gigabytes: a worker that keeps 150 MB then comes to a gigabyte of what could have gone (docs/decisions/0019).
 */
const HEAP_GROWTH_PERCENT = 50;

/** Has this process collect its garbage early enough to stay small for months; to be called before stages are run. */
export function boundHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
}
