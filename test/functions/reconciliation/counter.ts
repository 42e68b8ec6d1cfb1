import { readCatalogue } from "../../../events/product/catalogue";
import type { Entitlement } from "../../../events/subscription/values";
import { reconciliation, reconciliationStream } from "../../../events/reconciliation/decider";
import type { ReconciliationEvent } from "../../../events/reconciliation/events";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import { beginReconciliation } from "../../../functions/begin-reconciliation/handler";
import { compareSubscriptions } from "../../../functions/compare-subscriptions/handler";
import { confirmFinding } from "../../../functions/confirm-finding/handler";
import { finishReconciliation } from "../../../functions/finish-reconciliation/handler";
import type { Finding } from "../../../functions/kernel/reconciliation/finding";
import type { ListedMarks, Mark } from "../../../functions/kernel/reconciliation/listed-marks";
import type { AgreementSearch, AgreementSummary } from "../../../functions/kernel/aws/marketplace-agreement";
import type { EntitlementFilter, ListedRow } from "../../../functions/kernel/aws/marketplace-entitlement";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { projector } from "../../../functions/kernel/projections/projector";
import type { ReconciliationPosition } from "../../../functions/kernel/reconciliation/reconciliation-position";
import { recordEntitlements } from "../../../functions/record-entitlements/handler";
import { walkAgreements } from "../../../functions/walk-agreements/handler";
import { walkEntitlements } from "../../../functions/walk-entitlements/handler";
import { tell } from "../../kit/buyer";
import { FIRST, memoryGenerations, memoryRows } from "../../kit/memory-consumers";

const product = (code: string, pricingModel: string, kind: string, more: object = {}) => ({
  id: `prod-${code}`,
  code,
  name: code,
  pricingModel,
  identityForms: ["license"],
  dimensions: [{ key: "seats", name: "Seats", unit: "seat", kind }],
  logInUrl: "https://product.example/",
  support: { email: "help@product.example" },
  ...more,
});

const catalogue = readCatalogue(
  [
    product("contract1", "contract", "entitled"),
    product("metered1", "subscription", "metered"),
    product("legacy1", "contract", "entitled", { identityForms: ["customer"] }),
  ],
  "the test",
);

export const arnOf = (license: string): string => `arn:aws:license-manager::123456789012:license:${license}`;

/** A started run of EntitlementChange. */
export interface Found {
  readonly name: string;
  readonly notBefore: string;
  readonly finding: Finding;
}

/** AWS and a deployment in memory, with the real tasks between them; rows of AWS's lists come two on a page. */
export const counter = (start = "2026-11-24T09:30:00.000Z") => {
  let now = start;
  let lanes: Record<string, string> = {};
  let listed: readonly ListedRow[] = [];
  let agreements: readonly AgreementSummary[] | "notPermitted" = [];
  const store = memoryEventStore();
  const rows = memoryRows();
  const seen = new Map<string, Mark>();
  const runs = new Map<string, Found>();
  const asked: string[] = [];
  const searches: AgreementSearch[] = [];
  const clock = { now: () => now };
  const lanesOf = {
    hold: async (walk: string, run: string) => await Promise.resolve((lanes[walk] ??= run) === run),
    leave: async (walk: string) => {
      await Promise.resolve();
      lanes = Object.fromEntries(Object.entries(lanes).filter(([name]) => name !== walk));
    },
    look: async (walk: string) => await Promise.resolve({ run: lanes[walk] ?? "", heldUntil: "", said: "" }),
    rememberProducts: async () => {
      await Promise.resolve();
    },
  };
  const marks: ListedMarks = {
    add: async (id, mark) => {
      await Promise.resolve();
      const known = seen.get(id);
      const now = known?.turn === mark.turn ? { ...known, rows: new Set([...known.rows, ...mark.rows]) } : mark;
      seen.set(id, now);
      return now.page;
    },
    find: async (id) => await Promise.resolve(seen.get(id)),
  };
  const starter = {
    start: async (_: string, name: string, input: Readonly<Record<string, unknown>>) => {
      await Promise.resolve();
      const isNew = !runs.has(name);
      if (isNew) runs.set(name, { name, notBefore: input["notBefore"] as string, finding: input["finding"] as Finding });
      return { run: name, outcome: isNew ? ("started" as const) : ("sameRun" as const) };
    },
  };
  const page = async (code: string, from: string) => {
    await Promise.resolve();
    asked.push(`${code}@${from}`);
    const all = listed.filter(({ customer }) => customer.productCode === code);
    const first = Number(from);
    return { rows: all.slice(first, first + 2), next: first + 2 < all.length ? String(first + 2) : "" };
  };
  const matches = (filter: EntitlementFilter, { customer }: ListedRow): boolean => {
    if (filter.form === "license") return customer.licenseArn === filter.licenseArn;
    if (filter.form === "customer") return customer.customerIdentifier === filter.customerIdentifier;
    return customer.awsAccountId === filter.awsAccountId;
  };
  const marketplace = {
    page,
    entitlementsOf: async (code: string, filter: EntitlementFilter): Promise<readonly Entitlement[]> =>
      await Promise.resolve(listed.filter((row) => row.customer.productCode === code && matches(filter, row)).map(({ entitlement }) => entitlement)),
    search: async (search: AgreementSearch) => {
      await Promise.resolve();
      searches.push(search);
      if (agreements === "notPermitted") return agreements;
      const wanted = agreements.filter(
        ({ licenseArns, reading }) => reading.productId === search.productId && (search.licenseArn === undefined || licenseArns.includes(search.licenseArn)),
      );
      return { agreements: wanted, next: "" };
    },
  };
  const reporting = { store, clock, catalogue, starter, machine: "entitlement-change" };
  const paced = {
    pacer: () => async () => {
      await Promise.resolve();
    },
    budget: () => ({ spent: () => true }),
    lanes: lanesOf,
    marketplace,
  };
  const tasks = {
    begin: beginReconciliation({ store, clock, catalogue, lanes: lanesOf }),
    entitlements: walkEntitlements({ ...reporting, ...paced, marks }),
    compare: compareSubscriptions({ ...reporting, rows, generations: memoryGenerations(), marks, lanes: lanesOf, budget: paced.budget }),
    agreements: walkAgreements({ ...reporting, ...paced }),
    finish: finishReconciliation({ store, clock, lanes: lanesOf }),
    confirm: confirmFinding({ store, clock, catalogue, entitlements: marketplace, agreements: marketplace }),
    record: recordEntitlements({ store, clock }),
  };

  /** A whole turn, task by task as the workflow does. @returns how it came out */
  const turn = async (walk: "entitlements" | "agreements", run: string): Promise<string> => {
    const by = { run, state: walk };
    const begun = await tasks.begin({ walk, product: "" }, by);
    if (begun.outcome !== "entitlements" && begun.outcome !== "agreements") return begun.outcome;
    let position: ReconciliationPosition = begun.position;
    for (const task of walk === "entitlements" ? [tasks.entitlements, tasks.compare] : [tasks.agreements]) {
      for (;;) {
        const answer = await task({ position }, by);
        if (answer.outcome === "superseded") return answer.outcome;
        position = answer.position;
        if (answer.outcome !== "more") break;
      }
    }
    return (await tasks.finish({ walk, position }, by)).outcome;
  };

  /** What a run of EntitlementChange does first with what was found. */
  const lookInto = async ({ name, finding }: Found): Promise<string> => {
    const by = { run: name, state: "found" };
    const answer = await tasks.confirm({ finding }, by);
    if (answer.outcome === "entitlementsRead") await tasks.record({ subscription: answer.subscription, reading: answer.reading }, by);
    return answer.outcome;
  };

  return {
    store,
    tasks,
    turn,
    lookInto,
    asked,
    searches,
    found: () => [...runs.values()],
    findings: () => [...runs.values()].map(({ finding: { subscription: id, what } }) => `${id} ${what}`).toSorted(),
    list: (...given: readonly ListedRow[]) => void (listed = given),
    agree: (given: readonly AgreementSummary[] | "notPermitted") => void (agreements = given),
    at: (time: string) => void (now = time),
    occupy: (walk: string, run: string) => void (lanes[walk] = run),
    tell: async (id: string, ...commands: readonly SubscriptionCommand[]) => {
      await tell(store, id, ...commands);
      await projector({ store, rows }).project(subscriptionStream(id), FIRST);
    },
    access: async (id: string) => (await store.load(subscription, subscriptionStream(id))).state.access,
    state: async (id: string) => (await store.load(subscription, subscriptionStream(id))).state,
    events: async (code: string): Promise<readonly ReconciliationEvent[]> => {
      const all: ReconciliationEvent[] = [];
      for await (const { events } of store.history(reconciliation, reconciliationStream(code))) all.push(...events);
      return all;
    },
  };
};
