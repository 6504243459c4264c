/**
 * Terminology
 *
 * - Item: one accepted input, a row of the ledger. It ends exactly once per acceptance.
 * - Document: the bytes behind an item, as they were received.
 * - Article: what the clean stage makes of a document.
 * - Removed block: a part of a document that is not the article, kept with the rule that took it out.
 * - Signature: what the dedupe stage keeps of an article in order to find its kin.
 * - Evidence: a fact about a pair of articles (exact, near, story) with its score and signals.
 * - Story: one event, as the articles that tell it; a pure function of the evidence.
 * - Variant: an article as a member of a story.
 * - Stage: fetch, clean, dedupe or store.
 */
export const STAGES = ['fetch', 'clean', 'dedupe', 'store'] as const;

/** A step of the pipeline; each has one queue of its own. */
export type Stage = (typeof STAGES)[number];

/** Version of every job payload; a job of another version is quarantined, never guessed at. */
export const PAYLOAD_VERSION = 1;
