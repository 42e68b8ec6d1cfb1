import { later, type Instant } from "../../../../events/kernel/values";
import type { Executions, MachineName } from "../../../../functions/kernel/aws/executions";
import { until } from "../patience";
import type { Simulator } from "../simulator";

/** Metering runs start on the quarter of an hour (`infra/aws/metering.ts`). */
const QUARTER_MS = 15 * 60_000;

/** The longest jump while hours are to be told of: AWS takes usage for 24 hours. */
const JUMP_MS = 20 * 3_600_000;

/** A jump of 20 hours seals and tells of as many: a second or two, on a busy machine ten times as long. */
const PATIENCE_MS = 60_000;

interface Parts {
  readonly simulator: Simulator;
  /** The time of the embedded cloud, in milliseconds since 1970. */
  readonly now: () => number;
  readonly runs: Pick<Executions, "find" | "list" | "history">;
  readonly metering: MachineName;
}

/** The clock of the story: it jumps, and the metering run of the time it lands on is over before anything else happens. */
export const drivenClock = ({ simulator, now, runs, metering }: Parts) => {
  const forward = async (milliseconds: number): Promise<void> => {
    await simulator.forward(`PT${Math.ceil(milliseconds / 1000)}S`);
  };

  /** Whether a run is in one of the short pauses before it goes on: for what AWS left, for another run, or before it tries again. */
  const isPausing = async (arn: string): Promise<boolean> => {
    const { entries } = await runs.history(arn, 1_000);
    const last = entries.at(-1);
    return last?.type === "TaskFailed" || (last?.type === "WaitStateEntered" && last.state?.startsWith("Wait a minute") === true);
  };

  /** Waits for something to come true, and lets a minute pass whenever a metering run waits for one. */
  const happens = <Answer>(what: string, ask: () => Promise<Answer | undefined>): Promise<Answer> =>
    until(
      what,
      async () => {
        const answer = await ask();
        if (answer !== undefined) return answer;
        const { items } = await runs.list(metering, { status: "RUNNING", most: 10 });
        for (const { arn } of items) if (await isPausing(arn)) await forward(60_000);
        return undefined;
      },
      PATIENCE_MS,
    );

  const ended = (name: string): Promise<true> =>
    happens(`the run ${name} tells AWS of what is due`, async () => {
      const found = await runs.find(metering, name);
      if (found === undefined || found.status === "RUNNING") return undefined;
      if (found.status !== "SUCCEEDED") throw new Error(`The run ${name} ended as ${found.status}: ${found.cause ?? found.error ?? ""}`);
      return true;
    });

  return {
    now: (): Instant => new Date(now()).toISOString(),
    happens,
    /**
     * On to the first quarter of an hour at or after a time, and AWS knows what was due by then.
     * @param quiet whether nothing is used until then, and no hour is to be told of: one jump will do
     */
    to: async (instant: Instant, quiet = false): Promise<void> => {
      const goal = Math.ceil(Date.parse(instant) / QUARTER_MS) * QUARTER_MS;
      while (now() < goal) {
        const next = quiet ? goal : Math.min(goal, Math.floor((now() + JUMP_MS) / QUARTER_MS) * QUARTER_MS);
        await forward(next - now());
        const minute = new Date(next).toISOString().slice(0, "2026-11-24T09:15".length).replace(":", "-");
        await ended(`metering-${minute}`);
      }
    },
  };
};
export type DrivenClock = ReturnType<typeof drivenClock>;

/** A time of the month the story is told in: `at("2026-12", 3, "10:20")`. */
export const at = (month: string, day: number, time: string): Instant => later(`${month}-${String(day).padStart(2, "0")}T${time}:00.000Z`, 0);
