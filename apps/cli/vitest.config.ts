import base from '@wirefold/testing/vitest';
import { mergeConfig } from 'vitest/config';

/** Two files at a time even on two cores: most of these tests wait for processes that they have started. */
export default mergeConfig(base, { test: { maxWorkers: 2 } });
