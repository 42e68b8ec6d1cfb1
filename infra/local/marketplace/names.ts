import { randomBytes, randomInt } from "node:crypto";
import { SELLER_ACCOUNT } from "./envelopes";

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
const letters = (count: number): string => Array.from({ length: count }, () => LETTERS.charAt(randomInt(LETTERS.length))).join("");

/** Twelve digits, as AWS names accounts. */
export const newAccount = (): string => String(randomInt(100_000_000_000, 1_000_000_000_000));

/** As long as AWS's examples: `agmt-4mwg1nevbokzw95eca5797ixs`. */
export const newAgreement = (): string => `agmt-${letters(25)}`;

/** In the form of the API's pattern, with the 32 characters of AWS's example event. */
export const newLicense = (): string => `arn:aws:license-manager::${SELLER_ACCOUNT}:license:l-${randomBytes(16).toString("hex")}`;

export const newOffer = (): string => `offer-${letters(13)}`;

export const newResaleAuthorization = (): string => `resaleauthz-${letters(13)}`;

/** `acr-…`, `ba-…`: what the seller asked of AWS. */
export const newRequest = (kind: "acr" | "ba"): string => `${kind}-${letters(13)}`;

export const newCustomer = (): string => `cust${letters(11)}`;

/** Opaque and long, with the characters of base64 that a form must carry whole: `+`, `/` and `=` are always among them. */
export const newToken = (): string => `${randomBytes(96).toString("base64")}+/${randomBytes(16).toString("base64")}`;
