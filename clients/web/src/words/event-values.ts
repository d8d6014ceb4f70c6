/** A reason of the server's, by its key, and as it was told. */
export interface EventReason {
  readonly key: string;
  readonly message: string;
  readonly values: readonly string[];
}

/** What an event tells that may belong in a sentence; 0, or nothing, where it does not. */
export interface EventValues {
  readonly name: string;
  readonly piece: 'tutorial' | 'resources' | 'quiz';
  readonly error: string;
  readonly title: string;
  readonly attempt: number;
  readonly batch: number;
  readonly batches: number;
  readonly stages: number;
  readonly concepts: number;
  readonly kept: number;
  readonly done: number;
  readonly failed: number;
  readonly characters: number;
  readonly score: number;
  readonly issues: number;
  /** What is wrong with a plan: the worst first, and a few only. */
  readonly worst: readonly EventReason[];
  /** Why feedback could not be worked in, as a whole. */
  readonly problem: string;
  readonly problemKey: string;
  readonly problemReasons: readonly EventReason[];
  /** What was changed in a plan, and why something was not, in the plan's language. */
  readonly edits: readonly string[];
  readonly reasons: readonly string[];
  readonly notUnderstood: readonly string[];
}
