import { GetCommand, PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { later, type Instant } from "../../../events/kernel/values";
import { documentClient, holds, toFailure } from "../aws/dynamo";
import { setting } from "../task/settings";

const Lane = z.object({
  run: z.string(),
  heldUntil: z.string(),
  /** Runs that held the lane and may have left calls of which no outcome is recorded. */
  owed: z.array(z.string()).readonly(),
});

/** One run at a time tells AWS of usage, in a Region: AWS's quota of 10 calls a second is the account's. */
export interface MeteringLane {
  /** @returns the runs whose open calls have to be seen to first; undefined if another run holds the lane */
  readonly take: (region: string, run: string) => Promise<readonly string[] | undefined>;
  /** The calls of these runs are seen to. */
  readonly settle: (region: string, run: string) => Promise<void>;
  readonly leave: (region: string, run: string) => Promise<void>;
}

/** A state lasts 30 seconds at most and is tried again within two minutes; who was not heard of for so long stands still. */
const HOLD_MS = 5 * 60_000;

const keyOf = (region: string) => ({ pk: `metering#${region}`, sk: "lane" });

/** The lane in DynamoDB, in the cursors' table. Two runs that both think they hold it send the same records, which bills once. */
export const dynamoMeteringLane = ({
  client,
  table,
  now,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly now: () => Instant;
}): MeteringLane => {
  const put = (region: string, lane: z.infer<typeof Lane>, before: z.infer<typeof Lane> | undefined): Promise<boolean> =>
    holds(() =>
      client.send(
        new PutCommand({
          TableName: table,
          Item: { ...keyOf(region), ...lane },
          ...(before === undefined
            ? { ConditionExpression: "attribute_not_exists(pk)" }
            : {
                ConditionExpression: "#run = :run AND heldUntil = :until",
                ExpressionAttributeNames: { "#run": "run" },
                ExpressionAttributeValues: { ":run": before.run, ":until": before.heldUntil },
              }),
        }),
      ),
    );
  const look = async (region: string): Promise<z.infer<typeof Lane> | undefined> => {
    try {
      return Lane.safeParse((await client.send(new GetCommand({ TableName: table, Key: keyOf(region), ConsistentRead: true }))).Item).data;
    } catch (error) {
      throw toFailure(error);
    }
  };
  const keep = async (region: string, run: string, change: Partial<z.infer<typeof Lane>>): Promise<void> => {
    const lane = await look(region);
    if (lane?.run === run) await put(region, { ...lane, ...change }, lane);
  };
  return {
    take: async (region, run) => {
      const lane = await look(region);
      if (lane !== undefined && lane.run !== run && lane.heldUntil > now()) return undefined;
      // The holder's own calls too: a state that is tried again does not know what it sent.
      const owed = [...new Set([...(lane === undefined ? [] : [...lane.owed, lane.run]), run])];
      return (await put(region, { run, heldUntil: later(now(), HOLD_MS), owed }, lane)) ? owed : undefined;
    },
    settle: (region, run) => keep(region, run, { owed: [] }),
    leave: (region, run) => keep(region, run, { owed: [], heldUntil: "" }),
  };
};

/** The lanes of this deployment. */
export const meteringLane = (now: () => Instant): MeteringLane => dynamoMeteringLane({ client: documentClient(), table: setting("CURSOR_TABLE"), now });
