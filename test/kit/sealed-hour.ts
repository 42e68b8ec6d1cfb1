import { endOf, startOf } from "../../events/kernel/hour";
import { later } from "../../events/kernel/values";
import type { LineAnswer, Sealing, UsageCommand } from "../../events/usage/commands";

export const HOUR = "2026-11-24T09";

/** An hour in which 12.5 gb were used, as it is sealed; or another. */
export const sealing = ({ hour = HOUR, ...changes }: Partial<Sealing> = {}): UsageCommand => ({
  type: "Seal",
  data: {
    hour,
    billedTo: { form: "license", licenseArn: "arn:aws:license-manager::123456789012:license:l-1", awsAccountId: "222222222222" },
    region: "us-east-1",
    timestamp: startOf(hour),
    deadline: later(endOf(hour), 23 * 3_600_000),
    dimensions: ["gb"],
    recorded: { gb: "12.5" },
    allowances: [],
    zero: false,
    final: false,
    allocations: {},
    ...changes,
  },
});

/** What AWS said of it. */
export const answers = (answer: LineAnswer["answer"], attempt = "run.1", hour = HOUR): UsageCommand => ({
  type: "RecordAnswers",
  data: { attempt, answers: [{ hour, dimension: "gb", answer }] },
});
