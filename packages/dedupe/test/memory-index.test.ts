import { createMemoryIndex } from '../src/memory-index.ts';
import { CONFORMANCE_RULE, indexConformance } from '../src/testing/index-conformance.ts';

indexConformance('the memory index', async () => ({
  index: createMemoryIndex(CONFORMANCE_RULE),
  close: async () => {},
}));
