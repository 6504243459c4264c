export { canonicalizeUrl, sourceOf } from './canonical-url.ts';
export { decodeText } from './charset.ts';
export type { FeedReader } from './feed-entries.ts';
export { type Fetched, fetchDocument } from './fetch-document.ts';
export type { Resolver } from './guarded-connector.ts';
export { createHttpClient, type HttpAnswer, type HttpClient } from './http-client.ts';
export type { HttpLimits } from './http-limits.ts';
