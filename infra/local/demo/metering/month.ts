import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { endOf, endOfMonth, hourAt, monthOf, type Month } from "../../../../events/kernel/hour";
import { later, type Instant } from "../../../../events/kernel/values";
import { readCatalogue } from "../../../../events/product/catalogue";
import { Failure } from "../../../../functions/kernel/task/failure";
import { signedPost } from "../../../../functions/kernel/usage/signed-post";
import { usageClient } from "../../../../functions/kernel/usage/usage-client";
import type { UsageMonth } from "../../../../functions/kernel/usage/usage-month";
import type { Connection } from "../../../operator/connection";
import type { Terminal } from "../../../operator/terminal";
import { readMonth } from "../../../operator/usage/read-month";
import type { Stall } from "../../stall";
import { simulator as simulatorAt } from "../simulator";
import { buy, setUp } from "../walk-in";
import { compare, type Billed } from "./comparison";
import { at, drivenClock } from "./driven-clock";
import { evidenceOf } from "./evidence";
import { printEvidence, printInvoice, printLedger, type BuyersMonth, type InvoiceRow } from "./print";
import { story, tally, type Buyer } from "./story";
import { troublesOf } from "./verdict";

/** How long after an hour its usage may still come in (`metering.graceMinutes`, if the product's settings say nothing else). */
const GRACE_MS = 15 * 60_000;

const CONTRACT = "harbourlight0contract0001";
const SUBSCRIPTION = "tidewater0subscription002";
const CONSUMPTION = "lockgate0consumption00003";

/** The example products, of which Lockgate's contract covers ten log-ins a month for each user. */
export const productsOfTheStory = (file: string): string => {
  const json: unknown = JSON.parse(readFileSync(file, "utf8"));
  const products = readCatalogue(json, file).map((product) =>
    product.code === CONSUMPTION
      ? { ...product, metering: { ...product.metering, included: [{ dimension: "logins_extra", from: "users", unitsPer: "10", per: "calendarMonthUtc" }] } }
      : product,
  );
  const written = join(mkdtempSync(join(tmpdir(), "stallkeeper-demo-")), "products.json");
  writeFileSync(written, JSON.stringify(products));
  return written;
};

const Statement = z.object({
  state: z.enum(["open", "final"]),
  total: z.string(),
  invoices: z.array(
    z.object({
      agreementId: z.string(),
      lines: z.array(z.object({ dimension: z.string(), quantity: z.number(), records: z.number(), unitPrice: z.string(), amount: z.string() })),
    }),
  ),
});

const billedOf = (buyer: Buyer, { lines }: UsageMonth): readonly Billed[] => {
  const sums = new Map<string, Billed>();
  for (const { state, dimension, units } of lines) {
    if (state !== "billed") continue;
    const before = sums.get(dimension) ?? { agreementId: buyer.agreementId, dimension, units: 0, records: 0 };
    sums.set(dimension, { ...before, units: before.units + units, records: before.records + 1 });
  }
  return [...sums.values()];
};

interface Parts {
  readonly stall: Stall;
  readonly terminal: Terminal;
  readonly connection: Connection;
}

/**
 * A month of usage of three buyers, one for each paid model, and at its end the ledger beside what AWS bills.
 * @throws an error that says what did not agree, or did not happen
 */
export const meterAMonth = async ({ stall, terminal, connection }: Parts): Promise<void> => {
  const { log, executions: runs } = connection;
  const { url, clock, engine } = stall;
  const simulator = simulatorAt(url);
  const tell = (when: string, sentence: string): void => {
    terminal.line(`${terminal.tone("good", "✓")} ${terminal.tone("faint", when)}  ${sentence}`);
  };

  const metering = engine.machines.find(({ name }) => name === "stallkeeper-metering");
  if (metering === undefined) throw new Error("There is no state machine 'stallkeeper-metering'.");
  const time = drivenClock({ simulator, now: clock.now, runs, metering });

  const first = endOfMonth(time.now().slice(0, "2026-11-24T09".length));
  const month: Month = monthOf(first.slice(0, "2026-12-01T00".length));
  await simulator.forward(`PT${Math.ceil((Date.parse(first) - clock.now()) / 1000)}S`);

  const come = async (product: string, name: string, model: string): Promise<Buyer> => {
    const bought = await buy(url, product);
    const { subscription } = await setUp(url, bought, () => undefined);
    tell(time.now().slice(0, "2026-12-01".length), `A buyer of ${name} (${model}) has come: ${subscription}.`);
    return { product: name, model, agreementId: bought.agreementId, subscription };
  };
  const buyers = {
    contract: await come(CONTRACT, "Harbourlight", "contract"),
    subscription: await come(SUBSCRIPTION, "Tidewater", "subscription"),
    consumption: await come(CONSUMPTION, "Lockgate", "contract with consumption"),
  };

  const api = { url: `${url}/product-api` };
  const post = signedPost(api);
  const completeUsage = async (subscription: string): Promise<boolean> => {
    try {
      await post(`subscriptions/${subscription}/usage-complete`, "");
      return true;
    } catch (error) {
      // Refused until the end of the license has been heard of.
      if (error instanceof Failure && error.name === "Permanent") return false;
      throw error;
    }
  };
  const read = readMonth(connection);
  const isBilled = async (subscription: string, instant: Instant): Promise<boolean> => {
    const lines = (await read(subscription, month)).lines.filter(({ hour }) => hour === hourAt(instant));
    return lines.length > 0 && lines.every(({ state }) => state === "billed");
  };
  const reported = tally();
  for (const { at: when, quiet, what, happen } of story({ month, buyers, simulator, time, usage: usageClient(api), reported, isBilled, completeUsage })) {
    await time.to(when, quiet);
    await happen();
    // When the hour is over and its grace has passed, AWS is told.
    await time.to(later(endOf(hourAt(when)), GRACE_MS));
    tell(when.slice(0, "2026-12-01T10:30".length).replace("T", " "), what);
  }
  // From 06:00 UTC on the 1st AWS takes nothing more of the month, and its invoice is final.
  await time.to(at(monthOf(endOfMonth(`${month}-01T00`).slice(0, "2027-01-01T00".length)), 1, "06:15"), true);

  const months: BuyersMonth[] = [];
  for (const buyer of Object.values(buyers)) months.push({ buyer, month: await read(buyer.subscription, month) });
  const statement = Statement.parse(await simulator.read(`/invoices?month=${month}`));
  const priced = statement.invoices.flatMap(({ agreementId, lines }) => lines.map((line) => ({ agreementId, ...line, units: line.quantity })));
  const ledger = months.flatMap(({ buyer, month: one }) => billedOf(buyer, one));
  const rows: readonly InvoiceRow[] = compare(ledger, priced).map((compared) => ({
    ...compared,
    buyer: Object.values(buyers).find(({ agreementId }) => agreementId === compared.agreementId),
    price: priced.find(({ agreementId, dimension }) => agreementId === compared.agreementId && dimension === compared.dimension),
  }));

  for (const one of months) printLedger(terminal, one, reported);
  const evidence = await evidenceOf(
    { log, simulator },
    months.map(({ buyer: { subscription } }) => subscription),
    month,
  );
  printEvidence(terminal, evidence);
  printInvoice(terminal, { month, total: statement.total, rows, contract: buyers.contract });

  const troubles = troublesOf({ state: statement.state, rows, months, evidence, reported });
  if (troubles.length > 0) throw new Error(troubles.join("\n"));
  terminal.line();
  terminal.line(terminal.tone("good", "The ledger and AWS's invoice agree to the unit, and every unit that was reported is in one place."));
};
