import { z } from "zod";
import { PublicSubscription } from "../../../events/public/subscription-data";
import type { Claimed, ProductApi } from "./ports";

const Linked = z.object({ subscription: PublicSubscription });

/** The embedded cloud asks for a signature and checks no keys; at AWS the SDK's signer makes it from the service's role. */
const SIGNED = { authorization: "AWS4-HMAC-SHA256 Credential=sample-product, SignedHeaders=host, Signature=unchecked" };

/** A log-in waits for it: longer than a cold start, shorter than a person's patience. */
const PATIENCE_MS = 10_000;

const REFUSED: Readonly<Record<number, Claimed>> = { 404: { outcome: "unknown" }, 409: { outcome: "used" }, 410: { outcome: "expired" } };

/** The product API at an address. A call that fails is told as one that may be made again. */
export const productApiClient = (url: string): ProductApi => {
  const ask = async (path: string, init: { readonly method: string; readonly body?: string }): Promise<Response | undefined> => {
    try {
      const headers = { ...SIGNED, ...(init.body !== undefined && { "content-type": "application/json" }) };
      return await fetch(`${url}${path}`, { ...init, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch {
      // The network's failure is the caller's "unreachable".
      return undefined;
    }
  };
  return {
    claim: async (code, tenantId) => {
      const answer = await ask(`/claims/${encodeURIComponent(code)}`, { method: "POST", body: JSON.stringify({ tenantId }) });
      if (answer?.ok !== true) return REFUSED[answer?.status ?? 0] ?? { outcome: "unreachable" };
      return { outcome: "linked", subscription: Linked.parse(await answer.json()).subscription };
    },
    confirmProvisioned: async (id) => {
      const answer = await ask(`/subscriptions/${encodeURIComponent(id)}/provisioned`, { method: "POST" });
      return answer?.ok === true || answer?.status === 404 || answer?.status === 409;
    },
    subscription: async (id) => {
      const answer = await ask(`/subscriptions/${encodeURIComponent(id)}`, { method: "GET" });
      return answer?.ok === true ? PublicSubscription.parse(await answer.json()) : undefined;
    },
  };
};
