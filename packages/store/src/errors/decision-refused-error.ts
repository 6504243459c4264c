/** Why a decision makes no sense. */
export type RefusalReason =
  | 'unknown-story'
  | 'unknown-article'
  | 'same-story'
  | 'no-articles'
  | 'not-in-story'
  | 'whole-story'
  | 'unknown-decision'
  | 'undone-before';

/** A merge, a split or an undoing that makes no sense as things stand; nothing was changed. */
export class DecisionRefusedError extends Error {
  readonly reason: RefusalReason;
  /** The ids or the number it is about. */
  readonly subjects: readonly string[];

  constructor(reason: RefusalReason, subjects: readonly string[], message: string) {
    super(message);
    this.name = 'DecisionRefusedError';
    this.reason = reason;
    this.subjects = subjects;
  }
}
