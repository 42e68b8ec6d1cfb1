import type { UsageProblem } from "../../../events/kernel/usage-problem";
import { later } from "../../../events/kernel/values";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { transact } from "../../../functions/kernel/streams/transact";
import { storedUnsentUsage } from "../../../functions/kernel/usage/unsent-usage";
import { storedUsageAllocations } from "../../../functions/kernel/usage/usage-allocations";
import { usageBooks } from "../../../functions/kernel/usage/usage-books";
import { openUsage } from "../../../functions/kernel/usage/open-usage";
import { usageMonth } from "../../../functions/kernel/usage/usage-month";
import { storedUsageRecords } from "../../../functions/kernel/usage/usage-records";
import { storedUsageWork } from "../../../functions/kernel/usage/usage-work";
import { sealUsage } from "../../../functions/seal-usage/handler";
import { submitUsage } from "../../../functions/submit-usage/handler";
import { takeUsage } from "../../../functions/kernel/usage/take-usage";
import { awsMetering } from "./aws-metering";
import { chance as chanceOf, Killed, mortal } from "./chance";
import { memoryLane, memoryUsageTable } from "./memory-ports";
import { mostlyFolded } from "./mostly-folded";
import { PRODUCTS } from "./products";
import { simulatedAws } from "./simulated-aws";

export const arn = (license: string): string => `arn:aws:license-manager::123456789012:license:${license}`;
const ACCOUNT = "222222222222";

/** The system's own metering in memory, with a clock that the test moves, before AWS's rules and with its troubles. */
export const meteringWorld = ({
  seed,
  startsAt,
  risk: given = 0,
  trouble: troubled = 0,
  resend: reading,
  beside = false,
  between = () => (ports) => ports,
}: {
  readonly seed: number;
  readonly startsAt: string;
  readonly risk?: number;
  readonly trouble?: number;
  readonly resend?: "success" | "duplicate";
  /** Whether the simulated AWS Marketplace is told what AWS's rules are told: it has to say the same, and writes the invoices. */
  readonly beside?: boolean;
  /** Stands between the two sides and the usage table, where a test decides who comes first. */
  readonly between?: (side: "intake" | "metering") => <Ports extends object>(ports: Ports) => Ports;
}) => {
  const chance = chanceOf(seed);
  let now = Date.parse(startsAt);
  let [risk, trouble] = [given, troubled];
  const clock = { now: () => new Date(now).toISOString() };
  const resend = reading ?? chance.of(["success", "duplicate"] as const);
  const simulated = simulatedAws(PRODUCTS, resend);
  const aws = awsMetering({ chance, now: () => now, trouble: () => trouble, resend, ...(beside && { beside: simulated }) });
  const log = mostlyFolded(memoryEventStore(), () => chance.happens(1 / 16));
  const memory = memoryUsageTable();
  const lanes = memoryLane(clock.now);
  const alive = <Ports extends object>(ports: Ports): Ports => mortal(ports, chance, () => risk);
  const store = alive(log);
  const table = between("metering")(alive(memory));
  const books = usageBooks({ store, clock });
  const work = storedUsageWork(table);
  const allocations = storedUsageAllocations(table);
  const unsent = storedUnsentUsage(table);
  let looks = 0;
  /** Now and then the time of a state is up. */
  const budget = () => ({ spent: () => (looks += 1) % 7 === 0 });

  const door = between("intake")(alive(memory));
  const take = takeUsage({ store, records: storedUsageRecords(door), work: storedUsageWork(door), catalogue: PRODUCTS, clock });
  const seal = sealUsage({
    store,
    records: storedUsageRecords(table),
    work,
    unsent,
    allocations,
    catalogue: PRODUCTS,
    readEntitlements: () => Promise.resolve(),
    region: "us-east-1",
    clock,
    budget,
  });
  const submit = submitUsage({
    store,
    clock,
    books,
    unsent,
    allocations,
    metering: alive(aws.port),
    lane: alive(lanes),
    regions: ["us-east-1"],
    turn: () => Promise.resolve(),
    budget,
  });

  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };

  /** A state of a run, tried again as Step Functions does; undefined: it failed for good, and the run with it. */
  const state = async <Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> => {
    for (let tries = 0; tries < 6; tries += 1) {
      try {
        return await call();
      } catch (error) {
        const name = error instanceof Error ? error.name : "";
        if (!(error instanceof Killed) && name !== "Transient" && name !== "Throttled") throw error;
        pass(2_000 * 2 ** tries);
      }
    }
    return undefined;
  };

  let runs = 0;
  const caller = (name: string) => (state: string) => ({ run: name, state });

  const submitAll = async (by: ReturnType<typeof caller>): Promise<void> => {
    let waits = "0";
    for (;;) {
      const told = await state(() => submit({ waits }, by("Tell AWS")));
      if (told === undefined || told.outcome === "submitted" || told.outcome === "leftToOthers") return;
      waits = told.waits;
      if (told.outcome !== "more") pass(60_000);
    }
  };

  const run = async (of: string, lastHour: "no" | "yes"): Promise<void> => {
    runs += 1;
    const by = caller(`run-${runs}`);
    let position = "0";
    for (;;) {
      const sealed = await state(() => seal({ subscription: of, lastHour, position }, by("Seal")));
      if (sealed === undefined) return;
      if (sealed.outcome === "sealed") break;
      ({ position } = sealed);
    }
    await submitAll(by);
  };

  const tell = async (id: string, ...commands: readonly SubscriptionCommand[]): Promise<void> => {
    for (const command of commands) {
      await transact({ store: log, clock }, subscription, subscriptionStream(id), command, { correlation: id, causation: `test-${now}`, actor: "test" });
    }
  };

  return {
    chance,
    aws,
    clock,
    pass,
    take,
    tell,
    /** The run of every quarter of an hour, and the two of a license that ends. */
    meter: () => run("", "no"),
    final: (of: string, lastHour: "no" | "yes") => run(of, lastHour),
    /** What AWS bills for a month, as it stands. */
    bills: (month: string) => simulated.bills(month, clock.now()),
    /** AWS's record of an id. */
    heldAs: (meteringRecordId: string) => simulated.heldAs(meteringRecordId),
    month: (of: string, month: string) =>
      usageMonth({ store: log, clock, open: openUsage({ records: storedUsageRecords(memory), work: storedUsageWork(memory) }) })(of, month),
    /** What the subscription's own stream heard of usage that AWS does not bill. */
    problems: async (id: string) => {
      const found: UsageProblem[] = [];
      for await (const { events } of log.history(subscription, subscriptionStream(id)))
        for (const { type, data } of events) if (type === "UsageProblemRaised") found.push(data.problem);
      return { raised: found, open: (await log.load(subscription, subscriptionStream(id))).state.usageProblems?.open ?? [] };
    },
    /** The tasks of the metering machine, and the lane that a run may find taken. */
    tasks: { seal, submit },
    lane: lanes,
    /** From now on nothing goes wrong. */
    calm: (): void => {
      risk = 0;
      trouble = 0;
    },
    /** What is still on a list. */
    left: (list: "work#" | "unsent#") => memory.size(list),
    /** A client that sends again what was not acknowledged. */
    report: async (records: readonly object[]) => {
      for (;;) {
        const answers = await state(() => take(records));
        if (answers !== undefined) return answers;
        pass(60_000);
      }
    },
    buy: async (code: "payg" | "legacy" | "consumption", id: string): Promise<void> => {
      const product = PRODUCTS.find((one) => one.code === code)!;
      const { id: productId, pricingModel } = product;
      const listing = { productId, productCode: code, pricingModel, test: false };
      const at = clock.now();
      const identity = code === "legacy" ? { customerIdentifier: id.split(".")[1]! } : { licenseArn: arn(id) };
      await simulated.sells({ product, agreementId: `agmt-${id}`, accountId: ACCOUNT, ...identity }, at);
      if (code === "legacy") {
        const fact = { type: "PurchaseConfirmed", data: { ...listing, form: "customer", customerIdentifier: id.split(".")[1]!, notice: "n", at } } as const;
        await tell(id, { type: "RecordFact", fact });
        aws.knows(id.split(".")[1]!);
        return;
      }
      await tell(id, { type: "RecordArrival", data: { ...listing, arrival: "a", form: "license", awsAccountId: ACCOUNT, licenseArn: arn(id) } });
      await tell(id, {
        type: "RecordFact",
        fact: { type: "LicenseActivated", data: { ...listing, licenseArn: arn(id), notice: "n", agreementId: `agmt-${id}`, at } },
      });
      const reading = {
        entitlements: [{ dimension: "users", value: 4, expiresAt: "2027-12-01T00:00:00.000Z" }],
        basedOn: 100,
        readAt: later(at, 366 * 86_400_000),
      };
      if (code === "consumption") await tell(id, { type: "RecordEntitlements", data: reading });
      aws.knows(arn(id));
    },
    end: async (id: string, code: "payg" | "consumption" = "payg"): Promise<void> => {
      const at = clock.now();
      const { id: productId, pricingModel } = PRODUCTS.find((one) => one.code === code)!;
      await tell(id, {
        type: "RecordFact",
        fact: { type: "LicenseDeprovisioned", data: { productId, productCode: code, pricingModel, test: false, licenseArn: arn(id), notice: "e", at } },
      });
      aws.ended(arn(id), now);
      await simulated.ends(`agmt-${id}`, at);
    },
  };
};
