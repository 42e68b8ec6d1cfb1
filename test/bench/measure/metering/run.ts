import { SealUsage } from "../../../../functions/seal-usage/contract";
import { SubmitUsage } from "../../../../functions/submit-usage/contract";
import { lambdaTask, type Run } from "../../../../functions/kernel/task/lambda-task";
import type { Documents } from "../../../../infra/local/cloud/documents";
import { bareName, type Functions } from "../../../../infra/local/cloud/functions";
import { startEngine } from "../../../../infra/local/cloud/step-functions/engine";
import type { VirtualTime } from "./virtual-time";

const MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:metering";

/** The engine times tasks by the real clock, which is not the one that is driven: the longest is measured instead. */
const unhurried = (definition: string): string => definition.replaceAll(/"TimeoutSeconds":\d+/g, '"TimeoutSeconds":3600');

/** What one run of the metering machine came to. */
export interface MeteringRun {
  readonly status: string;
  /** Of the execution's history: AWS allows 25,000. */
  readonly events: number;
  /** The largest input or output of a state: AWS allows 256 KiB. */
  readonly largestPayload: number;
  /** Lambda invocations, by task. */
  readonly invocations: Readonly<Record<string, number>>;
  /** How long the longest of them took, of the time that is driven. */
  readonly longestMs: number;
}

/** Runs the synthesised metering machine on the embedded engine, with these tasks behind it. */
export const runMetering = async ({
  definition,
  documents,
  time,
  seal,
  submit,
  invokeMs,
}: {
  /** The machine as it is synthesised. */
  readonly definition: string;
  readonly documents: Documents;
  readonly time: VirtualTime;
  readonly seal: Run<typeof SealUsage>;
  readonly submit: Run<typeof SubmitUsage>;
  /** How long Step Functions takes from one task's answer to the next task's first line. */
  readonly invokeMs: number;
}): Promise<MeteringRun> => {
  const handlers: Readonly<Record<string, (event: unknown) => Promise<unknown>>> = {
    "bench-seal-usage": lambdaTask(SealUsage, () => seal),
    "bench-submit-usage": lambdaTask(SubmitUsage, () => submit),
  };
  const invocations: Record<string, number> = {};
  let longestMs = 0;
  const functions: Functions = {
    environment: {},
    invocations: () => invocations,
    invoke: async (nameOrArn, event) => {
      const name = bareName(nameOrArn);
      invocations[name] = (invocations[name] ?? 0) + 1;
      await time.pause(invokeMs);
      const began = time.now();
      try {
        const result = await handlers[name]?.(event);
        longestMs = Math.max(longestMs, time.now() - began);
        return { ok: true, result };
      } catch (error) {
        const { name: errorType, message: errorMessage } = error instanceof Error ? error : new Error(String(error));
        return { ok: false, errorType, errorMessage };
      }
    },
  };
  const kept: Documents = new Proxy(documents, {
    get:
      (all, name: keyof Documents) =>
      (...given: never[]) =>
        time.meanwhile(() => (all[name] as (...values: never[]) => Promise<unknown>)(...given)),
  });
  let over: ((status: string) => void) | undefined;
  const ended = new Promise<string>((done) => (over = done));
  const engine = startEngine([{ arn: MACHINE, name: "metering", definition: unhurried(definition) }], {
    documents: kept,
    functions,
    clock: time.clock,
    statusChanged: ({ status }) => {
      if (status !== "RUNNING") over?.(status);
      return Promise.resolve();
    },
  });
  const input = { about: "The hours that are over.", what: "due", subscription: "", lastSealAt: time.instant() };
  const { arn } = await engine.start(MACHINE, "metering-bench", JSON.stringify(input));
  const status = await ended;
  const steps = await engine.records.steps(arn);
  const events = steps.flatMap((step) => step.events);
  return { status, events: events.length, largestPayload: Math.max(...events.map((event) => JSON.stringify(event).length)), invocations, longestMs };
};
