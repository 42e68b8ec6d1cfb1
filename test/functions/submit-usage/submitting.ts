import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import type { BatchMeterUsage } from "../../../functions/kernel/aws/batch-meter-usage";
import { storedUnsentUsage } from "../../../functions/kernel/usage/unsent-usage";
import { storedUsageAllocations } from "../../../functions/kernel/usage/usage-allocations";
import { usageBooks } from "../../../functions/kernel/usage/usage-books";
import { submitUsage } from "../../../functions/submit-usage/handler";
import { memoryLane, memoryUsageTable } from "../metering/memory-ports";

/** The task that tells AWS of usage, in memory, at a time that the test moves; each Region has a lane, as at AWS. */
export const submitting = (send: BatchMeterUsage["send"]) => {
  let now = "2026-11-24T10:15:00.000Z";
  const clock = { now: () => now };
  const store = memoryEventStore();
  const table = memoryUsageTable();
  const [unsent, books] = [storedUnsentUsage(table), usageBooks({ store, clock })];
  const lanes = new Map<string, ReturnType<typeof memoryLane>>();
  const laneOf = (region: string) => lanes.get(region) ?? lanes.set(region, memoryLane(clock.now)).get(region)!;
  const lane = {
    take: (region: string, by: string) => laneOf(region).take(region, by),
    settle: (region: string, by: string) => laneOf(region).settle(region, by),
    leave: (region: string, by: string) => laneOf(region).leave(region, by),
  };
  const fixed = { store, clock, books, unsent, lane, allocations: storedUsageAllocations(table), turn: () => Promise.resolve() };
  return {
    books,
    unsent,
    /** A run of a deployment whose setting is this Region. */
    run: (region: string, at = now) => {
      now = at;
      const submit = submitUsage({ ...fixed, metering: { send }, regions: [region], budget: () => ({ spent: () => false }) });
      return submit({ waits: "0" }, { run: `run-${region}-${at}`, state: "Tell AWS" });
    },
  };
};
