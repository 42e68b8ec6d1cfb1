import { Command } from "commander";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import { mailTo } from "../../../events/subscription/mails";
import type { Mail, Subscription } from "../../../events/subscription/state";
import { MailKind } from "../../../events/subscription/values";
import type { Connection } from "../connection";
import { writeJson, type Context } from "../context";
import { EXIT_HELP, Problem } from "../problem";
import { secondOf } from "../telling";
import { table, type Tone } from "../terminal";
import type { Where } from "../where";

/** The subscription as the log has it. @throws Problem if it has none of this id */
export const knownSubscription = async ({ log }: Pick<Connection, "log">, id: string): Promise<Subscription> => {
  const { state } = await log.load(subscription, subscriptionStream(id));
  if (state.listing === undefined) throw new Problem(`The log knows no subscription '${id}'. Find its id with 'stallkeeper customers <AWS account>'.`);
  return state;
};

const WORDS: Readonly<Record<Mail["status"], { readonly word: string; readonly tone: Tone }>> = {
  attempted: { word: "under way", tone: "wait" },
  sent: { word: "sent", tone: "good" },
  failed: { word: "failed", tone: "bad" },
  due: { word: "due anew", tone: "wait" },
};

export const mailShow = ({ terminal, connect }: Context): Command =>
  new Command("show")
    .description("Shows the contacts of a subscription, and what became of their mails; not who they are")
    .argument("<subscription>", "the subscription's id")
    .addHelpText("after", `\nExample:\n  stallkeeper mail show l-6c8a5b1f --local\n${EXIT_HELP}`)
    .action(async (id: string, _: unknown, command: Command) => {
      const where = command.optsWithGlobals<Where>();
      const { contacts, mails } = await knownSubscription(connect(where), id);
      if (where.json === true) {
        writeJson(terminal, { subscription: id, contacts, mails });
        return;
      }
      if (contacts.length === 0) {
        terminal.line("Nobody has registered for it yet.");
        return;
      }
      const rows = contacts.map((contact) => ({
        cells: [
          contact,
          ...MailKind.options.map((kind) => {
            const mail = mailTo({ mails }, kind, contact);
            if (mail === undefined) return terminal.tone("faint", "none");
            const { word, tone } = WORDS[mail.status];
            return `${terminal.tone(tone, word)} ${terminal.tone("faint", secondOf(mail.at))}`;
          }),
        ],
      }));
      terminal.line(table(terminal, ["contact", ...MailKind.options], rows));
    });
