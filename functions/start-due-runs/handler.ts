import { budget, type Budget } from "../kernel/task/budget";
import { clock, type Clock } from "../kernel/task/clock";
import { dueRuns } from "../kernel/runs/due-runs";
import { generations } from "../kernel/projections/generations";
import { keptPosition, type KeptPosition } from "../kernel/reconciliation/kept-position";
import { log } from "../kernel/task/log";
import { pacer } from "../kernel/reconciliation/pace";
import { projectionRows } from "../kernel/projections/projection-rows";
import { setting } from "../kernel/task/settings";
import { starter } from "../kernel/aws/starter";
import { findDue, type Turn } from "./find-due";

interface Dependencies {
  readonly find: (position: string, now: string, budget: Budget) => Promise<Turn>;
  readonly position: KeptPosition;
  readonly clock: Clock;
  readonly budget: () => Budget;
  readonly report: (turn: Turn) => void;
}

/** One turn takes so long at most, in milliseconds; the function has five minutes, and so has the time to the next. */
const TURN = 240_000;

/**
 * A run that finds a contract due asks GetEntitlements, of which AWS allows 20 a second in an account. Buyers who are waiting
 * come first and a reconciliation takes a quarter: what time brings takes another. 10,000 contracts that end with the year are through in 34 minutes, of the 24
 * hours for which access outlives an expiry.
 */
const STARTS_PER_SECOND = 5;

/** One turn. Where it fails the next begins where this one did: starting a run twice is starting it once. */
export const startDueRuns =
  ({ find, position, clock, budget, report }: Dependencies) =>
  async (): Promise<Turn> => {
    const turn = await find(await position.read(), clock.now(), budget());
    await position.keep(turn.position);
    report(turn);
    return turn;
  };

let served: (() => Promise<Turn>) | undefined;

const serve = (): (() => Promise<Turn>) => {
  const runs = dueRuns({ starter: starter(), machine: setting("ENTITLEMENT_CHANGE_MACHINE") });
  const turn = pacer(STARTS_PER_SECOND);
  return startDueRuns({
    find: findDue({
      rows: projectionRows(),
      generations: generations(),
      see: async (due) => {
        await turn();
        await runs.start(due);
      },
    }),
    position: keptPosition("due"),
    clock,
    budget: () => budget(TURN),
    report: ({ due, ended }) => {
      log.info("Started what is due", { due, ended });
    },
  });
};

export const handler = async (): Promise<Turn> => await (served ??= serve())();
