/** The simulator says no, for a reason the caller can mend. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly status: 400 | 404 | 409,
    message: string,
    /** The call that helps a program on; a person at a page is helped by the page. */
    readonly call?: string,
  ) {
    super(message);
  }
}
