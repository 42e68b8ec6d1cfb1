import { watchVisits } from "../../../functions/after-append/watch-visits";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { sellerNoticeRuns } from "../../../functions/kernel/runs/seller-notice-runs";
import { NOVELTY, tellArrival, tellNotice } from "../../kit/other-streams";

const AT = "2026-11-24T09:30:00.000Z";

const watching = (wantsTopic = true) => {
  const store = memoryEventStore();
  const started: { readonly name: string; readonly input: unknown }[] = [];
  const starter = {
    startNew: async (_: string, name: string, input: unknown) => {
      started.push({ name, input });
      return await Promise.resolve("started" as const);
    },
  };
  const runs = wantsTopic ? sellerNoticeRuns({ starter, machine: "notices" }) : undefined;
  return { store, started, watch: watchVisits({ store, sellerNoticeRuns: runs }) };
};

const waits = async (store: ReturnType<typeof watching>["store"]) => {
  await tellArrival(store, "a9", { type: "LeaveUnlicensed", data: { productCode: "code", awsAccountId: "111122223333" } });
  await tellArrival(store, "a9", { type: "LeaveToPerson", data: { candidates: ["l-7", "l-8"] } });
};

describe("the watch over visits", () => {
  test("has the seller told of one that waits for a person, by one run however often it looks", async () => {
    const { store, started, watch } = watching();
    await waits(store);
    await watch.see("arrival-a9");
    await watch.see("arrival-a9");
    const [first, second] = started;
    expect(first).toEqual({
      name: expect.stringMatching(/^tell-[0-9a-f]{32}$/) as string,
      input: expect.objectContaining({ subject: "a9", notice: "unlicensedArrival", mark: AT }) as unknown,
    });
    expect(second).toEqual(first);
  });

  test("tells of none while AWS is asked again, once it was told of, or once its license is found", async () => {
    const { store, started, watch } = watching();
    await tellArrival(store, "a1", { type: "LeaveUnlicensed", data: { productCode: "code" } });
    await watch.see("arrival-a1");
    await waits(store);
    await tellArrival(store, "a9", { type: "RecordSellerNotice", data: { mark: AT } });
    await watch.see("arrival-a9");
    await tellArrival(store, "a9", { type: "Resolve", data: { subscription: "l-7", form: "license", productCode: "code", returning: false } });
    await watch.see("arrival-a9");
    expect(started).toEqual([]);
  });

  test("looks at no notice, and at nothing where the seller wants no topic", async () => {
    const { store, started, watch } = watching();
    await tellNotice(store, "n1", ...NOVELTY);
    await watch.see("notice-n1");
    const silent = watching(false);
    await waits(silent.store);
    await silent.watch.see("arrival-a9");
    expect([started, silent.started]).toEqual([[], []]);
  });
});
