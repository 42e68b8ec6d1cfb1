import { Hono } from "hono";
import { readCatalogue } from "../../../../events/product/catalogue";
import { publicSubscription, type PublicSubscription } from "../../../../events/public/subscription-data";
import { initialSubscription } from "../../../../events/subscription/state";
import type { UsageAnswer, UsageReport } from "../../../../events/public/usage";
import { Failure } from "../../../../functions/kernel/task/failure";
import { UsageUnanswered } from "../../../../functions/kernel/usage/usage-client";
import { memoryDocuments } from "../../../../infra/local/marketplace/ports";
import type { Claimed } from "../../../../infra/local/sample-product/ports";
import { sampleProduct } from "../../../../infra/local/sample-product/sample-product";
import products from "../../../../infra/products.json";

export const CODE = "harbourlight0contract0001";

export const subscriptionOf = (change: Partial<PublicSubscription> = {}): PublicSubscription => ({
  ...publicSubscription("l-1", initialSubscription, null),
  productCode: CODE,
  awsAccountId: "845735284135",
  access: "granted",
  reasonCode: "entitled",
  entitlements: [{ dimension: "seats", value: 1250, expiresAt: "2027-11-24T00:00:00.000Z" }],
  ...change,
});

export const event = (sequence: number, type: string, change: Partial<PublicSubscription> = {}) => ({
  version: "0",
  source: "stallkeeper",
  "detail-type": type,
  detail: {
    metadata: {
      id: `subscription-l-1@${sequence}`,
      type,
      version: 1,
      time: "2026-11-24T09:30:00.000Z",
      sequence,
      correlationId: "c",
      replay: false,
      newerMember: 1,
    },
    data: { ...subscriptionOf(change), previousEntitlements: null, newerMember: 1 },
  },
});

const answerTo = ({ recordId, subscription, dimension }: UsageReport): UsageAnswer =>
  dimension === "gb_processed"
    ? { status: "accepted", recordId, subscription, billsInHour: "2026-11-24T09", deadline: "2026-11-25T09:00:00.000Z", late: false }
    : { status: "refused", recordId, code: "unknownDimension", retryable: false, message: "The product has no metered dimension of this key." };

export const open = () => {
  const documents = memoryDocuments();
  const claims: { code: string; tenantId: string }[] = [];
  const confirmed: string[] = [];
  const reported: UsageReport[] = [];
  let isUnreachable = false;
  let sequence = 3;
  let answer: Claimed = { outcome: "linked", subscription: subscriptionOf() };
  let current: PublicSubscription | undefined = subscriptionOf();
  const product = sampleProduct({
    documents,
    catalogue: readCatalogue(products, "infra/products.json"),
    now: () => "2026-11-24T09:30:00.000Z",
    usage: {
      report: async (...usage) => {
        const reports = usage as UsageReport[];
        if (isUnreachable) throw new UsageUnanswered([], reports, new Failure("Transient", "Nobody answered."));
        reported.push(...reports);
        return reports.map((report) => ({ report, answer: answerTo(report) }));
      },
    },
    api: {
      claim: async (code, tenantId) => {
        claims.push({ code, tenantId });
        if (answer.outcome === "linked") {
          current = { ...answer.subscription, tenantId };
          sequence += 1;
          await product.receive(event(sequence, "Tenant Linked", { tenantId }));
        }
        return answer;
      },
      subscription: async () => current,
      confirmProvisioned: async (id) => {
        confirmed.push(id);
        return await Promise.resolve(true);
      },
    },
  });
  const app = new Hono({ strict: false }).route("/sample-product", product.pages);
  const ask = async (path: string, fields?: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await app.request(
      `http://localhost:8700/sample-product${path}`,
      fields && { method: "POST", headers, body: new URLSearchParams(fields).toString() },
    );
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    ...product,
    claims,
    confirmed,
    reported,
    unreachable: (is: boolean) => (isUnreachable = is),
    ask,
    answers: (claimed: Claimed) => (answer = claimed),
    becomes: (now: PublicSubscription | undefined) => (current = now),
    logIn: async (tenant: string, claim = "code~1") => {
      const { headers } = await ask(`/${CODE}`, { claim, tenant });
      return (headers.get("location") ?? "").replace(/^\/sample-product/, "");
    },
  };
};
