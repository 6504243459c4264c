import shared from '@wirefold/tooling/vitest';
import { mergeConfig } from 'vitest/config';

export default mergeConfig(shared, { test: { globalSetup: ['./test/temporary-root.ts'] } });
