import { Argument, Command } from "commander";
import { z } from "zod";
import { subscription as subscriptions, subscriptionStream } from "../../../events/subscription/decider";
import { MailKind } from "../../../events/subscription/values";
import { hash } from "../../../functions/kernel/task/hash";
import { clock } from "../../../functions/kernel/task/clock";
import type { Connection } from "../connection";
import { writeJson, type Context } from "../context";
import { EXIT_HELP, Problem } from "../problem";
import { executionPage } from "../run-links";
import { watchExecution } from "../watch-execution";
import type { Where } from "../where";
import { knownSubscription } from "./mail-show";

type Options = Where & { readonly contact?: string };

/** What became of a request, in words that a person can act on. */
type Result = { readonly contact: string; readonly run: string; readonly outcome: "sent" | "failed" | "refused" | "underWay"; readonly why?: string };

/** Looks so often, a quarter of a second apart, before it leaves the run to itself: SES takes a mail in well under a second. */
const LOOKS = 120;

const REFUSED: Readonly<Record<string, string>> = {
  notReady: "the buyer can't log in yet: see 'stallkeeper explain', and send it when there is access",
  unknownContact: "no such contact is at hand: see 'stallkeeper mail show'",
  mailNotDue: "this request was dealt with before",
};

const FAILED: Readonly<Record<string, string>> = {
  NoMailFrom: "the product's configuration has no 'mailFrom'",
  ContactErased: "the person was erased, or corrected since",
  MessageRejected: "SES rejects it: is the identity verified in this Region, and the account out of the sandbox?",
  BadRequestException: "SES does not take the address: correct it with 'stallkeeper mail correct'",
};

const Refused = z.object({ refusal: z.string() });

/** What the log says of a request. */
const recorded = async ({ log }: Connection, id: string, request: string): Promise<Pick<Result, "outcome" | "why"> | undefined> => {
  for await (const { events } of log.history(subscriptions, subscriptionStream(id))) {
    for (const { type, data } of events) {
      if (type === "MailSent" && data.request === request) return { outcome: "sent" };
      if (type === "MailFailed" && data.request === request) return { outcome: "failed", why: FAILED[data.error] ?? data.error };
    }
  }
  return undefined;
};

const resend = async (
  connection: Connection,
  where: Options,
  asked: { readonly id: string; readonly kind: MailKind; readonly contact: string },
): Promise<Result> => {
  const { id, kind, contact } = asked;
  const request = `resend-${hash(id, kind, contact).slice(0, 12)}-${clock.now().replaceAll(/[^0-9]/g, "")}`;
  const about = `An operator has the mail '${kind}' of ${id} sent again.`;
  const execution = await connection.machines.start(connection.mailMachine, request, { about, because: "asked", subscription: id, kind, contact, request });
  let looks = 0;
  const view = await watchExecution(connection.machines, execution, () => Promise.resolve((looks += 1) > LOOKS));
  const result = { contact, run: executionPage(where, execution) };
  if (view.status === "RUNNING") return { ...result, outcome: "underWay", why: "SES does not take it just now; the run goes on for an hour" };
  if (view.status !== "SUCCEEDED")
    return { ...result, outcome: "failed", why: `the run ended as ${view.status}${view.error === undefined ? "" : ` (${view.error})`}` };
  const known = await recorded(connection, id, request);
  if (known !== undefined) return { ...result, ...known };
  const { refusal } = Refused.parse(JSON.parse(view.output ?? "{}"));
  return { ...result, outcome: "refused", why: REFUSED[refusal] ?? refusal };
};

export const mailResend = ({ terminal, connect }: Context): Command =>
  new Command("resend")
    .description("Sends a mail again, to every contact at hand or to one; also one that was never sent")
    .argument("<subscription>", "the subscription's id")
    .addArgument(new Argument("<mail>", "'received': the registration has arrived; 'ready': the buyer can log in").choices(MailKind.options))
    .option("--contact <id>", "to this contact only; 'stallkeeper mail show' lists them")
    .addHelpText(
      "after",
      `
Examples:
  stallkeeper mail resend l-6c8a5b1f ready --local
  stallkeeper mail resend l-6c8a5b1f received --contact 6c8a5b1f0e4d4f7a9b2c3d4e5f607182
${EXIT_HELP}`,
    )
    .action(async (id: string, mail: string, _: unknown, command: Command) => {
      const where = command.optsWithGlobals<Options>();
      const kind = MailKind.parse(mail);
      const connection = connect(where);
      const { contacts } = await knownSubscription(connection, id);
      const to = where.contact === undefined ? contacts : [where.contact];
      if (to.length === 0) throw new Problem(`Nobody has registered for ${id}, so there is nobody to write to.`);
      const results: Result[] = [];
      for (const contact of to) results.push(await resend(connection, where, { id, kind, contact }));
      const failed = results.filter(({ outcome }) => outcome !== "sent");
      if (where.json === true) writeJson(terminal, results);
      else {
        for (const { contact, outcome, why, run } of results) {
          const sent = outcome === "sent";
          terminal.line(
            `${terminal.tone(sent ? "good" : "bad", sent ? "✓" : "✗")} '${kind}' to contact ${contact}: ${sent ? "on its way" : (why ?? outcome)}.`,
          );
          terminal.line(terminal.tone("faint", `  Run: ${run}`));
        }
      }
      if (failed.length > 0) throw new Problem(`${failed.length} of ${results.length} mails did not go out.`);
    });
