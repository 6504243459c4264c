import { z } from 'zod';

export const EVIDENCE_KINDS = ['exact', 'near', 'story'] as const;

/**
 * A fact about two articles: `exact` (equal normalised text), `near` (copy, truncated, extended: by
 * containment) or `story` (same event, other words). It depends on the two articles and on the
 * numbered weights alone, never on who came first: `articleId` is always the smaller of the two ids
 * in code-unit order, and a pair has one row, of the strongest kind.
 */
export const evidenceSchema = z.object({
  articleId: z.string(),
  otherArticleId: z.string(),
  kind: z.enum(EVIDENCE_KINDS),
  /** 0 to 1: the probability that both tell the same story. */
  score: z.number().min(0).max(1),
  /** Named measurements behind the score, each a number, rounded to 4 decimals; shapes such as `copy` are 1. */
  signals: z.record(z.string(), z.number()),
  weightsVersion: z.string(),
});
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];
export type Evidence = z.infer<typeof evidenceSchema>;

/** What the dedupe stage hands to the store: the evidence of one article against all that it met. */
export const verdictSchema = z.object({
  evidence: z.array(evidenceSchema),
  weightsVersion: z.string(),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** One article as the dedupe stage takes it. */
export interface DedupeInput {
  readonly articleId: string;
  readonly headline: string;
  readonly text: string;
  /** ISO 8601; absent where unknown. */
  readonly publishedAt?: string;
  readonly language?: string;
  readonly source?: string;
}

/** An article as the index keeps it. */
export interface Signature {
  readonly articleId: string;
  /** Days since 1970-01-01 UTC by the article's own date; null where it has none (it meets every day). */
  readonly day: number | null;
  /** Hash of the normalised text; empty where the text is too short to compare. */
  readonly exactKey: string;
  /** Those of its sampled 5-gram fingerprints that are looked up, sorted ascending, distinct, unsigned 32 bit. */
  readonly fingerprints: readonly number[];
  /** Look-up keys for the same story, sorted ascending, distinct, unsigned 32 bit. */
  readonly termKeys: readonly number[];
  /** Everything that scoring a pair needs, packed by the dedupe package; opaque to an index. */
  readonly sketch: Uint8Array;
}

/** Another article that the index found worth comparing. */
export interface Candidate {
  readonly articleId: string;
  readonly sketch: Uint8Array;
}

/** When two articles are worth comparing: a pure predicate on the pair, so that order cannot matter. */
export interface CandidateRule {
  /** Fingerprints that both must share for a near pair, and the days they may lie apart. */
  readonly minSharedFingerprints: number;
  readonly nearWindowDays: number;
  /** Term keys that both must share for a story pair, and the days they may lie apart. */
  readonly minSharedTermKeys: number;
  readonly storyWindowDays: number;
  /** A day apart asks for one term key more, two days for two, and so on up to so many. */
  readonly moreTermKeysApart: number;
}

/**
 * The dedupe index. `registerAndFind` is one atomic step: of two articles that arrive together, at
 * least the later sees the earlier. Registering the same article again replaces it and changes
 * nothing else.
 *
 * Articles whose signatures are equal in all but the id are twins, where they have an exact key. The first stands
 * for all: a twin finds it alone, and others find it and none of its twins. When it is revised, one of its twins takes its place.
 */
export interface DedupeIndex {
  registerAndFind(signature: Signature): Promise<Candidate[]>;
  /** Number of articles in the index. */
  size(): Promise<number>;
  clear(): Promise<void>;
}
