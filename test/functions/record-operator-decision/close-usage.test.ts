import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { usageBooks } from "../../../functions/kernel/usage/usage-books";
import { recordOperatorDecision } from "../../../functions/record-operator-decision/handler";
import { bought, tell } from "../../kit/buyer";
import { answers, HOUR, sealing } from "../../kit/sealed-hour";

const clock = { now: () => "2026-11-24T10:15:00.000Z" };
const BY = { correlation: "l-1", causation: "metering-1", actor: "stallkeeper", run: "metering-1", state: "Tell AWS" };
/** A buyer one of whose records AWS disputes. */
const disputed = async () => {
  const store = memoryEventStore();
  await tell(store, "l-1", ...bought());
  const { open, write } = usageBooks({ store, clock });
  await open("l-1", "2026-11-24", BY);
  await write("l-1", "2026-11-24", sealing(), BY);
  await write("l-1", "2026-11-24", answers({ status: "duplicate" }), BY);
  const problems = async () => (await store.load(subscription, subscriptionStream("l-1"))).state.usageProblems?.open;
  const close = (run: string, hour = HOUR, through: EventStore = store) =>
    recordOperatorDecision({ store: through, clock })(
      {
        decision: {
          decision: "closeUsage",
          subscription: "l-1",
          hour,
          dimension: "gb",
          resolution: "billedByAws",
          reason: "CloudTrail has our record",
          by: "finance-1",
        },
      },
      { run, state: "Record the operator's decision" },
    );
  return { store, problems, close };
};

describe("usage that a person closes", () => {
  test("leaves the subscription's open problems, once for however often the state is tried", async () => {
    const { problems, close } = await disputed();
    expect(await problems()).toMatchObject([{ kind: "disputed", quantity: "12" }]);
    expect(await close("operator-1")).toMatchObject({ outcome: "decided", subscription: "l-1" });
    expect(await close("operator-1")).toMatchObject({ outcome: "decided" });
    expect(await problems()).toEqual([]);
  });

  test("is refused where nothing waits: another hour, or closed by another run before", async () => {
    const { close } = await disputed();
    expect(await close("operator-1", "2026-11-24T08")).toMatchObject({ outcome: "refused", refusal: "noSuchProblem" });
    await close("operator-2");
    expect(await close("operator-3")).toMatchObject({ outcome: "refused", refusal: "noSuchProblem" });
  });

  test("is told though the process died between the book and the subscription", async () => {
    const { store, problems, close } = await disputed();
    let dies = true;
    const mortal: EventStore = {
      ...store,
      append: async (definition, loaded, commit) => {
        if (dies && definition.category === "subscription") {
          dies = false;
          throw new Error("killed");
        }
        return store.append(definition, loaded, commit);
      },
    };
    await expect(close("operator-1", HOUR, mortal)).rejects.toThrow("killed");
    expect(await problems()).toHaveLength(1);
    await close("operator-1", HOUR, mortal);
    expect(await problems()).toEqual([]);
  });
});
