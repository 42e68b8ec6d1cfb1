import { Command } from "commander";
import type { Month } from "../../../events/kernel/hour";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { UsageMonth } from "../../../functions/kernel/usage-month";
import type { Connection } from "../connection";
import { writeJson, type Context } from "../context";
import { EXIT, EXIT_HELP, Problem } from "../problem";
import type { Terminal } from "../terminal";
import { financeOf, financeOfAll } from "../usage/finance";
import { csvOutput, jsonOutput, summaryOutput, type FinanceOutput } from "../usage/finance-output";
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

const heading = async ({ log }: Connection, id: string, month: Month): Promise<string> => {
  const { listing, awsAccountId } = (await log.load(subscription, subscriptionStream(id))).state;
  return [id, listing?.productCode, awsAccountId, month].filter((part) => part !== undefined).join("  ");
};

const show = async (terminal: Terminal, connection: Connection, months: readonly UsageMonth[], all: boolean): Promise<void> => {
  for (const [index, month] of months.entries()) {
    if (index > 0) terminal.line();
    terminal.line(terminal.tone("strong", await heading(connection, month.subscription, month.month)));
    terminal.line(
      month.lines.length === 0 ? `Nothing of ${month.month} was reported or sealed; --month names another month.` : monthText(terminal, month, all),
    );
  }
};

const showLedger = async (terminal: Terminal, connection: Connection, ids: readonly string[], options: Options): Promise<void> => {
  const { month, dimension, all, json } = options;
  const months = await Promise.all(ids.map(async (id) => ofDimension(await readMonth(connection)(id, month), dimension)));
  const [only, ...others] = months;
  if (json !== true) await show(terminal, connection, months, all === true);
  else if (only !== undefined && others.length === 0) writeJson(terminal, only);
  else throw new Problem(`There are ${ids.length} subscriptions: ${ids.join(", ")}. With --json, name one of them.`);
};

const outputOf = (terminal: Terminal, { csv, json, month }: Options): FinanceOutput => {
  if (csv === true) return csvOutput(terminal);
  return json === true ? jsonOutput(terminal, month) : summaryOutput(terminal, month);
};

const checkConserved = (broken: readonly string[]): void => {
  if (broken.length > 0)
    throw new Problem(`The sums of these do not agree: ${broken.join(", ")}. See 'stallkeeper-usage-not-conserved' in RUNBOOK.md before you use any of it.`);
};

const exportAll = async (terminal: Terminal, connection: Connection, options: Options): Promise<void> => {
  if (options.dimension !== undefined || options.all === true) throw new Problem("--dimension and --all are of one <who>'s ledger.", EXIT.usage);
  const bar = walkBar("subscriptions read");
  const scope = { month: options.month, product: options.product, testPurchases: options.testPurchases === true };
  checkConserved(await financeOfAll(connection, scope, outputOf(terminal, options), bar.update).finally(bar.stop));
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
      if (options.csv === true && options.json === true) throw new Problem("Name one of --csv and --json.", EXIT.usage);
      const connection = connect(options);
      if (who === undefined) {
        await exportAll(terminal, connection, options);
        return;
      }
      const ids = await subscriptionsOf(who, connection);
      if (options.csv !== true) await showLedger(terminal, connection, ids, options);
      else checkConserved(await financeOf(connection, options.month, ids, csvOutput(terminal)));
    });
