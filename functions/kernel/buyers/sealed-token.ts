import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { Failure } from "../task/failure";
import type { Keys } from "./keys";

/** NIST SP 800-38D: 96 random bits, and the full tag of 128. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = "v1";

type SealKey = Pick<Keys, "seal">;

/**
 * Encrypts a registration token, bound to its arrival, so that it may stand in an execution's input, which support can
 * read: AES-256-GCM, as `v1.` and base64url of nonce, tag and text.
 */
export const seal = (token: string, { seal: key }: SealKey, arrival: string): string => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(arrival));
  const text = Buffer.concat([cipher.update(token, "utf8"), cipher.final()]);
  return `${VERSION}.${arrival}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url")}`;
};

const decrypt = (bytes: Buffer, key: Uint8Array, arrival: string): string => {
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(arrival)).setAuthTag(tag);
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
};

/** @throws Failure Permanent for what this deployment's key did not seal; the message shows nothing of it */
export const unseal = (sealed: string, { seal: key }: SealKey): string => {
  const [version, arrival = "", body = ""] = sealed.split(".");
  try {
    if (version !== VERSION) throw new Error("unknown version");
    return decrypt(Buffer.from(body, "base64url"), key, arrival);
  } catch (error) {
    throw new Failure(
      "Permanent",
      "The sealed token can't be opened: it was sealed with another key, or changed. The buyer must choose 'Set up your account' again.",
      {
        cause: error,
      },
    );
  }
};
