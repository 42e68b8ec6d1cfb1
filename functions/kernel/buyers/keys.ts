import { hkdfSync } from "node:crypto";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { toFailure } from "../aws/aws-failure";
import { Failure } from "../task/failure";
import { setting } from "../task/settings";

/** One key for each purpose, 32 bytes each, so that a text signed for one is nothing to another. */
export interface Keys {
  /** Seals registration tokens (AES-256-GCM). */
  readonly seal: Uint8Array;
  /** Signs the pass that names an arrival. */
  readonly cookie: Uint8Array;
  /** Signs claim codes. */
  readonly claim: Uint8Array;
  /** Names contacts, so that a name does not give away what was entered. */
  readonly contact: Uint8Array;
  /** Names what contacts are looked up by. Unlike the others it must stay: what was stored under it is found by no other. */
  readonly lookup: Uint8Array;
}

/** AES-256 and HMAC-SHA-256 both take 256 bits. */
const KEY_BYTES = 32;

/** Below this a secret could be guessed; the deployed one has 64 random characters. */
const SHORTEST_SECRET = 32;

/** Derives the keys from the deployment's one secret (HKDF-SHA-256, RFC 5869). */
export const deriveKeys = (secret: string): Keys => {
  if (secret.length < SHORTEST_SECRET)
    throw new Failure("Permanent", `The secret is shorter than ${SHORTEST_SECRET} characters: let Secrets Manager generate it.`);
  const key = (purpose: string): Uint8Array => new Uint8Array(hkdfSync("sha256", secret, "stallkeeper", purpose, KEY_BYTES));
  return { seal: key("seal"), cookie: key("cookie"), claim: key("claim"), contact: key("contact"), lookup: key("lookup") };
};

/** Reads the deployment's secret and derives the keys. @param secret its ARN or name */
export const fetchKeys = async (secret: string): Promise<Keys> => {
  try {
    const { SecretString } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: secret }));
    return deriveKeys(SecretString ?? "");
  } catch (error) {
    throw toFailure("Secrets Manager", error);
  }
};

let fetched: Promise<Keys> | undefined;

/** The deployment's keys, read once for each process; a failed reading is not remembered. */
export const keys = (): Promise<Keys> => {
  fetched ??= fetchKeys(setting("SECRET_ARN")).catch((error: unknown) => {
    fetched = undefined;
    throw error;
  });
  return fetched;
};
