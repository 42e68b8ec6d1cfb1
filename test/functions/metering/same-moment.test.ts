import { setImmediate as nextTurn } from "node:timers/promises";
import { meteringWorld } from "./world";

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;

/** Holds up one side at the first call of a kind that is on something, until it is let go. */
const holdUp = (side: "intake" | "metering", call: "put" | "remove", on: string) => {
  let armed = false;
  let go: (() => void) | undefined;
  const between =
    (of: "intake" | "metering") =>
    <Ports extends object>(ports: Ports): Ports =>
      of !== side
        ? ports
        : new Proxy(ports, {
            get: (target, name) => {
              const member: unknown = Reflect.get(target, name);
              if (typeof member !== "function" || name !== call) return member;
              return async (...args: readonly unknown[]) => {
                if (armed && JSON.stringify(args).includes(on)) {
                  armed = false;
                  await new Promise<void>((done) => (go = done));
                }
                return (await Reflect.apply(member, target, args)) as unknown;
              };
            },
          });
  return {
    between,
    arm: () => (armed = true),
    held: async (): Promise<void> => {
      while (go === undefined) await nextTurn();
    },
    letGo: () => {
      go?.();
    },
  };
};

const record = (recordId: string) => ({ recordId, subscription: "legacy.c1", dimension: "gb", quantity: "3", usedAt: "2026-11-24T09:06:00Z" });

describe("usage of a sealed hour that is reported twice in one moment", () => {
  test("is counted though the first report is seen to while the second is being stored", async () => {
    const door = holdUp("intake", "put", "row#second");
    // 10:36 is the time of both reports.
    const sealer = holdUp("metering", "remove", "T10:36:00.000Z");
    const between: typeof door.between = (side) => (ports) => door.between(side)(sealer.between(side)(ports));
    const world = meteringWorld({ seed: 1, startsAt: "2026-11-24T09:05:00.000Z", between });
    const quarters = async (count: number): Promise<void> => {
      for (let quarter = 0; quarter < count; quarter += 1) {
        world.pass(QUARTER);
        await world.meter();
      }
    };
    await world.buy("legacy", "legacy.c1");
    world.pass(MINUTE);
    await world.report([record("before")]);
    await quarters(6);
    await world.report([record("first")]);
    door.arm();
    const second = world.report([record("second")]);
    await door.held();
    // The first is counted, the second not stored yet; then it is, just as the first leaves the list of what is to be counted again.
    sealer.arm();
    const metering = world.meter();
    await sealer.held();
    door.letGo();
    expect(await second).toMatchObject([{ status: "accepted", late: true }]);
    sealer.letGo();
    await metering;
    await quarters(12);
    expect((await world.month("legacy.c1", "2026-11")).totals).toMatchObject({ gb: { recorded: "9", billed: "9" } });
  });
});
