export { serveWorker } from './serve-worker.ts';
export { parseStages } from './stages-option.ts';
