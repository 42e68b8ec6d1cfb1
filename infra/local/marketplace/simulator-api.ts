import { Hono } from "hono";
import type { Context } from "hono";
import type { z } from "zod";
import { isCloudFault, type Controls } from "./controls";
import type { Marketplace, SetUp } from "./marketplace";
import type { Notice, Purchase } from "./purchase";
import { Refusal } from "./refusal";
import { ChangeRequest, ClockRequest, FaultRequest, NoticesRequest, OrderRequest, SettingsRequest, type FaultRequest as Fault } from "./requests";

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

const bought = ({ agreementId, licenseArn, accountId, productCode, token, fulfillmentUrl }: Purchase & SetUp) => ({
  agreementId,
  licenseArn: licenseArn ?? null,
  accountId,
  productCode,
  token,
  fulfillmentUrl,
});

const listed = ({ id, agreementId, detailType, state, at, event }: Notice) => ({ id, agreementId, detailType, state, at, event });

/** Switches a fault on. */
export const addFault = async (stall: Marketplace, controls: Controls, fault: Fault): Promise<void> => {
  if (isCloudFault(fault)) {
    controls.faults.add(fault);
    return;
  }
  const settings = await stall.kept.settings.get();
  await stall.kept.settings.put({ ...settings, ...(fault.kind === "readLag" ? { readLagSeconds: fault.seconds } : { [fault.kind]: fault.times }) });
};

/** Switches all faults off. */
export const clearFaults = async (stall: Marketplace, controls: Controls): Promise<void> => {
  controls.faults.clear();
  await stall.kept.settings.put({ ...(await stall.kept.settings.get()), readLagSeconds: 0, resolveWithoutLicense: 0, emptyPage: 0 });
};

/** The simulator's API, as `docs/simulator.md` describes it. Mounted at /simulator. */
export const simulatorApi = (stall: Marketplace, controls: Controls): Hono => {
  const api = new Hono();

  api.get("/products", (context) => context.json(stall.products()));
  api.get("/purchases", async (context) => context.json(await stall.kept.purchases.list()));
  api.post("/purchases", async (context) => context.json(bought(await stall.buy(await body(context, OrderRequest))), 201));
  api.get("/purchases/:id", async (context) => context.json(await stall.find(context.req.param("id"))));
  api.post("/purchases/:id/token", async (context) => context.json(bought(await stall.setUp(context.req.param("id"))), 201));
  api.post("/purchases/:id/cancel", async (context) => context.json(await stall.cancel(context.req.param("id"))));
  api.post("/purchases/:id/entitlements", async (context) => context.json(await stall.change(context.req.param("id"), await body(context, ChangeRequest))));

  api.get("/clock", (context) => context.json({ now: controls.now() }));
  api.post("/clock", async (context) => {
    const { advance } = await body(context, ClockRequest);
    await controls.advance(advance);
    return context.json({ now: controls.now() });
  });

  const faults = async () => {
    const { readLagSeconds, resolveWithoutLicense, emptyPage } = await stall.kept.settings.get();
    return { cloud: controls.faults.list(), readLagSeconds, resolveWithoutLicense, emptyPage };
  };
  api.get("/faults", async (context) => context.json(await faults()));
  api.post("/faults", async (context) => {
    await addFault(stall, controls, await body(context, FaultRequest));
    return context.json(await faults(), 201);
  });
  api.delete("/faults", async (context) => {
    await clearFaults(stall, controls);
    return context.json(await faults());
  });

  api.get("/settings", async (context) => context.json(await stall.kept.settings.get()));
  api.post("/settings", async (context) => {
    const { tokenHours, eventArn, agreementEvents } = await body(context, SettingsRequest);
    const before = await stall.kept.settings.get();
    await stall.kept.settings.put({
      ...before,
      tokenHours: tokenHours ?? before.tokenHours,
      eventArn: eventArn ?? before.eventArn,
      agreementEvents: agreementEvents ?? before.agreementEvents,
    });
    return context.json(await stall.kept.settings.get());
  });

  api.get("/notices", async (context) => context.json((await stall.desk.list()).map(listed)));
  api.post("/notices/hold", async (context) => {
    await stall.desk.hold();
    return context.json({ held: true });
  });
  api.post("/notices/release", async (context) => context.json((await stall.desk.release((await body(context, NoticesRequest)).ids)).map(listed)));
  api.post("/notices/duplicate", async (context) => context.json((await stall.desk.duplicate((await body(context, NoticesRequest)).ids)).map(listed)));
  api.post("/notices/reorder", async (context) => context.json((await stall.desk.reorder()).map(listed)));

  api.onError((error, context) => {
    if (error instanceof Refusal) return context.json({ error: error.message }, error.status);
    throw error;
  });
  return api;
};
