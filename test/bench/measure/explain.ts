import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { lookupNames } from "../../../functions/kernel/buyers/contact-lookup";
import { dynamoContacts } from "../../../functions/kernel/buyers/contacts";
import { inParallel } from "../../../functions/kernel/task/batches";
import { documentClient } from "../../../functions/kernel/aws/dynamo";
import { fetchKeys } from "../../../functions/kernel/buyers/keys";
import { same } from "../right";
import { writeCustomer, type Customer } from "./full-log";
import { inFolder, NAMES, quiet, withStall } from "./stall";

const ROOT = resolve(__dirname, "../../..");
const WIDTH = 4;

/** Events of one customer; of the one who has been there longest. */
const EVENTS_EACH = 48;
const EVENTS_OF_ONE = 1_000;

const AT = "2026-11-24T09:30:00.000Z";
const PERSON = { email: "kari.nordmann@fjord.example", company: "Fjord Analytics", name: "Kari Nordmann", fields: {} };

/** Every buyer has an account, an agreement and a tenant of their own. */
const customer = (index: number): Customer => {
  const digits = String(index).padStart(8, "0");
  return {
    subscription: `l-${digits}`,
    account: `1111${digits}`,
    agreement: `agmt-${digits}`,
    tenant: `tenant-${digits}`,
    events: index === 0 ? EVENTS_OF_ONE : EVENTS_EACH,
  };
};

/** Fills a log with so many events, past the functions: a stall that is open hears nothing of them. @returns how many there are */
const fill = async (least: number, tell: (step: string) => void): Promise<number> => {
  let events = 0;
  const customers = Array.from({ length: Math.ceil(least / EVENTS_EACH) }, (_, index) => customer(index));
  await inParallel(customers, WIDTH, async (one) => {
    const written = await writeCustomer(documentClient(), one);
    events += written;
    tell(`filling the log, ${events} events`);
  });
  return events;
};

const Answer = z.object({ subscriptions: z.array(z.object({ id: z.string(), access: z.string() })) });

/** What was asked, and how long the answer took. */
export interface Asked {
  readonly who: string;
  /** Of the customer's stream. */
  readonly events: number;
  /** From the start of the command's process to its end, each time. */
  readonly milliseconds: readonly number[];
}

export interface Explained {
  readonly events: number;
  readonly asked: readonly Asked[];
}

/** Asks `stallkeeper explain` about buyers, by everything they are known by, with so many events in the log. */
export const explain = ({ events: least, times }: { readonly events: number; readonly times: number }, tell: (step: string) => void): Promise<Explained> =>
  inFolder((dataDir) =>
    withStall({ dataDir }, async (stall) => {
      const events = await fill(least, tell);
      const [one, oldest] = [customer(7), customer(0)];
      const contact = { id: "contact-of-kari", subscription: one.subscription, arrival: "an-arrival", details: PERSON, at: AT };
      await dynamoContacts({ client: documentClient(), table: NAMES.contacts }).add(contact, lookupNames(PERSON, await fetchKeys(NAMES.keys)));
      await quiet(stall);

      const ask = async (who: string, given: readonly string[], { subscription, events: of }: Customer): Promise<Asked> => {
        const milliseconds: number[] = [];
        for (let time = 0; time < times; time += 1) {
          tell(`explaining ${who}`);
          const started = performance.now();
          const command = ["infra/operator/stallkeeper.mjs", "explain", ...given, "--local", "--port", String(stall.port), "--json"];
          const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: ROOT, maxBuffer: 64 * 1024 ** 2 });
          milliseconds.push(performance.now() - started);
          const { subscriptions } = Answer.parse(JSON.parse(stdout));
          same(
            `what explain says of ${who}`,
            subscriptions.map(({ id, access }) => [id, access]),
            [[subscription, "granted"]],
          );
        }
        return { who, events: of, milliseconds };
      };

      return {
        events,
        asked: [
          await ask("a subscription", [one.subscription], one),
          await ask("an AWS account", [one.account], one),
          await ask("an agreement", [one.agreement], one),
          await ask("a tenant", [one.tenant], one),
          await ask("an e-mail address", [PERSON.email], one),
          await ask("a company", ["--company", PERSON.company], one),
          await ask("the oldest subscription", [oldest.subscription], oldest),
        ],
      };
    }),
  );
