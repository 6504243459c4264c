import { writeFileSync } from 'node:fs';
import { glossary } from './glossary.ts';

/** Writes docs/glossary.md anew: `npx tsx packages/store/checks/write-glossary.ts`. */
writeFileSync(new URL('../../../docs/glossary.md', import.meta.url), glossary());
