/** The three ways a task may fail. The name is all a state machine knows of it, and each has a retry policy. */
export type FailureName = "Throttled" | "Transient" | "Permanent";

/**
 * The world failed (`Throttled`, `Transient`) or we did (`Permanent`). Made in adapters and kernels only; an expected
 * outcome is a value instead. The message says what was wrong and what to do, never a token, secret or personal data.
 */
export class Failure extends Error {
  override readonly name: FailureName;

  constructor(name: FailureName, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = name;
  }
}
