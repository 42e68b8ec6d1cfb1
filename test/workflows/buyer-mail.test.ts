import { DescribeExecutionCommand, SFNClient, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { subscription, subscriptionStream } from "../../events/subscription/decider";
import { mailTo, mailsDue } from "../../events/subscription/mails";
import type { SubscriptionEvent } from "../../events/subscription/events";
import { memoryEventStore } from "../../functions/kernel/streams/memory-event-store";
import { RecordMail } from "../../functions/record-mail/contract";
import { recordMail } from "../../functions/record-mail/handler";
import { SendMail } from "../../functions/send-mail/contract";
import type { Cloud } from "../../infra/local/cloud/cloud";
import { buyerMail } from "../../workflows/buyer-mail";
import { behind, clientOf, close, closeAll, eventually, folder, machineArn, open } from "../infra/local/cloud/fixture";
import { bought, tell } from "../kit/buyer";
import { fixtureWithMachine } from "./fixture-machine";

const AT = "2026-11-24T09:30:00.000Z";
const INPUT = { about: "a test", because: "due", subscription: "l-1", kind: "received", contact: "c1", request: "mail-1" };
const EXECUTION = machineArn("buyer-mail").replace("stateMachine", "execution") + ":mail-1";

/** Where the process dies: before SES was asked, after it took the mail, or with its answer in hand. */
type Death = "before SES is asked" | "after SES has taken it" | "before the outcome is recorded";

/** The mail's machine on the embedded engine, over one log, and how often SES took the mail. The first process dies once, as told. */
const mailed = async (death: Death) => {
  const store = memoryEventStore();
  await tell(store, "l-1", ...bought());
  const template = fixtureWithMachine("buyer-mail", [RecordMail, SendMail], (scope, task) =>
    buyerMail(scope, { recordMail: task(RecordMail), sendMail: task(SendMail) }),
  );
  const dataDir = folder();
  let taken = 0;
  let died = false;
  // A process that is killed never answers.
  const dieAt = async (place: Death): Promise<void> => {
    if (died || place !== death) return;
    died = true;
    await new Promise(() => undefined);
  };
  const record = recordMail({ store, clock: { now: () => AT } });
  behind("record-mail", async (event) => {
    const { input, run, state } = event as { input: Parameters<typeof record>[0]; run: string; state: string };
    if (input.step !== "attempted") await dieAt("before the outcome is recorded");
    return record(input, { run, state });
  });
  behind("send-mail", async () => {
    await dieAt("before SES is asked");
    taken += 1;
    await dieAt("after SES has taken it");
    return { outcome: "sent" };
  });
  const ask = async <Answer>(cloud: Cloud, question: (client: SFNClient) => Promise<Answer>): Promise<Answer> => {
    const client = new SFNClient(clientOf(cloud));
    const answer = await question(client);
    client.destroy();
    return answer;
  };
  const first = await open({ template, dataDir });
  await ask(first, (client) =>
    client.send(new StartExecutionCommand({ stateMachineArn: machineArn("buyer-mail"), name: "mail-1", input: JSON.stringify(INPUT) })),
  );
  await eventually("the process dies", () => (died ? true : undefined));
  const state = async () => (await store.load(subscription, subscriptionStream("l-1"))).state;
  return {
    first,
    ask,
    state,
    taken: () => taken,
    told: async (): Promise<readonly SubscriptionEvent["type"][]> => {
      const types: SubscriptionEvent["type"][] = [];
      for await (const { events } of store.history(subscription, subscriptionStream("l-1"))) types.push(...events.map(({ type }) => type));
      return types.filter((type) => type.startsWith("Mail"));
    },
    status: async () => mailTo(await state(), "received", "c1")?.status,
    /** The next process on the same folder, and how the run ends in it. */
    goesOn: async () => {
      await close(first);
      const second = await open({ template, dataDir });
      return eventually("the run ends", async () => {
        const { status } = await ask(second, (client) => client.send(new DescribeExecutionCommand({ executionArn: EXECUTION })));
        return status === "RUNNING" ? undefined : status;
      });
    },
  };
};

afterEach(closeAll);

describe("a mail whose process is killed between its attempt and its outcome", () => {
  test.each([
    ["before SES is asked", 1],
    ["after SES has taken it", 2],
    ["before the outcome is recorded", 1],
  ] as const)("%s goes out at least once, and is called sent only once SES said so", async (death, times) => {
    const { told, status, goesOn, taken } = await mailed(death);
    expect([await told(), await status()]).toEqual([["MailAttempted"], "attempted"]);
    expect(await goesOn()).toBe("SUCCEEDED");
    expect([await told(), await status(), taken()]).toEqual([["MailAttempted", "MailSent"], "sent", times]);
  });

  test("stays under way, and is not sent by another run, where somebody stops its run: whether it arrived, nobody knows", async () => {
    const { first, ask, state, status } = await mailed("after SES has taken it");
    await ask(first, (client) => client.send(new StopExecutionCommand({ executionArn: EXECUTION })));
    expect(await status()).toBe("attempted");
    expect(mailsDue(await state(), AT).map(({ kind }) => kind)).not.toContain("received");
  });
});
