import { productByCode } from "../../events/product/catalogue";
import { reconciliation as reconciliations, reconciliationStream } from "../../events/reconciliation/decider";
import { byRun } from "../kernel/streams/appending";
import { inParallel } from "../kernel/task/batches";
import { budget, type Budget } from "../kernel/task/budget";
import { catalogue } from "../kernel/task/catalogue";
import { clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { marketplaceAgreement, type AgreementSearch, type MarketplaceAgreement } from "../kernel/aws/marketplace-agreement";
import { count } from "../kernel/task/metrics";
import { PAGES_PER_SECOND, pacer } from "../kernel/reconciliation/pace";
import { reconciliationLanes, type ReconciliationLanes } from "../kernel/reconciliation/reconciliation-lanes";
import { nextProduct, tallied, type ReconciliationPosition } from "../kernel/reconciliation/reconciliation-position";
import { reportFindings, type Reporting } from "../kernel/reconciliation/report-findings";
import { setting } from "../kernel/task/settings";
import { starter } from "../kernel/aws/starter";
import type { Caller } from "../kernel/task/task-request";
import { transact } from "../kernel/streams/transact";
import { TASK_BUDGET, WALK_WIDTH } from "../kernel/streams/walk";
import { compareAgreement } from "./compare-agreement";
import { WalkAgreements } from "./contract";

interface Dependencies extends Reporting {
  readonly marketplace: Pick<MarketplaceAgreement, "search">;
  readonly lanes: Pick<ReconciliationLanes, "hold">;
  readonly pacer: () => () => Promise<void>;
  readonly budget: () => Budget;
}

/** What may have happened to an agreement since the last turn. AWS need not count a start or an end on its date as an update. */
const STAGES = ["LastUpdateTime", "StartTime", "EndTime"] as const;

const happenedIn = ({ at, since, startedAt }: ReconciliationPosition, code: string): AgreementSearch["happened"] => {
  const what = STAGES[at.stage];
  const after = since[code];
  return what === undefined || after === undefined ? undefined : { what, after, before: startedAt };
};

/** The next page, the next stage of this product, or the next product. One that is walked whole has one stage. */
const nextAfter = (position: ReconciliationPosition, code: string, next: string): ReconciliationPosition => {
  const { at } = position;
  if (next !== "") return { ...position, at: { ...at, from: next } };
  const isLast = position.since[code] === undefined || at.stage === STAGES.length - 1;
  return isLast ? nextProduct(position) : { ...position, at: { ...at, stage: at.stage + 1, from: "" } };
};

const notPermitted = async ({ store, clock }: Dependencies, { products }: ReconciliationPosition, caller: Caller): Promise<void> => {
  count("AgreementsNotPermitted");
  const command = { type: "RecordNotReadable", data: { turn: caller.run } } as const;
  for (const code of products) await transact({ store, clock }, reconciliations, reconciliationStream(code), command, byRun(caller, caller.run));
};

export const walkAgreements =
  (dependencies: Dependencies): Run<typeof WalkAgreements> =>
  async ({ position: start }, caller) => {
    const { catalogue, marketplace, lanes } = dependencies;
    const compare = compareAgreement(dependencies, caller);
    const { spent } = dependencies.budget();
    const turn = dependencies.pacer();
    let position = start;
    do {
      const code = position.products[position.at.product];
      if (code === undefined) return { outcome: "walked", position };
      const product = productByCode(catalogue, code);
      if (product === undefined) {
        position = nextProduct(position);
        continue;
      }
      const listed = position.tallies[code]?.listed ?? 0;
      if (!(await lanes.hold("agreements", caller.run, `${code}: ${listed} agreements seen at AWS`))) return { outcome: "superseded" };
      await turn();
      const page = await marketplace.search({ productId: product.id, happened: happenedIn(position, code), from: position.at.from });
      if (page === "notPermitted") {
        await notPermitted(dependencies, position, caller);
        return { outcome: "notPermitted", position };
      }
      const findings = (await inParallel(page.agreements, WALK_WIDTH, (summary) => compare(product, summary))).flat();
      position = await reportFindings(dependencies, { position, walk: "agreements", findings }, caller);
      position = nextAfter(tallied(position, code, { listed: page.agreements.length }), code, page.next);
    } while (!spent());
    return { outcome: "more", position };
  };

export const handler = lambdaTask(WalkAgreements, () =>
  walkAgreements({
    store: eventLog(),
    clock,
    catalogue: catalogue(),
    starter: starter(),
    machine: setting("ENTITLEMENT_CHANGE_MACHINE"),
    marketplace: marketplaceAgreement(),
    lanes: reconciliationLanes(() => clock.now()),
    pacer: () => pacer(PAGES_PER_SECOND.agreements),
    budget: () => budget(TASK_BUDGET),
  }),
);
