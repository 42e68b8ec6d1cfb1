import { Hono } from "hono";
import type { Context } from "hono";
import type { z } from "zod";
import type { Controls } from "./controls";
import { faultDesk } from "./fault-desk";
import type { Marketplace, SetUp } from "./marketplace";
import { meteringApi } from "./metering/metering-api";
import type { Notice } from "./notice";
import type { Purchase } from "./purchase";
import { Refusal } from "./refusal";
import {
  AdvisoryRequest,
  AmendRequest,
  BillingRequest,
  CancellationRequest,
  ChangeRequest,
  ClockRequest,
  EndingRequest,
  ExpireRequest,
  FaultRequest,
  NothingAsked,
  NoticesRequest,
  OrderRequest,
  SendRequest,
  SettingsRequest,
  SpendRequest,
  SuccessionRequest,
} from "./requests";
import { clockDesk } from "./clock-desk";

/** What comes in, checked; an empty body is an empty object. */
const body = async <Schema extends z.ZodType>(context: Context, schema: Schema): Promise<z.output<Schema>> => {
  const text = await context.req.text();
  let json: unknown;
  try {
    json = text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    throw new Refusal(400, 'The body is not JSON. Send e.g. {"product": "…"} with content-type application/json.');
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new Refusal(400, parsed.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`).join("; "));
  return parsed.data;
};

const bought = ({ agreementId, licenseArn, accountId, productCode, token, fulfillmentUrl, freeTrial }: Purchase & SetUp) => ({
  agreementId,
  licenseArn: licenseArn ?? null,
  accountId,
  productCode,
  token,
  fulfillmentUrl,
  // The form field that goes with the token (`UG:saas-free-trials`).
  ...(freeTrial && { offerType: "free-trial" }),
});

const listed = ({ number: _, ...notice }: Notice) => notice;

/** The simulator's API, as `docs/simulator.md` describes it. */
export const simulatorApi = (stall: Marketplace, controls: Controls): Hono => {
  const api = new Hono();
  const faults = faultDesk(stall, controls);
  const time = clockDesk(stall, controls);

  api.get("/products", (context) => context.json(stall.products()));
  api.get("/purchases", async (context) => context.json(await stall.kept.purchases.list()));
  api.post("/purchases", async (context) => context.json(bought(await stall.buy(await body(context, OrderRequest))), 201));
  api.get("/purchases/:id", async (context) => context.json(await stall.find(context.req.param("id"))));
  api.post("/purchases/:id/token", async (context) => context.json(bought(await stall.setUp(context.req.param("id"))), 201));

  /** Something that is done to one agreement, and answered with what it then is. */
  const toAgreement = <Schema extends z.ZodType>(what: string, schema: Schema, act: (id: string, asked: z.output<Schema>) => Promise<Purchase>): void => {
    api.post(`/purchases/:id/${what}`, async (context) => context.json(await act(context.req.param("id"), await body(context, schema))));
  };
  toAgreement("entitlements", ChangeRequest, stall.amend);
  toAgreement("amend", AmendRequest, stall.amend);
  toAgreement("renew", SuccessionRequest, stall.renew);
  toAgreement("replace", SuccessionRequest, stall.replace);
  toAgreement("cancel", NothingAsked, (id) => stall.end(id, "cancelled"));
  toAgreement("terminate", NothingAsked, (id) => stall.end(id, "terminated"));
  toAgreement("expire", ExpireRequest, (id, { silent }) => stall.end(id, "expired", silent));
  toAgreement("advisory", AdvisoryRequest, (id, { resolve }) => stall.advise(id, resolve));
  toAgreement("ending", EndingRequest, (id, { days }) => stall.ending(id, days));
  toAgreement("renewal-terms-finalized", NothingAsked, stall.renewalTermsFinalized);
  toAgreement("renewal-upcoming", NothingAsked, stall.renewalUpcoming);
  toAgreement("cancellation-request", CancellationRequest, (id, { status }) => stall.cancellationRequest(id, status));
  toAgreement("billing-adjustment", BillingRequest, (id, { status }) => stall.billingAdjustment(id, status));
  toAgreement("spend-threshold", SpendRequest, (id, { status }) => stall.spendThreshold(id, status));

  api.route("/", meteringApi(stall, controls));
  api.get("/mailbox.json", async (context) => context.json(await controls.sent()));

  api.get("/clock", (context) => context.json({ now: controls.now() }));
  api.post("/clock", async (context) => context.json({ now: await time.advance((await body(context, ClockRequest)).advance) }));

  api.get("/faults", async (context) => context.json(await faults.list()));
  api.post("/faults", async (context) => context.json(await faults.add(await body(context, FaultRequest)), 201));
  api.delete("/faults", async (context) => context.json(await faults.clear()));

  api.get("/settings", async (context) => context.json(await stall.kept.settings.get()));
  api.post("/settings", async (context) => {
    const asked = Object.entries(await body(context, SettingsRequest)).filter(([, value]) => value !== undefined);
    const changed = await stall.kept.settings.change((before) => ({ ...before, ...Object.fromEntries(asked) }));
    return context.json(changed);
  });

  api.get("/notices", async (context) => context.json((await stall.desk.list()).map(listed)));
  api.post("/notices/hold", async (context) => {
    await stall.desk.hold();
    return context.json({ held: true });
  });
  api.post("/notices/release", async (context) => context.json((await stall.desk.release((await body(context, NoticesRequest)).ids)).map(listed)));
  api.post("/notices/duplicate", async (context) => context.json((await stall.desk.duplicate((await body(context, NoticesRequest)).ids)).map(listed)));
  api.post("/notices/drop", async (context) => context.json((await stall.desk.drop((await body(context, NoticesRequest)).ids)).map(listed)));
  api.post("/notices/send", async (context) => {
    const { body: text, channel } = await body(context, SendRequest);
    return context.json(listed(await stall.desk.sendOwn(text, channel)), 201);
  });
  api.post("/notices/reorder", async (context) => context.json((await stall.desk.reorder()).map(listed)));

  api.onError((error, context) => {
    if (error instanceof Refusal) return context.json({ error: [error.message, error.call].join(" ").trim() }, error.status);
    throw error;
  });
  return api;
};
