import { setImmediate as nextTurn } from "node:timers/promises";
import { chance as chanceOf } from "./chance";
import { meteringWorld } from "./world";

/** Lets one call after the other through, of the side that chance picks. */
const turnstile = (seed: number) => {
  const { happens } = chanceOf(seed);
  // Metering looks through 64 parts of its list before it seals: now and then intake must be slow to meet it there.
  const haste = 0.5 ** (1 + (seed % 6));
  const waiting: { readonly side: string; readonly go: () => void }[] = [];
  let open = true;
  const between =
    (side: string) =>
    <Ports extends object>(ports: Ports): Ports =>
      new Proxy(ports, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== "function") return member;
          return async (...args: readonly unknown[]) => {
            if (open) await new Promise<void>((go) => waiting.push({ side, go }));
            return (await Reflect.apply(member, target, args)) as unknown;
          };
        },
      });
  const through = async (work: Promise<unknown>): Promise<void> => {
    const watch = { isOver: false };
    const over = work.finally(() => {
      watch.isOver = true;
    });
    while (!watch.isOver) {
      await nextTurn();
      if (waiting.length === 0) continue;
      const wanted = happens(haste) ? "intake" : "metering";
      const index = waiting.findIndex(({ side }) => side === wanted);
      waiting.splice(Math.max(0, index), 1)[0]!.go();
    }
    await over;
  };
  return { between, through, shut: () => (open = false) };
};

describe("the fence between intake and sealing", () => {
  test.each(Array.from({ length: 150 }, (_, seed) => seed))("loses nothing that was acknowledged, whoever comes first (crossing %i)", async (seed) => {
    const { between, through, shut } = turnstile(seed);
    const world = meteringWorld({ seed, startsAt: "2026-11-24T09:20:00.000Z", between });
    await world.buy("legacy", "legacy.c1");
    const record = (recordId: string) => ({ recordId, subscription: "legacy.c1", dimension: "gb", quantity: "2", usedAt: "2026-11-24T09:22:00.000Z" });
    const first = world.report([record("first")]);
    await through(first);
    world.pass(56 * 60_000);
    // 10:16: the hour is being sealed, and the product reports what it had left.
    const second = world.report([record("second")]);
    await through(Promise.all([world.meter(), second]));
    shut();
    expect(await second).toMatchObject([{ status: "accepted" }]);
    for (let quarter = 0; quarter < 5; quarter += 1) {
      world.pass(15 * 60_000);
      await world.meter();
    }
    const { totals, conserved } = await world.month("legacy.c1", "2026-11");
    expect(conserved).toBe(true);
    expect(totals).toMatchObject({ gb: { recorded: "4", billed: "4" } });
  });
});
