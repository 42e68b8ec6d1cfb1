import { InvalidArgumentError } from "commander";
import { Month } from "../../../events/kernel/hour";
import { clock } from "../../../functions/kernel/task/clock";

/** A month as the command line names it. */
export const monthOption = (text: string): Month => {
  const month = Month.safeParse(text);
  if (month.success) return month.data;
  throw new InvalidArgumentError("Name a month like 2026-11.");
};

/** The month it is, in UTC. */
export const thisMonth = (): Month => clock.now().slice(0, "2026-11".length);
