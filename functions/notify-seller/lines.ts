/** What is known, a line each: names in a column, and none for what is not. */
export const lines = (pairs: readonly (readonly [string, string | undefined])[]): readonly string[] =>
  pairs.flatMap(([name, value]) => (value === undefined ? [] : [`${`${name}:`.padEnd(15)}${value}`]));
