import { BatchWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { agreement, agreementStream } from "../../../events/agreement/decider";
import type { AgreementCommand } from "../../../events/agreement/decider";
import type { AnyEvent } from "../../../events/kernel/event";
import type { StreamDefinition, StreamId } from "../../../events/kernel/stream";
import { PROJECTIONS } from "../../../events/projections/projections";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import { inParallel } from "../../../functions/kernel/task/batches";
import { toItem } from "../../../functions/kernel/streams/commit-item";
import { FIRST_GENERATION } from "../../../functions/kernel/projections/generations";
import { hash } from "../../../functions/kernel/task/hash";
import { rowsOf } from "../../../functions/kernel/projections/projector";
import { foldCommits, prepare } from "../../../functions/kernel/streams/snapshot";
import { say } from "../../kit/buyer";
import { NAMES } from "./stall";

const AT = "2026-11-24T09:30:00.000Z";

/** DynamoDB takes so many items at once. */
const BATCH = 25;
const WIDTH = 4;

type Item = Readonly<Record<string, unknown>>;

/** The items of a stream that was told these commands, and the state they lead to. Nobody else writes, so that none has to be read. */
const written = <State, Command, Event extends AnyEvent, Refusal extends string>(
  definition: StreamDefinition<State, Command, Event, Refusal>,
  stream: StreamId,
  commands: readonly Command[],
) => {
  const items: Item[] = [];
  let loaded = foldCommits(definition, stream, []);
  for (const command of commands) {
    const decision = definition.decider.decide(command, loaded.state, AT);
    const [first, ...others] = decision.accepted ? decision.events : [];
    if (first === undefined) continue;
    const meta = { correlation: stream, causation: "bench", actor: "stallkeeper", run: `run-${items.length}`, state: "Record what the notice says" };
    const prepared = prepare(definition, loaded, { id: hash(stream, String(items.length)), at: AT, events: [first, ...others], meta });
    items.push(toItem(definition.codec, prepared.stored));
    loaded = prepared.loaded;
  }
  return { items, state: loaded.state, version: loaded.version };
};

/** A buyer in the log. */
export interface Customer {
  readonly subscription: string;
  readonly account: string;
  readonly agreement: string;
  readonly tenant: string;
  readonly events: number;
}

/** Bought, registered, linked to a tenant, and read until there are so many events. */
const lifeOf = ({ account, tenant, events }: Customer): readonly SubscriptionCommand[] => [
  say.arrive(account),
  say.activate(AT),
  say.register(`contact-${account}`),
  say.link(tenant, `claim-${account}`),
  ...Array.from({ length: events }, (_, index) => say.read(5 + (index % 3), 1_000_000)),
];

const rowItems = (stream: string, folded: Parameters<typeof rowsOf>[3]): readonly Item[] =>
  Object.values(PROJECTIONS)
    .flatMap((projection) => rowsOf(projection, FIRST_GENERATION, stream, folded))
    .map(({ projection, generation, partition, key, ...row }) => ({ pk: `${projection}#${generation}#${partition}`, sk: key, ...row }));

/** The publisher has told all of it: else the sweep would begin to. */
const cursorItem = (stream: string, { state, version }: Parameters<typeof rowsOf>[3]): Item => ({
  pk: stream,
  sk: "publisher",
  version,
  sequence: version,
  fold: JSON.stringify(state),
  foldVersion: subscription.foldVersion,
});

const write = async (client: DynamoDBDocumentClient, table: string, items: readonly Item[]): Promise<void> => {
  const batches = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) => items.slice(index * BATCH, (index + 1) * BATCH));
  await inParallel(batches, WIDTH, async (batch) => {
    await client.send(new BatchWriteCommand({ RequestItems: { [table]: batch.map((Item) => ({ PutRequest: { Item } })) } }));
  });
};

/** Writes a customer as a stall would leave them: log, projections, cursor. @returns how many events the log has more */
export const writeCustomer = async (client: DynamoDBDocumentClient, customer: Customer): Promise<number> => {
  const stream = subscriptionStream(customer.subscription);
  const told = written(subscription, stream, lifeOf(customer));
  const linked: AgreementCommand = { type: "RecordFact", fact: { type: "LicenseLinked", data: { subscription: customer.subscription, at: AT } } };
  const agreed = written(agreement, agreementStream(customer.agreement), [linked]);
  await write(client, NAMES.log, [...told.items, ...agreed.items]);
  await write(client, NAMES.projections, rowItems(stream, told));
  await write(client, NAMES.cursors, [cursorItem(stream, told)]);
  return told.version + agreed.version;
};
