import type { Hono } from "hono/tiny";
import { z } from "zod";
import { Month } from "../../events/kernel/hour";
import { meter, meterStream } from "../../events/meter/meter";
import { MOST_BYTES, MOST_RECORDS } from "../../events/public/usage";
import { subscription, subscriptionStream } from "../../events/subscription/decider";
import type { Clock } from "../kernel/task/clock";
import type { EventStore } from "../kernel/streams/event-store";
import { problemResponse } from "../kernel/web/problem";
import { mediaType, readBody, readJson } from "../kernel/web/read-body";
import type { AccessLog, WebEnvironment } from "../kernel/web/serve";
import { correlationOf, serviceApi } from "../kernel/web/service-api";
import { transact } from "../kernel/streams/transact";
import type { UsageMonth } from "../kernel/usage/usage-month";
import { USAGE_PROBLEMS } from "./problems";
import type { IntakeAnswer } from "../kernel/usage/take-usage";

/** What the API works with. */
export interface UsageApiDependencies {
  readonly store: EventStore;
  readonly take: (records: readonly unknown[], dryRun?: boolean) => Promise<readonly IntakeAnswer[]>;
  /** Seals the last hour of a license at once. */
  readonly sealLast: (subscription: string, endsAt: string) => Promise<void>;
  readonly month: (subscription: string, month: Month) => Promise<UsageMonth>;
  readonly clock: Clock;
  readonly log: AccessLog;
}

const Reported = z.strictObject({
  records: z.array(z.unknown()).min(1).max(MOST_RECORDS),
  /** Only says what would become of them: nothing is kept. */
  dryRun: z.boolean().default(false),
});

/** Where product services report usage, and ask what became of it. API Gateway has checked who calls. */
export const usageApi = ({ store, take, sealLast, month, clock, log }: UsageApiDependencies): Hono<WebEnvironment> => {
  const api = serviceApi(log, USAGE_PROBLEMS.nowhere);

  // Each record has an answer of its own, so that the call as a whole succeeds whatever they are.
  api.post("/usage", async (context) => {
    const body = await readBody(context.req.raw, MOST_BYTES);
    if (body.kind === "tooLarge") return problemResponse(USAGE_PROBLEMS.tooLarge);
    const json = mediaType(context.req.raw) === "application/json" ? readJson(body.text) : undefined;
    if (json === undefined) return problemResponse(USAGE_PROBLEMS.notJson);
    const reported = Reported.safeParse(json);
    if (!reported.success) return problemResponse(USAGE_PROBLEMS.invalid);
    return context.json({ records: await take(reported.data.records, reported.data.dryRun) });
  });

  api.post("/subscriptions/:id/usage-complete", async (context) => {
    const id = context.req.param("id");
    context.set("about", { subscription: id });
    const { state } = await store.load(subscription, subscriptionStream(id));
    if (state.listing === undefined) return problemResponse(USAGE_PROBLEMS.noSubscription);
    const { finalUsage } = state;
    if (finalUsage === undefined) return problemResponse(USAGE_PROBLEMS.notEnding);
    const by = { correlation: correlationOf(context), causation: "POST /subscriptions/{id}/usage-complete", actor: "product" };
    await transact({ store, clock }, meter, meterStream(id), { type: "CompleteUsage", data: { endsAt: finalUsage.endsAt } }, by);
    await sealLast(id, finalUsage.endsAt);
    return context.json({ subscription: id, ...finalUsage });
  });

  api.get("/subscriptions/:id/usage", async (context) => {
    const id = context.req.param("id");
    context.set("about", { subscription: id });
    const asked = Month.safeParse(context.req.query("month") ?? clock.now().slice(0, "2026-11".length));
    if (!asked.success) return problemResponse(USAGE_PROBLEMS.invalidMonth);
    const { state } = await store.load(subscription, subscriptionStream(id));
    if (state.listing === undefined) return problemResponse(USAGE_PROBLEMS.noSubscription);
    return context.json(await month(id, asked.data));
  });

  return api;
};
