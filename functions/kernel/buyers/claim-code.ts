import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { toInstant, type Instant } from "../../../events/kernel/values";
import type { Keys } from "./keys";

/** What a claim code says. */
export interface Claim {
  readonly subscription: string;
  /** Tells one code from another of the same subscription, so that each can be used once. */
  readonly nonce: string;
  readonly expiresAt: Instant;
}

type ClaimKey = Pick<Keys, "claim">;

/** 96 random bits: no two codes of a subscription are alike. */
const NONCE_BYTES = 12;

/** Half of HMAC-SHA-256, the least that RFC 2104 advises; it keeps the link short. */
const MAC_BYTES = 16;

const mac = (text: string, { claim }: ClaimKey): Buffer => createHmac("sha256", claim).update(`claim.${text}`).digest().subarray(0, MAC_BYTES);

/** Makes a code for one use by whoever the log-in link is given to. Nothing is stored until it is used. */
export const mintClaim = ({ subscription, expiresAt }: Pick<Claim, "subscription" | "expiresAt">, keys: ClaimKey): string => {
  const seconds = Math.ceil(Date.parse(expiresAt) / 1000).toString(36);
  const text = `${Buffer.from(subscription).toString("base64url")}~${seconds}~${randomBytes(NONCE_BYTES).toString("base64url")}`;
  return `${text}~${mac(text, keys).toString("base64url")}`;
};

const FORM = /^(([\w-]{1,512})~([0-9a-z]{1,9})~([\w-]{16}))~([\w-]{22})$/;

/** What a code says; undefined if we did not make it. Whether it has run out or been used, the rules decide. */
export const readClaim = (code: string, keys: ClaimKey): Claim | undefined => {
  const [, text, subscription, seconds, nonce, signature] = FORM.exec(code) ?? [];
  if (text === undefined || subscription === undefined || seconds === undefined || nonce === undefined || signature === undefined) return undefined;
  const given = Buffer.from(signature, "base64url");
  const right = mac(text, keys);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return { subscription: Buffer.from(subscription, "base64url").toString("utf8"), nonce, expiresAt: toInstant(new Date(Number.parseInt(seconds, 36) * 1000)) };
};
