const shape = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shape(member)]))
    : true;
/** The keys of a value, in order, as AWS's documents print them. */
export const keysInOrder = (value: unknown): string => JSON.stringify(shape(value));
