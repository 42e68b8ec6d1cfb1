import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { Instant } from "../../events/kernel/values";
import { documentClient, toFailure } from "./dynamo";
import { Failure } from "./failure";
import { setting } from "./settings";

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

/** Where personal data lives. Every read is strongly consistent. */
export interface Contacts {
  /** Keeps a person. The id is made of the content, so one that is there already is the same and stays as it is. */
  readonly add: (contact: Contact) => Promise<void>;
  /** The person; undefined if nobody has this id, or they were erased. */
  readonly find: (id: string) => Promise<Contact | undefined>;
  /** Remembers that an arrival handed in a form, so that its page can tell. */
  readonly noteRegistration: (arrival: string, registration: Registration) => Promise<void>;
  readonly registrationOf: (arrival: string) => Promise<Registration | undefined>;
}

/** The key of an arrival's reference. Contacts' ids are hexadecimal, so the two never meet. */
const registrationKey = (arrival: string): string => `arrival-${arrival}`;

/** The contacts table: `pk` is a contact's id, or an arrival's reference to one. */
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
  return {
    add: async (contact) => {
      try {
        await client.send(new PutCommand({ TableName: table, Item: { pk: contact.id, ...contact }, ConditionExpression: "attribute_not_exists(pk)" }));
      } catch (error) {
        if (error instanceof Error && error.name === "ConditionalCheckFailedException") return;
        throw toFailure(error);
      }
    },
    find: (id) => get(id, Contact),
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
