import { subscriptionStream } from "../../../events/subscription/decider";
import type { Executions } from "../../../functions/kernel/aws/executions";
import { deriveKeys } from "../../../functions/kernel/buyers/keys";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import type { OtherStream } from "../../../functions/kernel/projections/other-streams";
import { projector } from "../../../functions/kernel/projections/projector";
import { readProjections } from "../../../functions/kernel/projections/read-projections";
import type { ExecutionView } from "../../../functions/kernel/aws/state-machines";
import type { Connection } from "../../../infra/operator/connection";
import { run } from "../../../infra/operator/program";
import type { Where } from "../../../infra/operator/where";
import { bought, say, tell } from "../../kit/buyer";
import { memoryContacts } from "../../kit/memory-contacts";
import { FIRST, memoryCursors, memoryGenerations, memoryRows } from "../../kit/memory-consumers";
import { memoryUsageTable } from "../../functions/metering/memory-ports";

/** The keys of the deployment in memory. */
export const KEYS = deriveKeys("the secret of a deployment in memory");

/** Step Functions that has one machine, and still has every run but the first. */
const memoryExecutions: Pick<Executions, "machines" | "find"> = {
  machines: async (prefix) => await Promise.resolve([{ name: `${prefix}onboarding`, arn: "arn:aws:states:eu-west-1:1:stateMachine:onboarding" }]),
  find: async ({ name: machine }, name) =>
    await Promise.resolve(
      name.endsWith("-1") ? undefined : ({ arn: `arn:aws:states:eu-west-1:1:execution:${machine}:${name}` } as Awaited<ReturnType<Executions["find"]>>),
    ),
};

/** A deployment in memory, and the CLI in front of it. */
export const operator = async () => {
  const log = memoryEventStore();
  const rows = memoryRows();
  const generations = memoryGenerations();
  const contacts = memoryContacts();
  const keysRead: string[] = [];
  const sent: string[] = [];
  const starts: { machine: string; name: string; input: Readonly<Record<string, unknown>> }[] = [];
  const views: ExecutionView[] = [];
  const asked: Where[] = [];
  const usage = memoryUsageTable();
  const connection = {
    log,
    rows,
    generations,
    projections: readProjections({ rows, generations }),
    cursors: memoryCursors(),
    contacts,
    keys: async () => {
      keysRead.push("read");
      return await Promise.resolve(KEYS);
    },
    usage,
    executions: memoryExecutions,
    lagging: async () =>
      await Promise.resolve({
        send: async (stream: string) => {
          await Promise.resolve(void sent.push(stream));
        },
      }),
    machines: {
      start: async (machine: string, name: string, input: Readonly<Record<string, unknown>>) => {
        starts.push({ machine, name, input });
        return await Promise.resolve(`arn:aws:states:us-east-1:1:execution:${machine}:${name}`);
      },
      view: async () => await Promise.resolve(views.length > 1 ? views.shift()! : views[0]!),
    },
    lanes: {
      look: async () => {
        await Promise.resolve();
      },
      products: async () => await Promise.resolve(["code"]),
    },
    onboardingMachine: "stallkeeper-onboarding",
    changeMachine: "stallkeeper-entitlement-change",
    reconciliationMachine: "stallkeeper-reconciliation",
    rebuildMachine: "stallkeeper-projection-rebuild",
  } as unknown as Connection;

  const cli = async (...args: readonly string[]) => {
    const out: string[] = [];
    const complaints: string[] = [];
    const terminal = { line: (text = "") => void out.push(text), tone: (_: string, text: string) => text, isTty: false, columns: 100 };
    const connect = (where: Where) => {
      asked.push(where);
      return connection;
    };
    const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
    const warn = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const code = await run(args, { terminal, connect }, (text) => void complaints.push(text));
    const helped = [...write.mock.calls, ...warn.mock.calls].map(([text]) => String(text)).join("");
    write.mockRestore();
    warn.mockRestore();
    return { code, out: out.join("\n"), complaints: complaints.join("\n"), helped };
  };

  const follow = async (id: string) => await projector({ store: log, rows }).project(subscriptionStream(id), FIRST);
  const followOther = async (stream: OtherStream) => await projector({ store: log, rows }).projectOther(stream, FIRST);
  await tell(log, "l-1", ...bought(), say.link("acme"));
  await follow("l-1");
  return { cli, log, follow, followOther, contacts, keysRead, sent, starts, views, asked, generations, usage };
};
