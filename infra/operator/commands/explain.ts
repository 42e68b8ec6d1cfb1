import { text as readAll } from "node:stream/consumers";
import { Command } from "commander";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import type { Instant } from "../../../events/kernel/values";
import { clock } from "../../../functions/kernel/task/clock";
import type { Commit } from "../../../functions/kernel/streams/event-store";
import type { Connection } from "../connection";
import { writeJson, type Context } from "../context";
import { byInterest, explain } from "../explain/explanation";
import { explanationJson } from "../explain/json";
import { explanationText } from "../explain/text";
import { EXIT, EXIT_HELP, Problem } from "../problem";
import { awsRunLinks, localRunLinks, type RunLinks } from "../run-links";
import { secondOf } from "../telling";
import type { Terminal } from "../terminal";
import { instantOf, TIME_HELP } from "../time-options";
import { embeddedCloud, type Where } from "../where";
import { findWho, kindsOf, type Found, type WhoKind } from "../who";

interface Options extends Where {
  readonly email?: string;
  readonly company?: string;
  readonly at?: Instant;
}

const HELP = `
<who> is a subscription, an AWS account, an agreement, a license's ARN, a tenant of your product, an e-mail address or a
company; '-' reads it from standard input, so that a person's data stays out of your shell's history.

Examples:
  stallkeeper explain --local 111122223333
  stallkeeper explain l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182 --at '2026-11-24 09:30'
  stallkeeper explain --company 'Fjord Analytics' --json
  pbpaste | stallkeeper explain --email -
${EXIT_HELP}`;

/** Whom it is about, and as what to look for them. */
interface Asked {
  readonly text: string;
  readonly kinds: readonly WhoKind[];
}

const given = async (text: string): Promise<string> => (text === "-" ? await readAll(process.stdin) : text).trim();

const askedFor = async (who: string | undefined, { email, company }: Options): Promise<Asked> => {
  const [only, ...others] = [
    ...(who === undefined ? [] : [{ text: who, kind: undefined }]),
    ...(email === undefined ? [] : [{ text: email, kind: "e-mail" as const }]),
    ...(company === undefined ? [] : [{ text: company, kind: "company" as const }]),
  ];
  if (only === undefined || others.length > 0)
    throw new Problem("Say whom it is about, once: as <who>, with --email or with --company. See stallkeeper explain --help.", EXIT.usage);
  const text = await given(only.text);
  if (text === "") throw new Problem("Nothing was given to look for: standard input, or the argument, is empty.", EXIT.usage);
  return { text, kinds: only.kind === undefined ? kindsOf(text) : [only.kind] };
};

const MORE = "There are more: so many registered under this that not all are kept together.";

const AS: Readonly<Record<WhoKind, string>> = {
  subscription: "a subscription (in the log)",
  account: "an AWS account (in the projection 'customers')",
  agreement: "an agreement (in the log)",
  tenant: "a tenant (in the projection 'tenants')",
  "e-mail": "a registered person's e-mail address (in the contacts)",
  company: "a registered person's company (in the contacts)",
};

const nothing = ({ looked }: Found): Problem => {
  const personal = looked.some((kind) => kind === "e-mail" || kind === "company");
  const hint = personal ? "\nPersons are found exactly as they registered, and under the deployment's present secret alone." : "";
  // What was looked for may be personal data: it is not said again.
  return new Problem(`Nothing is known under this. It was looked for as ${looked.map((kind) => AS[kind]).join(", ")}.${hint}`);
};

const historyOf = async (id: string, { log }: Connection): Promise<readonly Commit<SubscriptionEvent>[]> => {
  const commits: Commit<SubscriptionEvent>[] = [];
  for await (const commit of log.history(subscription, subscriptionStream(id))) commits.push(commit);
  return commits;
};

const linksFor = (where: Where, { executions }: Connection): RunLinks => {
  const embedded = embeddedCloud(where);
  return embedded === undefined ? awsRunLinks(executions, where.prefix) : localRunLinks(embedded);
};

const preface = ({ tone }: Terminal, now: Instant, at?: Instant): string | undefined => {
  if (at === undefined) return undefined;
  const text =
    at < now
      ? `As it was known at ${secondOf(at)} UTC; what was heard later does not count.`
      : `As it will be at ${secondOf(at)} UTC if nothing more is heard.`;
  return tone("wait", text);
};

export const explainCommand = ({ terminal, connect }: Context): Command =>
  new Command("explain")
    .description("Says what access a buyer has, why, and which facts decided it, each with the run that recorded it")
    .argument("[who]", "whom it is about, by anything you have at hand")
    .option("--email <address>", "look for the e-mail address of a registered person alone; '-' reads it from standard input")
    .option("--company <name>", "look for a registered person's company alone; '-' reads it from standard input")
    .option("--at <time>", `answer for another time, by what was known then: ${TIME_HELP}`, instantOf)
    .addHelpText("after", HELP)
    .action(async (who: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const asked = await askedFor(who, options);
      const connection = connect(options);
      const found = await findWho(asked.text, connection, asked.kinds);
      if (found.as === undefined) throw nothing(found);
      const now = clock.now();
      const { at } = options;
      const each = found.subscriptions.map(async (id) => explain(id, await historyOf(id, connection), { now, ...(at !== undefined && { at }) }));
      const explanations = (await Promise.all(each)).toSorted(byInterest);
      const linkOf = linksFor(options, connection);
      if (options.json === true) {
        const subscriptions = await Promise.all(explanations.map((one) => explanationJson(one, linkOf)));
        writeJson(terminal, { subscriptions });
        // A program must not take some for all.
        if (!found.complete) throw new Problem(MORE);
        return;
      }
      const said = preface(terminal, now, at);
      const texts = await Promise.all(explanations.map((one) => explanationText(terminal, one, linkOf)));
      terminal.line([...(said === undefined ? [] : [said]), ...texts].join("\n\n"));
      if (!found.complete) terminal.line(terminal.tone("wait", `\n${MORE}`));
    });
