const inOrder = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value;

/** Whether two states say the same, whatever order their members were written in. Plain JSON, as states are. */
export const isSame = <State>(one: State, other: State): boolean => JSON.stringify(one, inOrder) === JSON.stringify(other, inOrder);
