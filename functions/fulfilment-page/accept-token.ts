import { hash } from "../kernel/task/hash";
import { signPass } from "../kernel/buyers/arrival-pass";
import { seal } from "../kernel/buyers/sealed-token";
import type { FulfilmentDependencies } from "./dependencies";

/** Why a token is not even taken to AWS. */
export type TokenFault = "missing" | "repeated" | "tooLong" | "malformed";

/** What the buyer's browser brought. */
export type Brought = { readonly token: string; readonly offerType?: string } | { readonly fault: TokenFault };

/** AWS calls the token opaque and names no length; those seen are under 1 KB. */
const TOKEN_LIMIT = 4096;

/** AWS documents one value, `free-trial`; whatever looks otherwise is no hint worth keeping. */
const OFFER_TYPE = /^[a-z][a-z-]{0,39}$/;

/** Looks at the form that AWS Marketplace has the browser post (`UG:saas-product-customer-setup`); its other fields are not signed, and not read. */
export const readToken = (tokens: readonly string[], offerTypes: readonly string[]): Brought => {
  const [token = "", another] = tokens;
  if (another !== undefined) return { fault: "repeated" };
  if (token.trim() === "") return { fault: "missing" };
  if (token.length > TOKEN_LIMIT) return { fault: "tooLong" };
  if (/\p{Cc}/u.test(token)) return { fault: "malformed" };
  const [offerType] = offerTypes;
  return offerType !== undefined && OFFER_TYPE.test(offerType) ? { token, offerType } : { token };
};

/**
 * Starts the Onboarding run of an arrival: once this returns, the token is safe with the run.
 * @returns the pass that names the arrival. The same token is the same arrival, and the same run.
 */
export const acceptToken = async (
  { starter, onboarding, keys, clock }: Pick<FulfilmentDependencies, "starter" | "onboarding" | "keys" | "clock">,
  { token, offerType }: { readonly token: string; readonly offerType?: string },
): Promise<string> => {
  const arrival = hash("token", token);
  const all = await keys();
  await starter.start(onboarding, `onboard-${arrival}`, {
    about: "A buyer came from AWS Marketplace with a registration token.",
    kind: "token",
    arrival,
    sealedToken: seal(token, all, arrival),
    hints: offerType === undefined ? {} : { offerType },
  });
  return signPass(arrival, clock.now(), all);
};
