import { Command } from "commander";
import type { Month } from "../../../events/kernel/hour";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import { inParallel } from "../../../functions/kernel/task/batches";
import { clock } from "../../../functions/kernel/task/clock";
import type { UsageMonth } from "../../../functions/kernel/usage/usage-month";
import type { Connection } from "../connection";
import { writeJson, type Context } from "../context";
import { EXIT, EXIT_HELP, Problem } from "../problem";
import { folded, type Terminal } from "../terminal";
import { financeOf, financeOfAll } from "../usage/finance";
import { csvOutput, jsonOutput, summaryOutput, type FinanceOutput } from "../usage/finance-output";
import type { FinanceScope } from "../usage/finance-scope";
import { monthOption, thisMonth } from "../usage/month-option";
import { monthText } from "../usage/month-text";
import { ofDimension, readMonth } from "../usage/read-month";
import { walkBar } from "../usage/walk-bar";
import type { Where } from "../where";
import { findWho } from "../who";

interface Options extends Where {
  readonly month: Month;
  readonly dimension?: string;
  readonly all?: boolean;
  readonly product?: string;
  readonly csv?: boolean;
  readonly testPurchases?: boolean;
}

const HELP = `
<who> is a subscription, an AWS account, an agreement, a license's ARN, a tenant of your product, an e-mail address or a company.
Without <who> it is about all of them, for finance: one row for each subscription, agreement and dimension.

Examples:
  stallkeeper usage --local l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182
  stallkeeper usage 111122223333 --month 2026-11 --all
  stallkeeper usage l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182 --dimension gb_processed --json
  stallkeeper usage --month 2026-10
  stallkeeper usage --month 2026-10 --product code0000harbourlight --csv > usage-2026-10.csv

--json answers one subscription with {lines, totals, days, sums, conserved, …} as the product API does, several with
{month, conserved, subscriptions: […]}. It has every hour, --all or not.

Every unit that was recorded or carried in is billed, included in the contract, carried on, refused, disputed, expired, tried out
only (dry run) or pending; the sum of each dimension says where they are, and the line beneath whether all are there.
${EXIT_HELP}`;

/** The subscriptions a text names. @throws Problem if there are none, or not all can be told */
const subscriptionsOf = async (who: string, connection: Connection): Promise<readonly string[]> => {
  const { subscriptions, complete } = await findWho(who, connection);
  if (subscriptions.length === 0)
    throw new Problem("Nothing is known under this. Name a subscription, an AWS account, an agreement, a tenant, an e-mail address or a company.");
  if (!complete) throw new Problem("So many registered under this that not all are kept together. Name the subscription or the AWS account.");
  return subscriptions;
};

/** Each option says something, or is refused: an export that left one out unasked would be taken for what was asked. */
const checkOptions = (who: string | undefined, { csv, json, dimension, all, product, testPurchases }: Options): void => {
  const isLedgers = dimension !== undefined || all === true;
  if (csv === true && json === true) throw new Problem("Name one of --csv and --json.", EXIT.usage);
  if (who === undefined && isLedgers) throw new Problem("--dimension and --all are of one <who>'s ledger.", EXIT.usage);
  if (who !== undefined && (product !== undefined || testPurchases === true))
    throw new Problem("--product and --test-purchases choose among all subscriptions: leave <who> out.", EXIT.usage);
  if (csv === true && isLedgers) throw new Problem("--csv has a row for each dimension and none for an hour: leave --dimension and --all out.", EXIT.usage);
};

const heading = async ({ log }: Connection, id: string, month: Month): Promise<string> => {
  const { listing, awsAccountId } = (await log.load(subscription, subscriptionStream(id))).state;
  return [id, listing?.productCode, awsAccountId, month].filter((part) => part !== undefined).join("  ");
};

/** Says of whom there is nothing, and what else there may be. */
const nothingText = (unused: readonly UsageMonth[], { month, dimension }: Options): string => {
  const who = unused.map(({ subscription: id }) => id).join(", ");
  const others = [...new Set(unused.flatMap(({ totals }) => Object.keys(totals)))].toSorted();
  const what = dimension === undefined ? `Nothing of ${month}` : `No ${dimension} of ${month}`;
  return `${what} was reported or sealed for ${who}; ${others.length === 0 ? "--month names another month" : `there is ${others.join(", ")}`}.`;
};

const show = async (terminal: Terminal, connection: Connection, months: readonly UsageMonth[], options: Options): Promise<void> => {
  const { dimension, all } = options;
  const isUsed = ({ totals }: UsageMonth): boolean => (dimension === undefined ? Object.keys(totals).length > 0 : dimension in totals);
  const texts: string[] = [];
  for (const month of months.filter(isUsed)) {
    const title = folded(terminal, 0, await heading(connection, month.subscription, month.month)).join("\n");
    texts.push(`${terminal.tone("strong", title)}\n${monthText(terminal, ofDimension(month, dimension), all === true)}`);
  }
  const unused = months.filter((month) => !isUsed(month));
  if (unused.length > 0) texts.push(folded(terminal, 0, nothingText(unused, options)).join("\n"));
  terminal.line(texts.join("\n\n"));
};

/** Several subscriptions are read side by side, and each one's days too. */
const WIDTH = 4;

const showLedger = async (terminal: Terminal, connection: Connection, ids: readonly string[], options: Options): Promise<void> => {
  const { month, dimension, json } = options;
  const months = await inParallel(ids, WIDTH, (id) => readMonth(connection)(id, month));
  if (json === true) {
    const shown = months.map((one) => ofDimension(one, dimension));
    const [only, ...others] = shown;
    writeJson(terminal, others.length === 0 ? only : { month, conserved: shown.every(({ conserved }) => conserved), subscriptions: shown });
  } else await show(terminal, connection, months, options);
  checkConserved(months.filter(({ conserved }) => !conserved).map(({ subscription: id }) => id));
};

const outputOf = (terminal: Terminal, scope: FinanceScope, { csv, json }: Options): FinanceOutput => {
  if (csv === true) return csvOutput(terminal);
  return json === true ? jsonOutput(terminal, scope.month) : summaryOutput(terminal, scope, clock.now());
};

const checkConserved = (broken: readonly string[]): void => {
  if (broken.length > 0)
    throw new Problem(`The sums of these do not agree: ${broken.join(", ")}. See 'stallkeeper-usage-not-conserved' in RUNBOOK.md before you use any of it.`);
};

const exportAll = async (terminal: Terminal, connection: Connection, options: Options): Promise<void> => {
  const bar = walkBar("subscriptions read");
  const scope = { month: options.month, product: options.product, testPurchases: options.testPurchases === true };
  checkConserved(await financeOfAll(connection, scope, outputOf(terminal, scope, options), bar.update).finally(bar.stop));
};

export const usageShow = ({ terminal, connect }: Context): Command =>
  new Command("show")
    .description(
      "Shows a month of usage by hour and dimension: what was recorded, what AWS bills, and where the rest is; without <who>, everybody's for finance",
    )
    .argument("[who]", "whose usage, by anything you have at hand")
    .option("--month <YYYY-MM>", "the month, in UTC", monthOption, thisMonth())
    .option("--dimension <key>", "only this dimension of the ledger")
    .option("--all", "hours without usage too")
    .option("--csv", "CSV with a row for each subscription, agreement and dimension")
    .option("--product <code>", "without <who>: only subscriptions of this product")
    .option("--test-purchases", "without <who>: the test purchases of your own accounts, which are left out otherwise")
    .addHelpText("after", HELP)
    .action(async (who: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      checkOptions(who, options);
      const connection = connect(options);
      if (who === undefined) {
        await exportAll(terminal, connection, options);
        return;
      }
      const ids = await subscriptionsOf(who, connection);
      if (options.csv !== true) await showLedger(terminal, connection, ids, options);
      else checkConserved(await financeOf(connection, options.month, ids, csvOutput(terminal)));
    });
