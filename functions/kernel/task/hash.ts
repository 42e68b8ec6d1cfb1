import { createHash } from "node:crypto";

/** The hash in hexadecimal keeps to the characters that execution names and keys allow. */
const LENGTH = 32;

/**
 * Names a thing by what identifies it: the first 128 bits of SHA-256 over the parts, in hexadecimal.
 * 128 bits keep a collision among a million million names below one in 10^14.
 */
export const hash = (...parts: readonly string[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, LENGTH);
