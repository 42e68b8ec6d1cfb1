import { clock, type Clock } from "../kernel/task/clock";
import { setting } from "../kernel/task/settings";
import { starter, type Starter } from "../kernel/aws/starter";

interface Dependencies {
  readonly clock: Clock;
  readonly starter: Pick<Starter, "start">;
  readonly machine: string;
}

/** Starts the run of the minute: `2026-11-24T09:20:…` names `metering-2026-11-24T09-20`. */
export const startMetering =
  ({ clock, starter, machine }: Dependencies) =>
  async (): Promise<void> => {
    const now = clock.now();
    const minute = now.slice(0, "2026-11-24T09:20".length).replace(":", "-");
    await starter.start(machine, `metering-${minute}`, {
      about: "AWS is told of usage in the hours that are over.",
      what: "due",
      subscription: "",
      lastSealAt: now,
    });
  };

export const handler = async (): Promise<void> => {
  await startMetering({ clock, starter: starter(), machine: setting("METERING_MACHINE") })();
};
