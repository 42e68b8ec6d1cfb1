import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { Instant } from "../../../events/kernel/values";
import { inParallel } from "../task/batches";
import { documentClient, toFailure } from "../aws/dynamo";
import { Failure } from "../task/failure";
import { setting } from "../task/settings";

/** What a person entered in the registration form. */
export const ContactDetails = z
  .strictObject({
    email: z.string(),
    name: z.string().optional(),
    company: z.string().optional(),
    phone: z.string().optional(),
    /** The product's own fields, by name. */
    fields: z.record(z.string(), z.string()).readonly(),
  })
  .readonly();
export type ContactDetails = z.infer<typeof ContactDetails>;

/** A registered person. Personal data: it lives in the contacts table and nowhere else. */
export const Contact = z
  .strictObject({ id: z.string().min(1), subscription: z.string().min(1), arrival: z.string().min(1), details: ContactDetails, at: Instant })
  .readonly();
export type Contact = z.infer<typeof Contact>;

/** The last form handed in during one arrival: a reference, no personal data. */
const Registration = z.strictObject({ contact: z.string().min(1), at: Instant }).readonly();
export type Registration = z.infer<typeof Registration>;

/** The persons found by one of their lookups. */
export interface LookedUp {
  readonly contacts: readonly Contact[];
  /** Whether these are all: beyond `LOOKUP_MOST`, a lookup keeps no more. */
  readonly complete: boolean;
}

/** Contacts under one lookup: more than a person reads, and with ids of 32 characters a tenth of what an item may hold. */
export const LOOKUP_MOST = 1000;

/** Where personal data lives. Every read is strongly consistent. */
export interface Contacts {
  /**
   * Keeps a person, and their reference under each lookup (`lookupNames`). The id is made of the content, so one that is
   * there already is the same and stays as it is.
   */
  readonly add: (contact: Contact, lookups: readonly string[]) => Promise<void>;
  /** Forgets a person, and their reference under each lookup. Nobody is there afterwards, whoever was before. */
  readonly erase: (id: string, lookups: readonly string[]) => Promise<void>;
  /** The person; undefined if nobody has this id, or they were erased. */
  readonly find: (id: string) => Promise<Contact | undefined>;
  /** The persons under a lookup, those that are still kept. */
  readonly lookUp: (name: string) => Promise<LookedUp>;
  /** Remembers that an arrival handed in a form, so that its page can tell. */
  readonly noteRegistration: (arrival: string, registration: Registration) => Promise<void>;
  readonly registrationOf: (arrival: string) => Promise<Registration | undefined>;
}

/** The key of an arrival's reference. Contacts' ids are hexadecimal, so the two never meet. */
const registrationKey = (arrival: string): string => `arrival-${arrival}`;

/** References under a lookup; absent once the last has left. */
const Lookup = z.object({ contacts: z.set(z.string()).default(new Set()) });

/** How many contacts are read at once for a lookup. */
const LOOKUP_WIDTH = 16;

const isRefused = (error: unknown): boolean => error instanceof Error && error.name === "ConditionalCheckFailedException";

/** The contacts table: `pk` is a contact's id, an arrival's reference to one, or a lookup with references to several. */
export const dynamoContacts = ({ client, table }: { readonly client: DynamoDBDocumentClient; readonly table: string }): Contacts => {
  const get = async <T>(pk: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: { pk }, ConsistentRead: true })).catch((error: unknown) => {
      throw toFailure(error);
    });
    if (Item === undefined) return undefined;
    const { pk: _, ...rest } = Item;
    const parsed = schema.safeParse(rest);
    if (parsed.success) return parsed.data;
    const where = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
    throw new Failure("Permanent", `An item of the contacts table does not fit its schema at: ${where}. Mend the item; its key is not shown.`);
  };
  const attempt = async (call: () => Promise<unknown>): Promise<void> => {
    try {
      await call();
    } catch (error) {
      if (!isRefused(error)) throw toFailure(error);
    }
  };
  const find = (id: string): Promise<Contact | undefined> => get(id, Contact);
  return {
    add: async (contact, lookups) => {
      await attempt(() =>
        client.send(new PutCommand({ TableName: table, Item: { pk: contact.id, ...contact }, ConditionExpression: "attribute_not_exists(pk)" })),
      );
      // After the person, who must not be lost: a form that is sent again adds what is missing here.
      for (const pk of lookups) {
        await attempt(() =>
          client.send(
            new UpdateCommand({
              TableName: table,
              Key: { pk },
              UpdateExpression: "ADD contacts :reference",
              ConditionExpression: "attribute_not_exists(contacts) OR size(contacts) < :most",
              ExpressionAttributeValues: { ":reference": new Set([contact.id]), ":most": LOOKUP_MOST },
            }),
          ),
        );
      }
    },
    erase: async (id, lookups) => {
      for (const pk of lookups) {
        const values = { ":reference": new Set([id]) };
        await attempt(() =>
          client.send(
            new UpdateCommand({
              TableName: table,
              Key: { pk },
              UpdateExpression: "DELETE contacts :reference",
              ConditionExpression: "attribute_exists(pk)",
              ExpressionAttributeValues: values,
            }),
          ),
        );
      }
      await attempt(() => client.send(new DeleteCommand({ TableName: table, Key: { pk: id } })));
    },
    find,
    lookUp: async (name) => {
      const { contacts: references } = (await get(name, Lookup)) ?? { contacts: new Set<string>() };
      const found = await inParallel([...references].toSorted(), LOOKUP_WIDTH, find);
      return { contacts: found.filter((contact) => contact !== undefined), complete: references.size < LOOKUP_MOST };
    },
    noteRegistration: async (arrival, registration) => {
      await client.send(new PutCommand({ TableName: table, Item: { pk: registrationKey(arrival), ...registration } })).catch((error: unknown) => {
        throw toFailure(error);
      });
    },
    registrationOf: (arrival) => get(registrationKey(arrival), Registration),
  };
};

/** The contacts of this deployment. */
export const contacts = (): Contacts => dynamoContacts({ client: documentClient(), table: setting("CONTACT_TABLE") });
