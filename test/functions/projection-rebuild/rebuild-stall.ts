import { subscriptionStream } from "../../../events/subscription/decider";
import type { ProjectionName } from "../../../events/projections/projection";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import { beginRebuild } from "../../../functions/begin-rebuild/handler";
import { compareProjection } from "../../../functions/compare-projection/handler";
import { fillProjection } from "../../../functions/fill-projection/handler";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { projector } from "../../../functions/kernel/projections/projector";
import { swapProjection } from "../../../functions/swap-projection/handler";
import { tell } from "../../kit/buyer";
import { memoryGenerations, memoryRows } from "../../kit/memory-consumers";

/** Who asks for each task. */
export const caller = { run: "rebuild", state: "test" };
/** Every task is cut off after one page, so that each walk takes many rounds. */
const budget = () => ({ spent: () => true });

/** A log, rows and generations in memory, and the tasks of a rebuild in front of them. */
export const stall = () => {
  const store = memoryEventStore();
  const rows = memoryRows();
  const generations = memoryGenerations();
  const live = projector({ store, rows });
  const begin = beginRebuild({ generations });
  const fill = fillProjection({ store, projector: live, generations, budget });
  const compare = compareProjection({ rows, projector: live, generations, budget });
  const swap = swapProjection({ rows, generations, budget });

  /** What a wake-up does: the generations are asked for after the commit. */
  const wake = async (id: string): Promise<void> => {
    await live.project(subscriptionStream(id), await generations.all());
  };
  const write = async (id: string, ...commands: readonly SubscriptionCommand[]): Promise<void> => {
    await tell(store, id, ...commands);
    await wake(id);
  };

  /** Follows the outcomes as the state machine does; `between` happens before each task. */
  const run = async (
    projection: ProjectionName,
    generation: string,
    { onDifference = "keep", between = async () => {} }: { onDifference?: "keep" | "replace"; between?: (state: string) => Promise<void> } = {},
  ) => {
    const target = { projection, generation };
    let { position } = await begin(target, caller);
    for (;;) {
      await between("fill");
      const filled = await fill({ ...target, position }, caller);
      if (filled.outcome === "superseded") return filled;
      position = filled.position;
      if (filled.outcome === "filled") break;
    }
    let tally = { position, compared: 0, differing: 0, example: "" };
    let summary: string;
    for (;;) {
      await between("compare");
      const compared = await compare({ ...target, onDifference, ...tally }, caller);
      if (compared.outcome === "superseded" || compared.outcome === "differs") return compared;
      if (compared.outcome === "agreed") {
        ({ position, summary } = compared);
        break;
      }
      const { outcome: _, ...rest } = compared;
      tally = rest;
    }
    for (;;) {
      await between("swap");
      const swapped = await swap({ ...target, position, summary }, caller);
      if (swapped.outcome !== "more") return swapped;
      position = swapped.position;
    }
  };
  return { store, rows, generations, live, wake, write, run, begin, compare, swap };
};
