import { later } from "../../../events/kernel/values";
import { hasEntitlements } from "../../../events/product/product";
import { productByCode, type Catalogue } from "../../../events/product/catalogue";
import { reconciliation as reconciliations, reconciliationStream } from "../../../events/reconciliation/decider";
import type { ReconciliationWalk } from "../../../events/reconciliation/events";
import { byRun, type Appending } from "../streams/appending";
import { inParallel } from "../task/batches";
import { FOUND, type Finding } from "./finding";
import { hash } from "../task/hash";
import { QUESTION_EVERY } from "./pace";
import { tallied, type ReconciliationPosition } from "./reconciliation-position";
import type { Starter } from "../aws/starter";
import type { Caller } from "../task/task-request";
import { transact } from "../streams/transact";

export interface Reporting extends Appending {
  readonly catalogue: Catalogue;
  readonly starter: Pick<Starter, "start">;
  /** ARN of the EntitlementChange state machine. */
  readonly machine: string;
}

/** Runs that are started at once. */
const WIDTH = 8;

/** Differences in one commit: some 100 KB, where 300 are allowed. */
const MOST_AT_ONCE = 500;

const record = async ({ store, clock }: Reporting, walk: ReconciliationWalk, findings: readonly Finding[], caller: Caller): Promise<void> => {
  for (const productCode of new Set(findings.map((finding) => finding.productCode))) {
    const differences = findings.flatMap(({ subscription, what, productCode: of }) =>
      of === productCode && what !== "secondLook" ? [{ subscription, what }] : [],
    );
    for (let start = 0; start < differences.length; start += MOST_AT_ONCE) {
      const data = { walk, turn: caller.run, differences: differences.slice(start, start + MOST_AT_ONCE) };
      const command = { type: "RecordDifferences", data } as const;
      await transact({ store, clock }, reconciliations, reconciliationStream(productCode), command, byRun(caller, caller.run));
    }
  }
};

/**
 * Records what a page of AWS's list showed, and starts a run for each finding that asks AWS about that customer alone. The runs
 * wait for their turns, so that AWS is not asked faster than it may be however many there are.
 * @returns the position, with the findings counted in
 */
export const reportFindings = async (
  reporting: Reporting,
  { position, walk, findings }: { readonly position: ReconciliationPosition; readonly walk: ReconciliationWalk; readonly findings: readonly Finding[] },
  caller: Caller,
): Promise<ReconciliationPosition> => {
  const { clock, catalogue, starter, machine } = reporting;
  await record(reporting, walk, findings, caller);
  const now = clock.now();
  let counted = position;
  const runs = findings.map((finding) => {
    const product = productByCode(catalogue, finding.productCode);
    const asked = product !== undefined && hasEntitlements(product.pricingModel) ? "entitlements" : "agreements";
    const free = counted.nextRead[asked];
    const notBefore = free > now ? free : now;
    counted = { ...counted, nextRead: { ...counted.nextRead, [asked]: later(notBefore, QUESTION_EVERY[asked]) } };
    counted = tallied(counted, finding.productCode, finding.what === "secondLook" ? { reread: 1 } : { differences: 1 });
    return { finding, notBefore };
  });
  await inParallel(runs, WIDTH, ({ finding, notBefore }) =>
    starter.start(machine, `found-${hash(caller.run, finding.subscription)}`, { about: FOUND[finding.what], kind: "found", notBefore, finding }),
  );
  return counted;
};
