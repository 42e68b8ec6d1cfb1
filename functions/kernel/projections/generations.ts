import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, GetCommand, PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { GenerationName, ProjectionName } from "../../../events/projections/projection";
import { documentClient, toFailure } from "../aws/dynamo";
import { Failure } from "../task/failure";
import { setting } from "../task/settings";

/** Which rows of a projection are read, and which are being built beside them. */
export interface Generation {
  readonly live: string;
  readonly filling?: string;
}

/** How a rebuild is getting on. */
export const Progress = z
  .strictObject({
    generation: z.string(),
    phase: z.enum(["filling", "comparing", "clearing", "done"]),
    /** Parts of the walk of this phase that are done, and how many there are. */
    done: z.int().min(0),
    of: z.int().min(1),
  })
  .readonly();
export type Progress = z.infer<typeof Progress>;

/** The pointers that say which generation of each projection is live. Every read is strongly consistent. */
export interface Generations {
  readonly of: (projection: ProjectionName) => Promise<Generation>;
  /** Those of every projection, in one call. Read after the wake-up that they are read for: see ARCHITECTURE.md, "Rebuilding". */
  readonly all: () => Promise<Readonly<Record<ProjectionName, Generation>>>;
  /** Starts a new generation beside the live one, in place of any other that was being built: the newest rebuild wins. */
  readonly begin: (projection: ProjectionName, generation: string) => Promise<void>;
  /** Makes the built generation the live one. */
  readonly swap: (projection: ProjectionName, generation: string) => Promise<"swapped" | "superseded">;
  /** Gives the generation up, if it is still the one being built. */
  readonly abandon: (projection: ProjectionName, generation: string) => Promise<void>;
  readonly report: (projection: ProjectionName, progress: Progress) => Promise<void>;
  readonly progress: (projection: ProjectionName) => Promise<Progress | undefined>;
}

/** The generation before any rebuild: it needs no item. */
export const FIRST_GENERATION = "first";

const Item = z.object({ live: GenerationName, filling: GenerationName.optional() });

const asFailure = (error: unknown): never => {
  throw toFailure(error);
};

const generationOf = (projection: ProjectionName, item: unknown): Generation => {
  if (item === undefined) return { live: FIRST_GENERATION };
  const parsed = Item.safeParse(item);
  if (!parsed.success) throw new Failure("Permanent", `The item that names the live generation of ${projection} can't be read. Mend it in the cursors' table.`);
  const { live, filling } = parsed.data;
  return { live, ...(filling !== undefined && { filling }) };
};

/** The generations in DynamoDB, in the cursors' table. */
export const dynamoGenerations = ({ client, table }: { readonly client: DynamoDBDocumentClient; readonly table: string }): Generations => {
  const keyOf = (projection: ProjectionName, sk: "generation" | "progress") => ({ pk: `projection#${projection}`, sk });

  const read = async (projection: ProjectionName, sk: "generation" | "progress"): Promise<unknown> => {
    try {
      return (await client.send(new GetCommand({ TableName: table, Key: keyOf(projection, sk), ConsistentRead: true }))).Item;
    } catch (error) {
      throw toFailure(error);
    }
  };

  const of = async (projection: ProjectionName): Promise<Generation> => generationOf(projection, await read(projection, "generation"));

  const all: Generations["all"] = async () => {
    const Keys = ProjectionName.options.map((projection) => keyOf(projection, "generation"));
    const { Responses, UnprocessedKeys } = await client
      .send(new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }))
      .catch(asFailure);
    // An item that was left out for now must not pass for one that is not there.
    if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Failure("Throttled", "DynamoDB left out some generations. They are asked for again.");
    const items = Responses?.[table] ?? [];
    const its = (projection: ProjectionName) =>
      generationOf(
        projection,
        items.find(({ pk }) => pk === keyOf(projection, "generation").pk),
      );
    return {
      customers: its("customers"),
      tenants: its("tenants"),
      deadlines: its("deadlines"),
      worklist: its("worklist"),
      subscriptions: its("subscriptions"),
    };
  };

  /** Replaces the pointer, if it is still what it was found as. */
  const point = async (projection: ProjectionName, next: Generation, found: Partial<Generation>): Promise<boolean> => {
    const { live, filling } = found;
    const condition = [
      filling === undefined ? "attribute_not_exists(filling)" : "filling = :filling",
      ...(live === undefined ? [] : live === FIRST_GENERATION ? ["(attribute_not_exists(live) OR live = :live)"] : ["live = :live"]),
    ];
    const values = { ...(filling !== undefined && { ":filling": filling }), ...(live !== undefined && { ":live": live }) };
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...keyOf(projection, "generation"), ...next },
          ConditionExpression: condition.join(" AND "),
          ExpressionAttributeValues: values,
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw toFailure(error);
    }
  };

  return {
    of,
    all,
    begin: async (projection, generation) => {
      const { live, filling } = await of(projection);
      if (live === generation) throw new Failure("Permanent", `Generation ${generation} of ${projection} is live already. Start the rebuild under a new name.`);
      if (filling === generation || (await point(projection, { live, filling: generation }, { live, ...(filling !== undefined && { filling }) }))) return;
      throw new Failure("Transient", `Another rebuild of ${projection} began at the same moment. This one is tried again.`);
    },
    swap: async (projection, generation) => {
      if (await point(projection, { live: generation }, { filling: generation })) return "swapped";
      // A retry of a swap whose answer was lost finds it done.
      return (await of(projection)).live === generation ? "swapped" : "superseded";
    },
    abandon: async (projection, generation) => {
      const { live, filling } = await of(projection);
      if (filling === generation) await point(projection, { live }, { live, filling });
    },
    report: async (projection, progress) => {
      try {
        await client.send(new PutCommand({ TableName: table, Item: { ...keyOf(projection, "progress"), ...progress } }));
      } catch (error) {
        throw toFailure(error);
      }
    },
    progress: async (projection) => {
      const item = await read(projection, "progress");
      const parsed = Progress.safeParse(z.object({ generation: z.unknown(), phase: z.unknown(), done: z.unknown(), of: z.unknown() }).safeParse(item).data);
      return parsed.success ? parsed.data : undefined;
    },
  };
};

let opened: Generations | undefined;

/** The generations of this deployment. */
export const generations = (): Generations => (opened ??= dynamoGenerations({ client: documentClient(), table: setting("CURSOR_TABLE") }));
