/** How much of an invocation is left, told by a clock that nobody moves. */
export interface Budget {
  readonly spent: () => boolean;
}

/** A budget of so many milliseconds from now. */
export const budget = (milliseconds: number): Budget => {
  const end = performance.now() + milliseconds;
  return { spent: () => performance.now() >= end };
};
