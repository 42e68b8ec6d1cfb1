import { productByCode } from "../../events/product/catalogue";
import { hasEntitlements, type IdentityForm } from "../../events/product/product";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { subscriptionIdentity } from "../../events/subscription/identity";
import { inParallel } from "../kernel/task/batches";
import { budget, type Budget } from "../kernel/task/budget";
import { catalogue } from "../kernel/task/catalogue";
import { clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import type { Finding } from "../kernel/reconciliation/finding";
import { hash } from "../kernel/task/hash";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { listedMarks, rowDigest, type ListedMarks, type Mark } from "../kernel/reconciliation/listed-marks";
import { marketplaceEntitlement, type ListedRow, type MarketplaceEntitlement } from "../kernel/aws/marketplace-entitlement";
import { PAGES_PER_SECOND, pacer } from "../kernel/reconciliation/pace";
import { reconciliationLanes, type ReconciliationLanes } from "../kernel/reconciliation/reconciliation-lanes";
import { nextProduct, tallied } from "../kernel/reconciliation/reconciliation-position";
import { reportFindings, type Reporting } from "../kernel/reconciliation/report-findings";
import { setting } from "../kernel/task/settings";
import { starter } from "../kernel/aws/starter";
import { TASK_BUDGET, WALK_WIDTH } from "../kernel/streams/walk";
import { WalkEntitlements } from "./contract";

interface Dependencies extends Reporting {
  readonly marketplace: Pick<MarketplaceEntitlement, "page">;
  readonly marks: Pick<ListedMarks, "add">;
  readonly lanes: Pick<ReconciliationLanes, "hold">;
  /** Waits for the next call's turn; made anew for each invocation. */
  readonly pacer: () => () => Promise<void>;
  readonly budget: () => Budget;
}

/** The rows of a page by subscription, under every form of id that the listing allows: one that moves from a legacy form has two. */
const bySubscription = (rows: readonly ListedRow[], forms: readonly IdentityForm[]): ReadonlyMap<string, readonly ListedRow[]> => {
  const found = new Map<string, ListedRow[]>();
  for (const row of rows) {
    for (const form of forms) {
      const id = subscriptionIdentity(row.customer, [form], hash)?.id;
      if (id !== undefined) found.set(id, [...(found.get(id) ?? []), row]);
    }
  }
  return found;
};

export const walkEntitlements = (dependencies: Dependencies): Run<typeof WalkEntitlements> => {
  const { store, clock, catalogue, marketplace, marks, lanes } = dependencies;

  /** Notes whom the page lists. @returns those whom no page before it listed */
  const note = async (rows: readonly ListedRow[], forms: readonly IdentityForm[], mark: Omit<Mark, "rows">): Promise<ReadonlySet<string>> => {
    const noted = await inParallel([...bySubscription(rows, forms)], WALK_WIDTH, async ([subscription, theirs]) => {
      const digests = theirs.map(({ entitlement }) => rowDigest(entitlement));
      return { subscription, page: await marks.add(subscription, { ...mark, rows: new Set(digests) }) };
    });
    return new Set(noted.filter(({ page }) => page === mark.page).map(({ subscription }) => subscription));
  };

  /** Whom our log does not know at all. What it does know is compared when the whole list has been seen. */
  const unknownOf = async (rows: readonly ListedRow[], forms: readonly IdentityForm[], fresh: ReadonlySet<string>): Promise<readonly Finding[]> => {
    const customers = new Map(rows.map(({ customer }) => [subscriptionIdentity(customer, forms, hash)?.id ?? "", customer]));
    const findings = await inParallel([...customers], WALK_WIDTH, async ([subscription, { productCode, licenseArn, awsAccountId, customerIdentifier }]) => {
      if (!fresh.has(subscription)) return [];
      const { state } = await store.load(subscriptions, subscriptionStream(subscription));
      if (state.listing !== undefined) return [];
      return [{ subscription, productCode, what: "unknown", licenseArn, awsAccountId, customerIdentifier, agreement: "" } as const];
    });
    return findings.flat();
  };

  return async ({ position: start }, caller) => {
    const { spent } = dependencies.budget();
    const turn = dependencies.pacer();
    let position = start;
    do {
      const code = position.products[position.at.product];
      if (code === undefined) return { outcome: "walked", position: { ...position, at: { product: 0, stage: 0, from: "" } } };
      const product = productByCode(catalogue, code);
      // What is paid as used, or free, has no entitlements (`UG:saas-integrate-subscription`).
      if (product === undefined || !hasEntitlements(product.pricingModel)) {
        position = nextProduct(position);
        continue;
      }
      const listed = position.tallies[code]?.listed ?? 0;
      if (!(await lanes.hold("entitlements", caller.run, `${code}: ${listed} entitlements seen at AWS`))) return { outcome: "superseded" };
      const forms = product.identityForms;
      await turn();
      const at = clock.now();
      const { rows, next } = await marketplace.page(code, position.at.from);
      const fresh = await note(rows, forms, { turn: caller.run, at, page: position.at.from });
      position = await reportFindings(dependencies, { position, walk: "entitlements", findings: await unknownOf(rows, forms, fresh) }, caller);
      position = tallied(position, code, { listed: rows.length });
      position = next === "" ? nextProduct(position) : { ...position, at: { ...position.at, from: next } };
    } while (!spent());
    return { outcome: "more", position };
  };
};

export const handler = lambdaTask(WalkEntitlements, () =>
  walkEntitlements({
    store: eventLog(),
    clock,
    catalogue: catalogue(),
    starter: starter(),
    machine: setting("ENTITLEMENT_CHANGE_MACHINE"),
    marketplace: marketplaceEntitlement(),
    marks: listedMarks(),
    lanes: reconciliationLanes(() => clock.now()),
    pacer: () => pacer(PAGES_PER_SECOND.entitlements),
    budget: () => budget(TASK_BUDGET),
  }),
);
