import { Command, InvalidArgumentError } from "commander";
import { endOfMonth, Month } from "../../../events/kernel/hour";
import { isZero } from "../../../events/kernel/quantity";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { LedgerLine, LineState } from "../../../events/usage/ledger";
import type { Totals } from "../../../events/usage/totals";
import { usageMonth, type UsageMonth } from "../../../functions/kernel/usage-month";
import { writeJson, type Context } from "../context";
import { EXIT_HELP, Problem } from "../problem";
import { table, type Terminal, type Tone } from "../terminal";
import type { Where } from "../where";

interface Options extends Where {
  readonly month: Month;
  readonly all?: boolean;
}

const HELP = `
Examples:
  stallkeeper usage --local l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182
  stallkeeper usage l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182 --month 2026-11 --all
  stallkeeper usage l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182 --json

Every unit that was recorded or carried in is billed, included in the contract, carried out, refused, disputed, expired, tried out
only (dry run) or pending; the last line says whether the sums agree.
${EXIT_HELP}`;

const WORDS: Readonly<Record<LineState, readonly [Tone, string]>> = {
  billed: ["good", "billed"],
  nothingToBill: ["faint", "nothing to bill"],
  pending: ["wait", "AWS to be told"],
  notSubscribed: ["wait", "AWS knows no such customer yet"],
  dryRun: ["faint", "dry run"],
  disputed: ["bad", "disputed"],
  refused: ["bad", "refused"],
  expired: ["bad", "expired"],
};

const isTelling = ({ recorded, carriedIn, units, state }: LedgerLine): boolean =>
  !isZero(recorded) || !isZero(carriedIn) || units > 0 || !["billed", "nothingToBill"].includes(state);

const lineRow = ({ tone }: Terminal, line: LedgerLine) => {
  const [how, words] = WORDS[line.state];
  const why = line.meteringRecordId ?? line.because ?? "";
  return {
    cells: [
      line.hour.replace("T", " ") + "h",
      line.dimension,
      line.recorded,
      line.carriedIn,
      line.included,
      String(line.units),
      line.carriedOut,
      tone(how, words),
      line.inferred === true ? `${why} (inferred)` : why,
    ],
  };
};

const AMOUNTS = [
  "recorded",
  "carriedIn",
  "billed",
  "included",
  "carriedOut",
  "refused",
  "disputed",
  "expired",
  "dryRun",
  "pending",
] as const satisfies readonly (keyof Totals)[];

const show = (terminal: Terminal, { lines, totals, conserved, carried }: UsageMonth, all: boolean): void => {
  const shown = lines.filter((line) => all || isTelling(line));
  terminal.line(
    table(
      terminal,
      ["hour (UTC)", "dimension", "recorded", "carried in", "included", "units", "carried out", "state", "AWS's record, or why not"],
      shown.map((line) => lineRow(terminal, line)),
    ),
  );
  if (shown.length < lines.length) terminal.line(terminal.tone("faint", `${lines.length - shown.length} hours without usage are left out; --all shows them.`));
  terminal.line();
  terminal.line(
    table(
      terminal,
      ["dimension", "recorded", "carried in", "billed", "included", "carried out", "refused", "disputed", "expired", "dry run", "pending"],
      Object.entries(totals).map(([dimension, sums]) => ({ cells: [dimension, ...AMOUNTS.map((amount) => sums[amount])] })),
    ),
  );
  const waiting = Object.entries(carried).map(([dimension, quantity]) => `${quantity} ${dimension}`);
  if (waiting.length > 0) terminal.line(`The next hour finds ${waiting.join(", ")}.`);
  terminal.line(
    conserved
      ? terminal.tone("good", "Every unit is accounted for.")
      : terminal.tone("bad", "The sums do not agree: see 'stallkeeper-usage-not-conserved' in RUNBOOK.md."),
  );
};

const thisMonth = (): Month => new Date().toISOString().slice(0, "2026-11".length);

export const usageCommand = ({ terminal, connect }: Context): Command =>
  new Command("usage")
    .description("Shows a month of a subscription's usage by hour and dimension: what was recorded, what AWS bills, and where the rest is")
    .argument("<subscription>", "the subscription's id")
    .option(
      "--month <YYYY-MM>",
      "the month, in UTC",
      (text) => {
        const month = Month.safeParse(text);
        if (month.success) return month.data;
        throw new InvalidArgumentError("Name a month like 2026-11.");
      },
      thisMonth(),
    )
    .option("--all", "hours without usage too")
    .addHelpText("after", HELP)
    .action(async (id: string, _: unknown, command: Command) => {
      const where = command.optsWithGlobals<Options>();
      const { log } = connect(where);
      const { state } = await log.load(subscription, subscriptionStream(id));
      if (state.listing === undefined) throw new Problem(`No subscription '${id}' is known. Find its id with 'stallkeeper customers <AWS account>'.`);
      // All books of the month, whatever the clock of whoever asks says.
      const read = usageMonth({ store: log, clock: { now: () => endOfMonth(`${where.month}-01T00`) } });
      const month = await read(id, where.month);
      if (where.json === true) writeJson(terminal, month);
      else if (month.lines.length === 0)
        terminal.line(`Nothing of ${where.month} is sealed. Hours are sealed once they are over; --month names another month.`);
      else show(terminal, month, where.all === true);
    });
