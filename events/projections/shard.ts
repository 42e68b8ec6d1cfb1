/** In so many parts a list is kept that everybody would otherwise write to one place of: 64 × DynamoDB's 1,000 writes a second. */
export const SHARDS = 64;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** The part of a list that a name stands in: 32-bit FNV-1a, which spreads short names evenly and needs no library. */
export const shardOf = (name: string, of = SHARDS): string => {
  let hash = FNV_OFFSET;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), FNV_PRIME);
  return String((hash >>> 0) % of);
};

/** The names of all parts. */
export const ALL_SHARDS: readonly string[] = Array.from({ length: SHARDS }, (_, index) => String(index));
