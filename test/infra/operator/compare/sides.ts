import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Sealing } from "../../../../events/usage/commands";
import { dayOf } from "../../../../events/kernel/hour";
import { usageBooks } from "../../../../functions/kernel/usage/usage-books";
import { closeAll, SUBSCRIPTION } from "../../local/marketplace/world";
import { moveTo, openMetering } from "../../local/marketplace/metering/usage";
import { tell } from "../../../kit/buyer";
import { operator } from "../operator";

const START = "2026-11-29T06:00:00.000Z";
const BY = { correlation: "l-1", causation: "metering-1", actor: "stallkeeper", run: "metering-1", state: "Tell AWS" };

/** AWS's side, which is the simulator, and the ledger's: the same buyer on both, and files as AWS would deliver them. */
const bothSides = async () => {
  const aws = await openMetering(START);
  const { cli, log, follow } = await operator();
  const { licenseArn, accountId, agreementId } = aws.buyer;
  const id = licenseArn.split(":").at(-1)!;
  const listing = { productId: "prod-tidewater02", productCode: SUBSCRIPTION, pricingModel: "subscription", test: false } as const;
  await tell(
    log,
    id,
    { type: "RecordArrival", data: { ...listing, arrival: "a1", form: "license", awsAccountId: accountId, licenseArn } },
    { type: "RecordFact", fact: { type: "LicenseActivated", data: { ...listing, licenseArn, notice: "n", agreementId, at: START } } },
  );
  await follow(id);
  const folder = mkdtempSync(join(tmpdir(), "stallkeeper-test-"));

  const sealing = (hour: string, units: number): Sealing => ({
    ...{ hour, billedTo: { form: "license", licenseArn, awsAccountId: accountId }, region: "us-east-1", timestamp: `${hour}:00:00.000Z` },
    ...{ deadline: "2026-11-30T06:00:00.000Z", dimensions: ["gb_processed"], recorded: { gb_processed: String(units) } },
    ...{ allowances: [], zero: true, final: false, allocations: {} },
  });

  return {
    cli,
    /** What `usage compare` says of files, for programs. */
    compare: async (option: "--cloudtrail" | "--daily-usage", ...args: readonly string[]) => {
      const { code, out, complaints } = await cli("usage", "compare", option, ...args, "--json");
      return { code, complaints, ...(JSON.parse(out) as Comparison) };
    },
    id,
    agreementId,
    folder,
    moveTo: (at: string) => moveTo(aws.world, at),
    /** AWS is told of an hour, by whomever. @returns its id of the record */
    atAws: async (hour: string, units: number): Promise<string> => {
      const { Results } = await aws.send(aws.record(`${hour}:00:00Z`, { Quantity: units }));
      return Results![0]!.MeteringRecordId!;
    },
    /** The ledger has an hour; without a record it waits for AWS's answer. */
    inLedger: async (hour: string, units: number, meteringRecordId?: string): Promise<void> => {
      const { open, write } = usageBooks({ store: log, clock: { now: () => aws.world.now() } });
      await open(id, dayOf(hour), BY);
      await write(id, dayOf(hour), { type: "Seal", data: sealing(hour, units) }, BY);
      if (meteringRecordId === undefined) return;
      const answers = [{ hour, dimension: "gb_processed", answer: { status: "success", meteringRecordId } }] as const;
      await write(id, dayOf(hour), { type: "RecordAnswers", data: { attempt: "metering-1.1", answers } }, BY);
    },
    /** CloudTrail's file of the month, packed as it delivers it. */
    cloudTrail: async (): Promise<string> => {
      const file = join(folder, "123456512334_CloudTrail_us-east-1_20261129T0000Z_abc.json.gz");
      writeFileSync(file, gzipSync((await aws.world.ask("GET", "/cloudtrail?month=2026-11")).text));
      return file;
    },
    dailyUsage: async (): Promise<string> => {
      const file = join(folder, "DailyUsageFeed.csv");
      writeFileSync(file, (await aws.world.ask("GET", "/daily-usage.csv?month=2026-11")).text);
      return file;
    },
    write: (name: string, content: string | Uint8Array): string => {
      const file = join(folder, name);
      writeFileSync(file, content);
      return file;
    },
    close: () => {
      rmSync(folder, { recursive: true });
    },
  };
};

export type Sides = Awaited<ReturnType<typeof bothSides>>;

/** Both sides, at noon, for each test of a file. */
export const withBothSides = (open: (sides: Sides) => void): void => {
  let sides: Sides;
  beforeEach(async () => {
    open((sides = await bothSides()));
    await sides.moveTo("2026-11-29T12:00:00.000Z");
  });
  afterEach(async () => {
    sides.close();
    await closeAll();
  });
};

/** The document that `--json` prints. */
interface Comparison {
  readonly agree: boolean;
  readonly differences: readonly Readonly<Record<string, string | null>>[];
  readonly compared: Readonly<Record<string, string | number>>;
}
