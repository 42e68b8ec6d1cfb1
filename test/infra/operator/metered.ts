import type { Sealing } from "../../../events/usage/commands";
import { usageBooks } from "../../../functions/kernel/usage/usage-books";
import { operator } from "./operator";

export const NOW = "2026-11-24T10:15:00.000Z";
const BY = { correlation: "l-1", causation: "metering-1", actor: "stallkeeper", run: "metering-1", state: "Tell AWS of the hours that are over" };
const sealing = (hour: string, gb: string): Sealing => ({
  hour,
  billedTo: { form: "license", licenseArn: "arn:aws:license-manager::1:license:l-1", awsAccountId: "111122223333" },
  region: "us-east-1",
  timestamp: `${hour}:00:00.000Z`,
  deadline: "2026-11-25T08:00:00.000Z",
  dimensions: ["gb"],
  recorded: { gb },
  allowances: [],
  zero: true,
  final: false,
  allocations: {},
});

/** A buyer with three sealed hours: one billed, one without usage, one that AWS refused. */
export const metered = async () => {
  const desk = await operator();
  const { open, write } = usageBooks({ store: desk.log, clock: { now: () => NOW } });
  await open("l-1", "2026-11-24", BY);
  for (const [hour, gb] of [
    ["2026-11-24T07", "12.5"],
    ["2026-11-24T08", "0"],
    ["2026-11-24T09", "3"],
  ] as const) {
    await write("l-1", "2026-11-24", { type: "Seal", data: sealing(hour, gb) }, BY);
  }
  const answers = [
    { hour: "2026-11-24T07", dimension: "gb", answer: { status: "success", meteringRecordId: "mr-1" } },
    { hour: "2026-11-24T08", dimension: "gb", answer: { status: "success", meteringRecordId: "mr-2" } },
    { hour: "2026-11-24T09", dimension: "gb", answer: { status: "refused", error: "InvalidTagException" } },
  ] as const;
  await write("l-1", "2026-11-24", { type: "RecordAnswers", data: { attempt: "metering-1.1", answers } }, BY);
  return desk;
};
