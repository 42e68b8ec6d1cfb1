import type { LineAnswer, Sealing, UsageCommand } from "../../../../events/usage/commands";
import type { Quantity } from "../../../../events/kernel/quantity";
import { memoryEventStore } from "../../../../functions/kernel/streams/memory-event-store";
import { usageBooks } from "../../../../functions/kernel/usage/usage-books";
import { usageMonth } from "../../../../functions/kernel/usage/usage-month";

const NOW = "2026-11-24T12:15:00.000Z";
const DAY = "2026-11-24";
const BY = { correlation: "l-1", causation: "metering-1", actor: "stallkeeper", run: "metering-20261124T1215", state: "Tell AWS of the hours that are over" };

const sealing = (hour: string, recorded: Readonly<Record<string, Quantity>>): Sealing => ({
  hour,
  billedTo: { form: "license", licenseArn: "arn:aws:license-manager::1:license:l-1", awsAccountId: "111122223333" },
  region: "us-east-1",
  timestamp: `${hour}:00:00.000Z`,
  deadline: "2026-11-25T08:00:00.000Z",
  dimensions: ["gb_processed", "logins_extra"],
  recorded,
  allowances: [{ dimension: "logins_extra", window: "term", quantity: "5" }],
  zero: true,
  final: false,
  allocations: {},
});

const id = (last: number): string => `2f6c1b1e-7d35-4a0c-9a43-0c5d5f1e00${String(last).padStart(2, "0")}`;

/** A month in which of everything there is something. */
export const aMonth = async () => {
  const store = memoryEventStore();
  const { open, write } = usageBooks({ store, clock: { now: () => NOW } });
  const say = async (command: UsageCommand): Promise<void> => {
    await write("l-1", DAY, command, BY);
  };
  const answered = async (hour: string, dimension: string, answer: LineAnswer["answer"]) => {
    await say({ type: "RecordAnswers", data: { attempt: "metering-1.1", answers: [{ hour: `${DAY}T${hour}`, dimension, answer }] } });
  };
  await open("l-1", DAY, BY);
  for (const [hour, gb, logins] of [
    ["07", "1250.75", "3"],
    ["08", "0", "4"],
    ["09", "310.5", "0"],
    ["10", "12.25", "2"],
  ] as const) {
    await say({ type: "Seal", data: sealing(`${DAY}T${hour}`, { gb_processed: gb, logins_extra: logins }) });
  }
  await answered("07", "gb_processed", { status: "success", meteringRecordId: id(1) });
  await say({ type: "RecordUnanswered", data: { attempt: "metering-1.2", lines: [{ hour: `${DAY}T07`, dimension: "logins_extra" }] } });
  await answered("07", "logins_extra", { status: "duplicate", meteringRecordId: id(2) });
  await answered("08", "gb_processed", { status: "success", meteringRecordId: id(3) });
  await answered("08", "logins_extra", { status: "duplicate", meteringRecordId: id(4) });
  await answered("09", "gb_processed", { status: "refused", error: "InvalidTagException" });
  await answered("09", "logins_extra", { status: "success", meteringRecordId: id(5) });
  await answered("10", "logins_extra", { status: "notSubscribed" });
  await say({
    type: "CloseProblem",
    data: { hour: `${DAY}T09`, dimension: "gb_processed", resolution: "writtenOff", reason: "The tag was ours, and wrong.", by: "finance" },
  });
  await say({ type: "RecordLate", data: { hour: `${DAY}T08`, recorded: { gb_processed: "4" }, into: DAY } });
  const waiting = [{ hour: `${DAY}T11`, recorded: { gb_processed: "7.5" } }];
  return await usageMonth({ store, clock: { now: () => NOW }, open: () => Promise.resolve(waiting) })("l-1", "2026-11");
};
