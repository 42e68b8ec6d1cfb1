import { Command, InvalidArgumentError } from "commander";
import { Month } from "../../../events/kernel/hour";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import { clock } from "../../../functions/kernel/clock";
import type { UsageMonth } from "../../../functions/kernel/usage-month";
import type { Connection } from "../connection";
import { writeJson, type Context } from "../context";
import { EXIT_HELP, Problem } from "../problem";
import type { Terminal } from "../terminal";
import { monthText } from "../usage/month-text";
import { ofDimension, readMonth } from "../usage/read-month";
import type { Where } from "../where";
import { findWho } from "../who";
import { usageAdjust } from "./usage-adjust";
import { usageClose } from "./usage-close";
import { usageImport } from "./usage-import";

interface Options extends Where {
  readonly month: Month;
  readonly dimension?: string;
  readonly all?: boolean;
}

const HELP = `
<who> is a subscription, an AWS account, an agreement, a license's ARN, a tenant of your product, an e-mail address or a company.

Examples:
  stallkeeper usage --local l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182
  stallkeeper usage 111122223333 --month 2026-11 --all
  stallkeeper usage l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182 --dimension gb_processed --json

Every unit that was recorded or carried in is billed, included in the contract, carried on, refused, disputed, expired, tried out
only (dry run) or pending; the sum of each dimension says where they are, and the line beneath whether all are there.
${EXIT_HELP}`;

const thisMonth = (): Month => clock.now().slice(0, "2026-11".length);

/** A month as the command line names it. */
const monthOption = (text: string): Month => {
  const month = Month.safeParse(text);
  if (month.success) return month.data;
  throw new InvalidArgumentError("Name a month like 2026-11.");
};

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

export const usageCommand = ({ terminal, connect }: Context): Command =>
  new Command("usage")
    .description("Shows a month of a subscription's usage by hour and dimension: what was recorded, what AWS bills, and where the rest is")
    .argument("<who>", "whose usage, by anything you have at hand")
    .option("--month <YYYY-MM>", "the month, in UTC", monthOption, thisMonth())
    .option("--dimension <key>", "only this dimension")
    .option("--all", "hours without usage too")
    .addCommand(usageClose({ terminal, connect }))
    .addCommand(usageAdjust({ terminal, connect }))
    .addCommand(usageImport({ terminal, connect }))
    .addHelpText("after", HELP)
    .action(async (who: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const connection = connect(options);
      const ids = await subscriptionsOf(who, connection);
      const read = readMonth(connection);
      const months = await Promise.all(ids.map(async (id) => ofDimension(await read(id, options.month), options.dimension)));
      const [only, ...others] = months;
      if (options.json !== true) await show(terminal, connection, months, options.all === true);
      else if (only !== undefined && others.length === 0) writeJson(terminal, only);
      else throw new Problem(`There are ${ids.length} subscriptions: ${ids.join(", ")}. With --json, name one of them.`);
    });
