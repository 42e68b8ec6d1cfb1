import { z } from "zod";
import { PricingModel, hasEntitlements } from "../../events/product/product";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { differenceFrom, isWorthAnotherLook } from "../../events/subscription/listed";
import { newestAgreement } from "../../events/subscription/standing";
import type { Subscription } from "../../events/subscription/state";
import { inParallel } from "../kernel/task/batches";
import { budget, type Budget } from "../kernel/task/budget";
import { catalogue } from "../kernel/task/catalogue";
import { clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import type { Finding } from "../kernel/reconciliation/finding";
import { generations, type Generations } from "../kernel/projections/generations";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { listedMarks, rowDigest, type ListedMarks, type Mark } from "../kernel/reconciliation/listed-marks";
import { projectionRows } from "../kernel/projections/projection-rows";
import { reconciliationLanes, type ReconciliationLanes } from "../kernel/reconciliation/reconciliation-lanes";
import { tallied, type ReconciliationPosition } from "../kernel/reconciliation/reconciliation-position";
import { reportFindings, type Reporting } from "../kernel/reconciliation/report-findings";
import type { ProjectionRows, StoredRow } from "../kernel/projections/rows";
import { setting } from "../kernel/task/settings";
import { starter } from "../kernel/aws/starter";
import { SEGMENTS, TASK_BUDGET, walk, WALK_WIDTH } from "../kernel/streams/walk";
import { CompareSubscriptions } from "./contract";

interface Dependencies extends Reporting {
  readonly rows: Pick<ProjectionRows, "page">;
  readonly generations: Pick<Generations, "of">;
  readonly marks: Pick<ListedMarks, "find">;
  readonly lanes: Pick<ReconciliationLanes, "hold">;
  readonly budget: () => Budget;
}

const Content = z.object({ productCode: z.string(), pricingModel: PricingModel });

/** What became of one subscription's comparison. */
interface Compared {
  readonly productCode: string;
  readonly what?: Finding["what"] | undefined;
  /** Neither of AWS's lists can show it. */
  readonly isUnseen: boolean;
}

/** A channel partner's agreement is not in the manufacturer's list, and what is paid as used has no entitlements. */
const isUnseen = (state: Subscription): boolean => newestAgreement(state)?.channel === "reseller" && state.access.status === "granted";

const isAlike = (state: Subscription, mark: Mark | undefined): boolean => {
  const known = new Set((state.reading?.entitlements ?? []).map(rowDigest));
  return known.size === (mark?.rows.size ?? 0) && [...known].every((row) => mark?.rows.has(row));
};

export const compareSubscriptions = (dependencies: Dependencies): Run<typeof CompareSubscriptions> => {
  const { store, clock, rows, generations, marks, lanes } = dependencies;

  const whatOf = async (
    id: string,
    isContract: boolean,
    { turn, startedAt }: { readonly turn: string; readonly startedAt: string },
  ): Promise<Omit<Compared, "productCode">> => {
    const { state } = await store.load(subscriptions, subscriptionStream(id));
    const now = clock.now();
    const again = isWorthAnotherLook(state, now) ? "secondLook" : undefined;
    if (!isContract) return { what: again, isUnseen: isUnseen(state) };
    const found = await marks.find(id);
    const mark = found?.turn === turn ? found : undefined;
    const listed = { isListed: mark !== undefined, isAlike: isAlike(state, mark), asOf: mark?.at ?? startedAt };
    return { what: differenceFrom(state, listed, now) ?? again, isUnseen: false };
  };

  const findingsOf = async (page: readonly StoredRow[], position: ReconciliationPosition, turn: string) => {
    const ours = page.flatMap(({ partition: subscription, content }) => {
      const { data } = Content.safeParse(content);
      return data !== undefined && position.products.includes(data.productCode) ? [{ subscription, ...data }] : [];
    });
    return inParallel(ours, WALK_WIDTH, async ({ subscription, productCode, pricingModel }) => ({
      subscription,
      productCode,
      ...(await whatOf(subscription, hasEntitlements(pricingModel), { turn, startedAt: position.startedAt })),
    }));
  };

  return async ({ position: start }, caller) => {
    if (!(await lanes.hold("entitlements", caller.run, `our subscriptions: part ${start.at.stage} of ${SEGMENTS} compared`))) return { outcome: "superseded" };
    const { live } = await generations.of("subscriptions");
    let position = start;
    const walked = await walk({
      position: start.at.from,
      budget: dependencies.budget(),
      page: (segment, from) => rows.page("subscriptions", segment, from),
      visit: async (items) => {
        const compared = await findingsOf(
          items.filter(({ generation, content }) => generation === live && content !== null),
          position,
          caller.run,
        );
        for (const { productCode, isUnseen } of compared) position = tallied(position, productCode, { compared: 1, unseen: isUnseen ? 1 : 0 });
        const findings = compared.flatMap(({ subscription, productCode, what }): readonly Finding[] =>
          what === undefined ? [] : [{ subscription, productCode, what, agreement: "" }],
        );
        position = await reportFindings(dependencies, { position, walk: "entitlements", findings }, caller);
      },
    });
    position = { ...position, at: { ...position.at, stage: walked.segments, from: walked.position } };
    return { outcome: walked.position === "" ? "compared" : "more", position };
  };
};

export const handler = lambdaTask(CompareSubscriptions, () =>
  compareSubscriptions({
    store: eventLog(),
    clock,
    catalogue: catalogue(),
    starter: starter(),
    machine: setting("ENTITLEMENT_CHANGE_MACHINE"),
    rows: projectionRows(),
    generations: generations(),
    marks: listedMarks(),
    lanes: reconciliationLanes(() => clock.now()),
    budget: () => budget(TASK_BUDGET),
  }),
);
