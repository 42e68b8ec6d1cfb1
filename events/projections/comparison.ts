import type { Json } from "./projection";

/** What a comparison looks at of a row; undefined is a row that is not there. */
export type Comparable = { readonly version: number; readonly shape: number; readonly content: { readonly [key: string]: Json } | null } | undefined;

/** One text for one value, whatever order its members were written in. */
export const canonical = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`;
};

/**
 * Compares two rows that should say the same, byte for byte. `unlike`: they are of different versions, or one of them is
 * missing, so nothing can be said until both are brought up to date. A tombstone is as good as no row, and rows of
 * different shapes are never the same nor wrong for it.
 */
export const compareRows = (one: Comparable, other: Comparable): "same" | "unlike" | "different" => {
  const first = one?.content ?? undefined;
  const second = other?.content ?? undefined;
  if (first === undefined && second === undefined) return "same";
  if (first === undefined || second === undefined || one?.version !== other?.version) return "unlike";
  return one?.shape !== other?.shape || canonical(first) === canonical(second) ? "same" : "different";
};
