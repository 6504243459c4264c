export { clean } from './clean.ts';
export { type LabelledLine, labelText } from './clean-text.ts';
export { mayHoldFurniture } from './furniture.ts';
export { cleanOnHost, createHostMemory, HOST_BOUNDS } from './host-memory.ts';
export { hostOf, PRINT_CHARS, pagePrints } from './prints.ts';
export { CLEANER_VERSION } from './version.ts';
