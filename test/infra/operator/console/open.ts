import { lookupNames } from "../../../../functions/kernel/buyers/contact-lookup";
import type { DeadLetterQueue } from "../../../../functions/kernel/aws/dead-letters";
import type { ExecutionDetail } from "../../../../functions/kernel/aws/executions";
import { memoryEventStore } from "../../../../functions/kernel/streams/memory-event-store";
import { readDismissedNotices, readWorklist } from "../../../../functions/kernel/projections/read-worklist";
import { projector } from "../../../../functions/kernel/projections/projector";
import { readProjections } from "../../../../functions/kernel/projections/read-projections";
import type { SubscriptionCommand } from "../../../../events/subscription/commands";
import { subscriptionStream } from "../../../../events/subscription/decider";
import { usageMonth } from "../../../../functions/kernel/usage/usage-month";
import { consoleApp } from "../../../../infra/operator/console/app";
import type { Sources } from "../../../../infra/operator/console/sources";
import { subscriptionRows } from "../../../../infra/operator/console/walks/subscription-rows";
import { bought, say, tell } from "../../../kit/buyer";
import { tellArrival, tellNotice } from "../../../kit/other-streams";
import { FIRST, memoryGenerations, memoryRows } from "../../../kit/memory-consumers";
import { aMonth } from "../usage/a-month";

const NOW = "2026-11-25T12:00:00.000Z";
const MACHINE = { name: "stallkeeper-onboarding", arn: "arn:aws:states:eu-west-1:1:stateMachine:stallkeeper-onboarding" };
const RUN: ExecutionDetail = {
  arn: "arn:aws:states:eu-west-1:1:execution:stallkeeper-onboarding:onboard-1",
  machine: MACHINE.name,
  name: "onboard-1",
  status: "FAILED",
  startedAt: NOW,
  stoppedAt: NOW,
  redrives: 0,
  input: '{"note":"<script>alert(1)</script>"}',
  error: "Transient",
  redrivable: true,
};
const DEAD: DeadLetterQueue = { name: "stallkeeper-notices-dead", url: "u", arn: "a", messages: 2, source: { name: "stallkeeper-notices", arn: "b" } };

const KEYS = { lookup: Buffer.from("a key of thirty-two bytes, for it") };

/** Who registered, whatever the contact's id. */
const person = (id: string) => ({
  id,
  subscription: "l-1",
  arrival: "a1",
  at: NOW,
  details: { email: "hare@tortoise.example", name: "<b>A. Hare</b>", company: "Tortoise & Hare", fields: {} },
});

/** A console in front of one buyer, one failed run and two dead letters. */
export const open = async ({
  actions = false,
  broken = {},
  heard = [],
}: {
  readonly actions?: boolean;
  readonly broken?: Partial<Sources>;
  /** What more the buyer's subscription was told. */
  readonly heard?: readonly SubscriptionCommand[];
} = {}) => {
  const log = memoryEventStore();
  const rows = memoryRows();
  const generations = memoryGenerations();
  await tell(log, "l-1", ...bought(), say.link("acme"), ...heard);
  const { project, projectOther } = projector({ store: log, rows });
  await project(subscriptionStream("l-1"), FIRST);
  await tellNotice(log, "n1", { type: "Receive", data: { channel: "eventBridge", kind: "<b>New</b>", body: "</pre><script>x</script>" } });
  await tellNotice(log, "n1", { type: "Park", data: { reason: "unknownKind" } });
  await tellArrival(log, "a9", { type: "LeaveUnlicensed", data: { productCode: "code", awsAccountId: "111122223333" } });
  await tellArrival(log, "a9", { type: "LeaveToPerson", data: { candidates: ["l-1", "l-2"] } });
  await projectOther("notice-n1", FIRST);
  await projectOther("arrival-a9", FIRST);
  const done: string[] = [];
  const asked: string[] = [];
  const sources: Sources = {
    prefix: "stallkeeper",
    place: "eu-west-1",
    atAws: true,
    now: () => NOW,
    log,
    projections: readProjections({ rows, generations }),
    contacts: {
      find: async (id) => {
        asked.push(id);
        return person(id);
      },
      lookUp: async (name) => ({ contacts: lookupNames(person("c").details, KEYS).includes(name) ? [person("c")] : [], complete: true }),
    },
    keys: () => Promise.resolve(KEYS),
    executions: {
      machines: async () => [MACHINE],
      list: async (_, { status }) => ({ items: status === undefined || status === "FAILED" ? [RUN] : [] }),
      find: async (_, name) => (name === RUN.name ? RUN : undefined),
      definition: async () => '{"StartAt":"Resolve","States":{"Resolve":{"Type":"Task","End":true}}}',
      history: async () => ({ entries: [{ id: 1, at: NOW, type: "TaskStateEntered", state: "Resolve" }], complete: true }),
      redrive: async (arn) => void done.push(arn),
    },
    deadLetters: {
      queues: async () => [DEAD],
      peek: async () => [{ id: "m1", body: "</pre><script>x</script>" }],
      redrive: async ({ name }) => void done.push(name),
    },
    worklist: (kinds) => readWorklist({ rows, generations }, kinds),
    release: async (id) => {
      done.push(id);
      return `arn:aws:states:eu-west-1:1:execution:${MACHINE.name}:${RUN.name}`;
    },
    dismissedNotices: () => readDismissedNotices({ rows, generations }),
    dismiss: async (id, reason) => {
      await tellNotice(log, id, { type: "Dismiss", data: { reason, by: "operator-1" } });
      await projectOther(`notice-${id}`, FIRST);
      done.push(`${id}: ${reason}`);
      return `arn:aws:states:eu-west-1:1:execution:${MACHINE.name}:${RUN.name}`;
    },
    dismissVisit: async (id, reason) => {
      await tellArrival(log, id, { type: "Dismiss", data: { reason, by: "operator-1" } });
      await projectOther(`arrival-${id}`, FIRST);
      done.push(`${id}: ${reason}`);
      return `arn:aws:states:eu-west-1:1:execution:${MACHINE.name}:${RUN.name}`;
    },
    closeUsage: async ({ subscription, hour, dimension, resolution, reason, by }) => {
      done.push([subscription, hour, dimension, resolution, reason, by].join("|"));
      return `arn:aws:states:eu-west-1:1:execution:${MACHINE.name}:${RUN.name}`;
    },
    usageMonth: async (id, month) =>
      month === "2026-11" ? await aMonth() : await usageMonth({ store: log, clock: { now: () => NOW }, open: () => Promise.resolve([]) })(id, month),
    subscriptionsWhere: (wanted) => subscriptionRows({ rows, generations }, wanted),
    ...broken,
  };
  const app = consoleApp({ base: "", actions, sources: () => sources });
  const send = (path: string, { headers = {}, ...init }: { method?: string; body?: URLSearchParams; headers?: Readonly<Record<string, string>> } = {}) =>
    app.request(`http://localhost:8701${path}`, { ...init, headers: { host: "localhost:8701", ...headers } });
  const get = async (path: string) => (await send(path)).text();
  const token = async (): Promise<string> => /name="token" value="([^"]+)"/.exec(await get("/"))![1]!;
  const post = async (path: string, fields: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = {}) =>
    send(path, { method: "POST", body: new URLSearchParams({ token: await token(), ...fields }), headers });
  return { send, get, post, done, asked, sources };
};
