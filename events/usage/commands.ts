import type { Allowance, Balances } from "./balances";
import type { Billed, UsageEvent } from "./events";
import type { Day, Hour } from "../kernel/hour";
import type { Quantity } from "../kernel/quantity";

type DataOf<Type extends UsageEvent["type"]> = Extract<UsageEvent, { readonly type: Type }>["data"];

/** Everything that decides what an hour comes to. The same commands in the same order give the same record, for ever. */
export interface Sealing {
  readonly hour: Hour;
  readonly billedTo?: Billed | undefined;
  readonly region: string;
  /** What the records bear as their time. */
  readonly timestamp: string;
  readonly deadline: string;
  readonly dimensions: readonly string[];
  readonly recorded: Readonly<Record<string, Quantity>>;
  readonly allowances: readonly Allowance[];
  readonly zero: boolean;
  readonly final: boolean;
  /** Why AWS is told of nothing of this hour; absent: it is told. */
  readonly untold?: "dryRun" | "noLicense" | "otherForm" | undefined;
  /** How the whole units of a dimension are split over tags, counted beforehand. */
  readonly allocations: Readonly<Record<string, { readonly units: number; readonly digest: string }>>;
}

/** What AWS said of one line in a call. */
export interface LineAnswer {
  readonly hour: Hour;
  readonly dimension: string;
  readonly answer:
    | { readonly status: "success"; readonly meteringRecordId?: string | undefined }
    | { readonly status: "duplicate"; readonly meteringRecordId?: string | undefined }
    | { readonly status: "notSubscribed" }
    | { readonly status: "refused"; readonly error: string };
}

/** What may be done with a book. */
export type UsageCommand =
  | { readonly type: "Open"; readonly data: { readonly previous?: Day | undefined; readonly opening: Balances } }
  | { readonly type: "Seal"; readonly data: Sealing }
  | {
      readonly type: "RecordUnanswered";
      readonly data: { readonly attempt: string; readonly lines: readonly { readonly hour: Hour; readonly dimension: string }[] };
    }
  | { readonly type: "RecordAnswers"; readonly data: { readonly attempt: string; readonly answers: readonly LineAnswer[] } }
  /** `now` tells one look from the next in the same run. */
  | { readonly type: "ExpireOverdue"; readonly data: { readonly now: string } }
  /** All that is recorded of a sealed hour by now; what is more than was sealed is late. `into`: the open book that takes it on. */
  | {
      readonly type: "RecordLate";
      readonly data: { readonly hour: Hour; readonly recorded: Readonly<Record<string, Quantity>>; readonly into?: Day | undefined };
    }
  | { readonly type: "RerouteLate"; readonly data: { readonly hour: Hour; readonly dimension: string; readonly into: Day } }
  | { readonly type: "ReceiveLate"; readonly data: Omit<DataOf<"LateUsageReceived">, "at"> }
  | { readonly type: "CloseProblem"; readonly data: Omit<DataOf<"UsageProblemClosed">, "at"> }
  /** The subscription has heard of the problems, up to a number. */
  | { readonly type: "MarkProblemsTold"; readonly data: { readonly upTo: number } }
  | { readonly type: "Close" };

/** Why the rules say no. */
export type UsageRefusal =
  /** The hour belongs to a book that is closed, or an hour after it is sealed: what it holds is late. */
  | "late"
  | "notOpen"
  /** Another hour was sealed since the allocations were counted. */
  | "countAgain"
  | "noSuchProblem";
