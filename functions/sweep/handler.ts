import { budget, type Budget } from "../kernel/task/budget";
import { clock } from "../kernel/task/clock";
import { cursors } from "../kernel/projections/cursors";
import { eventLog } from "../kernel/streams/event-log";
import { Failure } from "../kernel/task/failure";
import { findLagging, type Swept } from "../kernel/projections/find-lagging";
import { generations } from "../kernel/projections/generations";
import { keptPosition, type KeptPosition } from "../kernel/reconciliation/kept-position";
import { lagging } from "../kernel/projections/lagging";
import { log } from "../kernel/task/log";
import { projectionRows } from "../kernel/projections/projection-rows";
import { Sweep } from "./contract";

interface Dependencies {
  readonly find: (position: string, budget: Budget) => Promise<Swept>;
  readonly position: KeptPosition;
  readonly budget: () => Budget;
  readonly report: (swept: Swept) => void;
}

/** One turn takes so long at most, in milliseconds; the function has five minutes, and the next turn goes on from there. */
const TURN = 120_000;

/** One turn of the sweep. */
export const sweep =
  ({ find, position, budget, report }: Dependencies) =>
  async (event: unknown): Promise<Swept> => {
    const input = Sweep.input.safeParse(event);
    if (!input.success) throw new Failure("Permanent", "sweep takes an object with an optional boolean `all`.");
    const from = input.data.all === true ? "" : await position.read();
    const swept = await find(from, budget());
    await position.keep(swept.position);
    report(swept);
    return swept;
  };

export const handler = async (event: unknown): Promise<Swept> =>
  await sweep({
    find: findLagging({ store: eventLog(), rows: projectionRows(), cursors: cursors(), generations: generations(), lagging: lagging(), clock }),
    position: keptPosition("sweep"),
    budget: () => budget(TURN),
    report: ({ streams, lagging, position }) => {
      log.info("Swept the log", { streams, lagging, ended: position === "" });
    },
  })(event);
