export { INPUT_KINDS, type InputKind, readInputs } from './accept/inputs.ts';
export { type AddResult, add } from './add.ts';
export { type Hands, openHands } from './hands.ts';
export { ALL_STAGES, type Home, openHome } from './home.ts';
export { type IngestProgress, type IngestResult, ingest } from './ingest.ts';
export type { ReindexProgress, ReindexResult } from './reindex.ts';
export { previewReindex, type ReindexPreview, reindexDatabase } from './reindex-database.ts';
export type { CountProgress } from './renewal.ts';
export { type RunningWorker, runWorker } from './worker.ts';
