import { plus } from "../../../events/kernel/quantity";
import { later } from "../../../events/kernel/values";
import type { LedgerLine } from "../../../events/usage/ledger";
import type { Statement } from "../../../infra/local/marketplace/metering/invoices";
import type { Chance } from "./chance";
import { arn, meteringWorld } from "./world";

/** So many crossings of faults and deaths; each is a day's end in the life of three customers. `METERING_SEEDS` asks for more. */
const ALL = Number(process.env["METERING_SEEDS"] ?? "200");
const seeds = Array.from({ length: ALL }, (_, seed) => seed);
const crossesMonths = (seed: number): boolean => seed % 2 === 0;

/** Half of them cross the end of a month. */
export const SEEDS = { acrossMonths: seeds.filter(crossesMonths), withinAMonth: seeds.filter((seed) => !crossesMonths(seed)) } as const;

/** AWS takes November's usage until 06:00 UTC on the 1st. */
const NOVEMBER_CLOSES = "2026-12-01T06:00:00.000Z";

const QUARTER = 15 * 60_000;
const HOUR = 4 * QUARTER;
const CUSTOMERS = [
  { code: "payg", id: "l-payg", who: arn("l-payg"), dimensions: ["gb", "calls"] },
  { code: "legacy", id: "legacy.c1", who: "c1", dimensions: ["gb"] },
  { code: "consumption", id: "l-consumption", who: arn("l-consumption"), dimensions: ["gb"] },
] as const;

/** From when until when AWS answers nothing. */
interface Away {
  readonly from: string;
  readonly until: string;
}

/** For hours, up to more than a day; or, where there is such a time, until about when a month is closed. */
const awayIn = (chance: Chance, startsAt: string): Away => {
  const from = later(startsAt, chance.below(6 * HOUR));
  const isLast = startsAt.startsWith("2026-11-30") && chance.happens(0.5);
  return { from, until: isLast ? later(NOVEMBER_CLOSES, 2 * QUARTER - chance.below(6 * QUARTER)) : later(from, HOUR + chance.below(30 * HOUR)) };
};

const live = async (seed: number) => {
  const startsAt = crossesMonths(seed) ? "2026-11-30T20:20:00.000Z" : "2026-11-24T20:20:00.000Z";
  const world = meteringWorld({ seed, startsAt, risk: 0.002 * (seed % 4), trouble: 0.03 * (seed % 5), beside: true });
  const { chance } = world;
  for (const { code, id } of CUSTOMERS) await world.buy(code, id);

  const away = seed % 20 < 3 ? awayIn(chance, startsAt) : undefined;
  if (away !== undefined) world.aws.away(away.from, away.until);

  const accepted = new Map<string, string>();
  const reportAll = async (quarter: number, endsIn: number): Promise<void> => {
    for (const { id, dimensions } of CUSTOMERS) {
      if (!chance.happens(0.7) || (id === "l-payg" && quarter >= endsIn)) continue;
      const records = Array.from({ length: 1 + chance.below(4) }, (_, index) => ({
        recordId: `${quarter}-${index}`,
        subscription: id,
        dimension: chance.of(dimensions),
        quantity: `${chance.below(40)}.${chance.below(100)}`,
        // Some is reported after its hour was sealed.
        usedAt: later(world.clock.now(), -chance.below(chance.happens(0.2) ? 3 * 3_600_000 : 600_000)),
        ...(id === "l-payg" && chance.happens(0.3) && { tags: { team: chance.of(["red", "blue"]) } }),
      }));
      for (const [index, answer] of (await world.report(records)).entries()) {
        const { dimension, quantity } = records[index]!;
        if (answer.status === "accepted" || answer.status === "duplicate") {
          accepted.set(`${id}#${dimension}`, plus(accepted.get(`${id}#${dimension}`) ?? "0", quantity));
        } else expect(answer).toMatchObject({ status: "refused" });
      }
    }
  };

  const quarters = 24;
  const endsIn = 8 + chance.below(12);
  let finalAt: string | undefined;
  for (let quarter = 0; quarter < quarters; quarter += 1) {
    // The product reports while the hours are sealed.
    const reporting = reportAll(quarter, endsIn);
    if (quarter === endsIn) {
      await world.end("l-payg");
      finalAt = later(world.clock.now(), 3 * QUARTER);
      await world.final("l-payg", "no");
    }
    if (finalAt !== undefined && world.clock.now() >= finalAt) {
      await world.final("l-payg", "yes");
      finalAt = undefined;
    }
    await Promise.all([world.meter(), reporting]);
    world.pass(QUARTER);
  }
  // AWS and the machines recover, and a day later everything is over.
  world.calm();
  if (finalAt !== undefined) await world.final("l-payg", "yes");
  const over = later(away === undefined || away.until < world.clock.now() ? world.clock.now() : away.until, 26 * HOUR);
  while (world.clock.now() < over) {
    await world.meter();
    world.pass(QUARTER);
  }
  const months = startsAt.startsWith("2026-11-30") ? ["2026-11", "2026-12"] : ["2026-11"];
  const books = await Promise.all(
    CUSTOMERS.map(async (customer) => ({ ...customer, months: await Promise.all(months.map((month) => world.month(customer.id, month))) })),
  );
  // November takes nothing more, and its invoices are final.
  if (world.clock.now() < NOVEMBER_CLOSES) world.pass(Date.parse(NOVEMBER_CLOSES) - Date.parse(world.clock.now()));
  const statements = await Promise.all(months.map(world.bills));
  return { world, accepted, books, statements, away };
};

type Billed = Record<string, { readonly units: number; readonly records: number }>;

/** Units and records of each agreement's dimension, which AWS bills and which the ledger calls billed. */
const invoiced = (statements: readonly Statement[]): readonly Billed[] =>
  statements.map(({ invoices }) =>
    Object.fromEntries(
      invoices.flatMap(({ agreementId, lines }) =>
        lines.map(({ dimension, quantity, records }) => [`${agreementId} ${dimension}`, { units: quantity, records }]),
      ),
    ),
  );

/** The ledger's lines; of those in doubt, the ones that AWS took. */
const inLedger = (books: Awaited<ReturnType<typeof live>>["books"], isHeld: (who: string, line: LedgerLine) => boolean): readonly Billed[] =>
  [0, 1].slice(0, books[0]!.months.length).map((month) => {
    const billed: Record<string, { units: number; records: number }> = {};
    for (const { id, who, months } of books)
      for (const line of months[month]!.lines) {
        const { dimension, units, state } = line;
        if (state !== "billed" && !(isInDoubt(line) && isHeld(who, line))) continue;
        const sum = (billed[`agmt-${id} ${dimension}`] ??= { units: 0, records: 0 });
        sum.units += units;
        sum.records += 1;
      }
    return billed;
  });

/** Nobody heard AWS say that it took it, and it may have. */
const isInDoubt = ({ state, because }: LedgerLine): boolean => state === "expired" && because === "unanswered";

/** What AWS holds is what was sealed; and what the ledger calls billed, AWS holds. */
const checkLine = (line: LedgerLine, held: number | undefined, mayExpire: boolean): void => {
  const { state, units } = line;
  // Nobody else reports for this seller and nothing is wrong with any record: what is not billed was left too late.
  expect(["billed", "nothingToBill", ...(mayExpire ? ["expired"] : [])]).toContain(state);
  if (held !== undefined) expect(held).toBe(units);
  expect(["billed", ...(isInDoubt(line) ? ["expired"] : [])].includes(state)).toBe(held !== undefined || isInDoubt(line));
};

/** Whether AWS was away when the last chance to tell it of a line passed: runs are a quarter of an hour apart, and one may take as long. */
const wasAway = ({ deadline = "" }: LedgerLine, away: Away | undefined): boolean =>
  away !== undefined && away.from < deadline && deadline < later(away.until, 2 * QUARTER);

/** Lives three customers' lives under a seed, and expects that what they used was billed once. */
export const billsOnce = async (seed: number): Promise<void> => {
  const { world, accepted, books, statements, away } = await live(seed);
  const held = new Map(world.aws.held);
  expect(statements[0]!.state).toBe("final");
  expect(inLedger(books, (who, { hour, dimension }) => held.has(`${who}#${dimension}#${hour}`))).toEqual(invoiced(statements));
  for (const { told } of held.values()) expect(told.size).toBe(1);

  for (const { id, who, months } of books) {
    expect(months.every(({ conserved }) => conserved)).toBe(true);
    for (const line of months.flatMap(({ lines }) => lines)) {
      const key = `${who}#${line.dimension}#${line.hour}`;
      // AWS's final hour is short enough for a run that dies.
      checkLine(line, held.get(key)?.record.quantity, id === "l-payg" || wasAway(line, away));
      held.delete(key);
      // Where AWS told us its id of the record, the ledger has that.
      const { meteringRecordId: named, units, dimension, timestamp } = line;
      if (named !== undefined) expect(world.heldAs(named)).toBe(`${units} ${dimension} at ${timestamp}`);
    }
    const dimensions = new Set(months.flatMap(({ totals }) => Object.keys(totals)));
    for (const dimension of dimensions) {
      const recorded = plus(...months.map(({ totals }) => totals[dimension]?.recorded ?? "0"));
      expect({ id, dimension, recorded }).toEqual({ id, dimension, recorded: accepted.get(`${id}#${dimension}`) ?? "0" });
    }
  }
  // What is not billed was told to its subscription, each once: records, late usage, and what a license left of a unit.
  for (const { id, months } of books) {
    const all = months.flatMap(({ lines }) => lines);
    const lost = all.filter(({ state, units }) => state === "expired" && units > 0);
    const { raised } = await world.problems(id);
    const sum = (part: string): string => plus("0", ...raised.filter((one) => one.part === part).map(({ quantity }) => quantity));
    expect({ id, late: sum("late"), fraction: sum("fraction") }).toEqual({
      id,
      late: plus("0", ...all.map(({ lateExpired }) => lateExpired)),
      fraction: plus("0", ...all.map(({ lapsed }) => lapsed)),
    });
    const told = raised.filter(({ part, retriedUntil }) => part === "line" && retriedUntil === undefined);
    expect(told.map(({ hour, dimension, quantity }) => `${hour} ${dimension} ${quantity}`).toSorted()).toEqual(
      lost.map(({ hour, dimension, units }) => `${hour} ${dimension} ${units}`).toSorted(),
    );
  }
  // AWS holds nothing that no book knows.
  expect([...held.keys()]).toEqual([]);
  expect(world.left("work#")).toBe(0);
  expect(world.left("unsent#")).toBe(0);
};
