import { later, type Instant } from "../../events/kernel/values";
import type { Catalogue } from "../../events/product/catalogue";
import { reconciliation as reconciliations, reconciliationStream } from "../../events/reconciliation/decider";
import { byRun, type Appending } from "../kernel/streams/appending";
import { catalogue } from "../kernel/task/catalogue";
import { clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { reconciliationLanes, type ReconciliationLanes } from "../kernel/reconciliation/reconciliation-lanes";
import { transact } from "../kernel/streams/transact";
import { BeginReconciliation } from "./contract";

interface Dependencies extends Appending {
  readonly catalogue: Catalogue;
  readonly lanes: Pick<ReconciliationLanes, "hold" | "look" | "rememberProducts">;
}

/** AWS does not say how far its lists lag behind; each turn reads the last hour of the one before once more, which finds nothing new. */
const OVERLAP_MS = 3_600_000;

export const beginReconciliation =
  ({ store, clock, catalogue, lanes }: Dependencies): Run<typeof BeginReconciliation> =>
  async ({ walk, product }, caller) => {
    const products = catalogue.map(({ code }) => code).filter((code) => product === "" || code === product);
    if (products.length === 0) return { outcome: "productUnknown" };
    if (!(await lanes.hold(walk, caller.run, "begins"))) return { outcome: "underWay", run: (await lanes.look(walk))?.run ?? "" };
    await lanes.rememberProducts(catalogue.map(({ code }) => code));
    // Before the first call: what changes meanwhile is the next turn's.
    const startedAt = clock.now();
    const since: Record<string, Instant> = {};
    for (const code of products) {
      const stream = reconciliationStream(code);
      const { agreementsReadTo } = (await store.load(reconciliations, stream)).state;
      if (walk === "agreements" && agreementsReadTo !== undefined) since[code] = later(agreementsReadTo, -OVERLAP_MS);
      await transact(
        { store, clock },
        reconciliations,
        stream,
        { type: "Start", data: { walk, turn: caller.run, since: since[code] } },
        byRun(caller, caller.run),
      );
    }
    const position = {
      products,
      startedAt,
      at: { product: 0, stage: 0, from: "" },
      since,
      tallies: {},
      nextRead: { entitlements: startedAt, agreements: startedAt },
    };
    return { outcome: walk, position };
  };

export const handler = lambdaTask(BeginReconciliation, () =>
  beginReconciliation({ store: eventLog(), clock, catalogue: catalogue(), lanes: reconciliationLanes(() => clock.now()) }),
);
