import { text as readAll } from "node:stream/consumers";
import { Command } from "commander";
import { mailTo } from "../../../events/subscription/mails";
import type { Subscription } from "../../../events/subscription/state";
import { MailKind } from "../../../events/subscription/values";
import { clock } from "../../../functions/kernel/task/clock";
import { lookupNames } from "../../../functions/kernel/buyers/contact-lookup";
import type { Contact, ContactDetails } from "../../../functions/kernel/buyers/contacts";
import { contactId, formFields, readForm } from "../../../functions/kernel/buyers/registration-form";
import type { Connection } from "../connection";
import { writeJson, type Context } from "../context";
import { operatorOf, readDecided, refusalText, requestName } from "../decision";
import { EXIT, EXIT_HELP, Problem } from "../problem";
import { executionPage } from "../run-links";
import { watchExecution } from "../watch-execution";
import type { Where } from "../where";
import { knownSubscription } from "./mail-show";

interface Options extends Where {
  readonly contact: string;
  readonly email?: string;
  readonly name?: string;
  readonly company?: string;
  readonly phone?: string;
  readonly by?: string;
}

const FIELDS = ["email", "name", "company", "phone"] as const;

/** What is to stand there, checked as the form checks it. @throws Problem that names each field at fault, not its value */
const correctedDetails = async ({ details }: Contact, given: Options): Promise<ContactDetails> => {
  const email = given.email === "-" ? (await readAll(process.stdin)).trim() : given.email;
  const changes = FIELDS.flatMap((field) => {
    const value = field === "email" ? email : given[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  if (changes.length === 0) throw new Problem("Say what to correct: --email, --name, --company or --phone. See stallkeeper mail correct --help.", EXIT.usage);
  const { fields, ...known } = details;
  const entered = new Map(FIELDS.flatMap((name) => (known[name] === undefined ? [] : [[name, [known[name]]] as const])));
  for (const [name, value] of changes) entered.set(name, [value]);
  const form = readForm(formFields({ registrationFields: [] }), entered);
  if (!form.accepted) throw new Problem(form.faults.map(({ field, message }) => `--${field}: ${message}`).join("\n"), EXIT.usage);
  return { ...form.details, fields };
};

/** The mails that go out again by themselves, since nothing says that they arrived under the old data. */
const dueAgain = (state: Subscription, old: string): readonly MailKind[] => {
  const { addressees } = state;
  return addressees.some(({ contact }) => contact === old) ? MailKind.options.filter((kind) => (mailTo(state, kind, old)?.status ?? "sent") !== "sent") : [];
};

/**
 * Puts new data in the place of the old: beside it first, then the references in the log, and the old is erased last. Whatever is
 * interrupted is finished by asking for the same again.
 */
const correct = async (connection: Connection, id: string, given: Options) => {
  const { contacts, machines, changeMachine } = connection;
  const old = await contacts.find(given.contact);
  if (old === undefined) {
    throw new Problem(`There is no contact '${given.contact}': it may have been corrected or erased. See 'stallkeeper mail show ${id}'.`);
  }
  const again = dueAgain(await knownSubscription(connection, id), old.id);
  const keys = await connection.keys();
  const details = await correctedDetails(old, given);
  const contact = contactId(old.arrival, details, keys);
  if (contact === old.id) throw new Problem("That is what stands there already: nothing was changed.");
  await contacts.add({ ...old, id: contact, details, at: clock.now() }, lookupNames(details, keys));
  const registration = await contacts.registrationOf(old.arrival);
  if (registration?.contact === old.id) await contacts.noteRegistration(old.arrival, { ...registration, contact });

  const decision = { decision: "correct", subscription: id, contact, replaced: old.id, by: operatorOf(given) };
  const about = `An operator corrected the data of a person who registered for ${id}.`;
  const execution = await machines.start(changeMachine, requestName(), { about, kind: "operator", decision });
  const run = executionPage(given, execution);
  const decided = readDecided(await watchExecution(machines, execution, () => Promise.resolve()), run);
  if (decided.outcome === "refused") {
    await contacts.erase(contact, lookupNames(details, keys));
    throw new Problem(`${refusalText(decided.refusal)}\nRun: ${run}`);
  }
  await contacts.erase(old.id, lookupNames(old.details, keys));
  return { subscription: id, contact, replaced: old.id, again, run };
};

export const mailCorrect = ({ terminal, connect }: Context): Command =>
  new Command("correct")
    .description("Corrects the data of a registered person; a mail that failed goes out again by itself")
    .argument("<subscription>", "the subscription's id")
    .requiredOption("--contact <id>", "whose data; 'stallkeeper mail show' and the worklist name it")
    .option("--email <address>", "the right address; '-' reads it from standard input, so that it stays out of your shell's history")
    .option("--name <name>", "the right name; '' takes it away")
    .option("--company <name>", "the right company; '' takes it away")
    .option("--phone <number>", "the right number; '' takes it away")
    .option("--by <name>", "who corrects", undefined)
    .addHelpText(
      "after",
      `
The old data is erased, also from what the person is looked up by. The log keeps a reference and who corrected it. What
reached the old address is not sent again; 'stallkeeper mail resend' does that.

Examples:
  pbpaste | stallkeeper mail correct l-6c8a5b1f --contact 6c8a5b1f0e4d4f7a9b2c3d4e5f607182 --email -
  stallkeeper mail correct l-6c8a5b1f --contact 6c8a5b1f0e4d4f7a9b2c3d4e5f607182 --company 'Fjord Analytics'
${EXIT_HELP}`,
    )
    .action(async (id: string, _: unknown, command: Command) => {
      const given = command.optsWithGlobals<Options>();
      const corrected = await correct(connect(given), id, given);
      if (given.json === true) {
        writeJson(terminal, corrected);
        return;
      }
      const { contact, replaced, again, run } = corrected;
      terminal.line(`Corrected: contact ${contact} stands in the place of ${replaced}, whose data is erased.`);
      terminal.line(
        again.length === 0
          ? `No mail goes out by that. To send one: stallkeeper mail resend ${id} received|ready --contact ${contact}`
          : `${again.map((kind) => `'${kind}'`).join(" and ")} did not arrive, and ${again.length === 1 ? "goes" : "go"} out again by ${again.length === 1 ? "itself" : "themselves"}.`,
      );
      terminal.line(terminal.tone("faint", `Run: ${run}`));
    });
