import { isDeepStrictEqual } from "node:util";

/** What was measured was not even right: its speed is of no interest. */
export class Wrong extends Error {
  override readonly name = "Wrong";
}

/** Goes on only if it holds. @throws Wrong with the sentence */
export function right(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Wrong(sentence);
}

/** Goes on only if both are the same. @throws Wrong with the difference */
export const same = (what: string, found: unknown, expected: unknown): void => {
  right(isDeepStrictEqual(found, expected), `${what}: ${JSON.stringify(found)} was found where ${JSON.stringify(expected)} is right.`);
};
