import { Command } from "commander";
import { arrival as arrivals, arrivalStream } from "../../../events/arrival/decider";
import { subscription as subscriptions, subscriptionStream } from "../../../events/subscription/decider";
import type { Subscription } from "../../../events/subscription/state";
import { clock } from "../../../functions/kernel/task/clock";
import type { ResolvedCustomer } from "../../../functions/kernel/purchases/customer";
import { writeJson, type Context } from "../context";
import { checkedReason, operatorOf } from "../decision";
import { EXIT_HELP, Problem } from "../problem";
import { executionPage } from "../run-links";
import { watchExecution } from "../watch-execution";
import type { Where } from "../where";
import { unlicensedVisit, type Unlicensed } from "../work/visit";
import { arrivalsDismiss } from "./arrivals-dismiss";

interface Options extends Where {
  readonly to: string;
  readonly reason: string;
  readonly by?: string;
}

/** Joins nothing that the facts contradict: of another product, of another account, or no license. */
const checkFit = (id: string, { listing, awsAccountId, form }: Subscription, visit: Unlicensed): void => {
  if (listing === undefined || form === undefined) throw new Problem(`The log knows no subscription '${id}'. See 'stallkeeper customers <AWS account>'.`);
  if (listing.productCode !== visit.productCode)
    throw new Problem(`'${id}' is of the product ${listing.productCode}; the buyer came for ${visit.productCode}.`);
  if (form !== "license") throw new Problem(`'${id}' is known by ${form}, not by a license: its buyers need no joining.`);
  if (awsAccountId !== undefined && visit.awsAccountId !== undefined && awsAccountId !== visit.awsAccountId)
    throw new Problem(`'${id}' was bought by the AWS account ${awsAccountId}; the buyer came from ${visit.awsAccountId}.`);
};

const customerOf = (id: string, visit: Unlicensed): ResolvedCustomer => ({
  subscription: id,
  form: "license",
  productCode: visit.productCode,
  ...(visit.awsAccountId !== undefined && { awsAccountId: visit.awsAccountId }),
});

const join = ({ terminal, connect }: Context): Command =>
  new Command("join")
    .description("Says whose visit it was, where AWS named the buyer without a license")
    .argument("<arrival>", "the visit's id")
    .requiredOption("--to <subscription>", "the id of the subscription that the buyer came for")
    .requiredOption("--reason <text>", "why; it stands in the log for ever, so no personal data")
    .option("--by <name>", "who decides")
    .addHelpText("after", `\nExample:\n  stallkeeper arrivals join 6c8a5b1f0e4d4f7a --to l-6c8a5b1f --reason "The buyer confirmed, ticket 4714"\n${EXIT_HELP}`)
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const chosen = { reason: checkedReason(options.reason), by: operatorOf(options) };
      const connection = connect(options);
      const { log, machines, onboardingMachine } = connection;
      const visit = await unlicensedVisit(log, id);
      checkFit(options.to, (await log.load(subscriptions, subscriptionStream(options.to))).state, visit);
      const input = {
        about: `An operator joined a visit to ${options.to}.`,
        kind: "join",
        arrival: id,
        customer: customerOf(options.to, visit),
        hints: { chosen },
      };
      const execution = await machines.start(onboardingMachine, `join-${id.slice(0, 40)}-${clock.now().replaceAll(/[^0-9]/g, "")}`, input);
      const link = executionPage(options, execution);
      const joined = async (): Promise<boolean> => (await log.load(arrivals, arrivalStream(id))).state.status === "resolved";
      const { status, error } = await watchExecution(machines, execution, joined);
      if (options.json === true) writeJson(terminal, { id, subscription: options.to, joined: await joined(), execution, run: link });
      if (!(await joined())) throw new Problem(`The run ended as ${status}${error === undefined ? "" : ` (${error})`}; the visit still waits. See ${link}`);
      if (options.json === true) return;
      terminal.line(terminal.tone("good", `The visit is joined to ${options.to}; the buyer's page goes on by itself.`));
      terminal.line(terminal.tone("faint", `Run: ${link}`));
    });

export const arrivalsCommand = (context: Context): Command =>
  new Command("arrivals")
    .description("Visits of buyers whom AWS named without a license: join, dismiss")
    .addCommand(join(context))
    .addCommand(arrivalsDismiss(context))
    .addHelpText("after", `\nWhich there are: stallkeeper worklist --kind unlicensedArrival\n${EXIT_HELP}`);
