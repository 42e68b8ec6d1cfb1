import { initialSubscription } from "../../../events/subscription/state";
import { watch } from "../../../functions/after-append/watch";
import { dueRuns } from "../../../functions/kernel/due-runs";

const NOW = "2026-11-25T12:00:00.000Z";

const watching = () => {
  const started: { name: string; input: unknown }[] = [];
  const startNew = async (_: string, name: string, input: unknown) => {
    await Promise.resolve();
    started.push({ name, input });
    return "started" as const;
  };
  const { see } = watch({ dueRuns: dueRuns({ starter: { startNew }, machine: "m" }), clock: { now: () => NOW } });
  return {
    started,
    due: (dueAt?: string) => see("subscription-l-1", { state: { ...initialSubscription, ...(dueAt !== undefined && { dueAt }) }, version: 1 }),
  };
};

describe("the watch", () => {
  test("starts the run of a subscription that is due when it is written", async () => {
    const { started, due } = watching();
    await due("2026-11-20T00:00:00.000Z");
    expect(started).toEqual([{ name: expect.stringMatching(/^due-[0-9a-f]{32}$/), input: expect.objectContaining({ kind: "due", subscription: "l-1" }) }]);
  });

  test("names the run by the subscription and the time, so that it is one however often it is asked for", async () => {
    const { started, due } = watching();
    await due("2026-11-20T00:00:00.000Z");
    await due("2026-11-20T00:00:00.000Z");
    await due("2026-11-21T00:00:00.000Z");
    expect(new Set(started.map(({ name }) => name)).size).toBe(2);
    expect(started[0]!.name).toBe(started[1]!.name);
  });

  test.each([undefined, "2026-11-25T11:59:59.000Z", "2026-11-26T00:00:00.000Z"])("leaves what is not due to the list: %s", async (dueAt) => {
    const { started, due } = watching();
    await due(dueAt);
    expect(started).toEqual([]);
  });
});
