import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { AddressInfo, Server } from "node:net";
import { dynamoContacts, LOOKUP_MOST, type Contact, type Contacts } from "../../../functions/kernel/buyers/contacts";
import { memoryContacts } from "../../kit/memory-contacts";

const ADA: Contact = {
  id: "c0ffee",
  subscription: "l-one",
  arrival: "a1",
  details: { email: "ada@example.com", name: "Ada", fields: { costCentre: "CC 12" } },
  at: "2026-11-24T09:00:00.000Z",
};

const dynalite = jest.requireActual<(options: object) => Server>("dynalite");
const server = dynalite({ createTableMs: 0 });
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  const plain = new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}`, region: "us-east-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } });
  client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  await plain.send(
    new CreateTableCommand({
      TableName: "contacts",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    }),
  );
});
afterAll(() => {
  client.destroy();
  server.close();
});

describe.each<[string, () => Contacts]>([
  ["the contacts table", () => dynamoContacts({ client, table: "contacts" })],
  ["the contacts in memory", memoryContacts],
])("%s", (_, open) => {
  test("finds a person it was given, and nobody else", async () => {
    const contacts = open();
    await contacts.add(ADA, []);
    expect(await contacts.find(ADA.id)).toEqual(ADA);
    expect(await contacts.find("nobody")).toBeUndefined();
  });

  test("overwrites nobody", async () => {
    const contacts = open();
    await contacts.add(ADA, []);
    await contacts.add({ ...ADA, details: { email: "eve@example.com", fields: {} }, at: "2026-11-24T10:00:00.000Z" }, []);
    expect(await contacts.find(ADA.id)).toEqual(ADA);
  });

  test("finds by a lookup all who are under it, once each", async () => {
    const contacts = open();
    const eve = { ...ADA, id: "c1", subscription: "l-two" };
    await contacts.add(ADA, ["email-1", "company-1"]);
    await contacts.add(eve, ["email-2", "company-1"]);
    await contacts.add(eve, ["email-2", "company-1"]);
    expect(await contacts.lookUp("email-1")).toEqual({ contacts: [ADA], complete: true });
    expect(await contacts.lookUp("company-1")).toEqual({ contacts: [ADA, eve].toSorted((one, other) => (one.id < other.id ? -1 : 1)), complete: true });
    expect(await contacts.lookUp("company-2")).toEqual({ contacts: [], complete: true });
  });

  test("adds what a broken-off registration left out of the lookups", async () => {
    const contacts = open();
    await contacts.add({ ...ADA, id: "c2" }, []);
    await contacts.add({ ...ADA, id: "c2" }, ["email-3"]);
    expect((await contacts.lookUp("email-3")).contacts.map(({ id }) => id)).toEqual(["c2"]);
  });

  test("finds nobody who was erased, by no way", async () => {
    const contacts = open();
    await contacts.add({ ...ADA, id: "c3" }, ["email-4"]);
    await contacts.erase("c3", ["email-4", "company-never"]);
    await contacts.erase("c3", ["email-4"]);
    expect(await contacts.find("c3")).toBeUndefined();
    expect(await contacts.lookUp("email-4")).toEqual({ contacts: [], complete: true });
    expect(await contacts.lookUp("company-never")).toEqual({ contacts: [], complete: true });
  });

  test("leaves out of a lookup a person who was erased without it", async () => {
    const contacts = open();
    await contacts.add({ ...ADA, id: "c4" }, ["email-5"]);
    await contacts.erase("c4", []);
    expect(await contacts.lookUp("email-5")).toEqual({ contacts: [], complete: true });
  });

  test("says when there are more under a lookup than it keeps, and refuses nobody's form for it", async () => {
    const contacts = open();
    for (let number = 0; number <= LOOKUP_MOST; number += 1) await contacts.add({ ...ADA, id: `many-${number}` }, ["company-many"]);
    const { contacts: found, complete } = await contacts.lookUp("company-many");
    expect([found.length, complete]).toEqual([LOOKUP_MOST, false]);
    expect(await contacts.find(`many-${LOOKUP_MOST}`)).toBeDefined();
  });

  test("remembers the last form of an arrival", async () => {
    const contacts = open();
    expect(await contacts.registrationOf("a2")).toBeUndefined();
    await contacts.noteRegistration("a2", { contact: "c1", at: ADA.at });
    await contacts.noteRegistration("a2", { contact: "c2", at: ADA.at });
    expect(await contacts.registrationOf("a2")).toEqual({ contact: "c2", at: ADA.at });
  });
});

describe("the contacts table", () => {
  test("names what does not fit an item, without its content", async () => {
    await client.send(new PutCommand({ TableName: "contacts", Item: { pk: "bad", ...ADA, id: "bad", details: { email: 7, secret: "ada" } } }));
    const failing = dynamoContacts({ client, table: "contacts" }).find("bad");
    await expect(failing).rejects.toMatchObject({ name: "Permanent", message: expect.stringContaining("details.email") });
    await expect(failing).rejects.not.toMatchObject({ message: expect.stringContaining("ada") });
  });

  test("that is not there is a failure of ours", async () => {
    await expect(dynamoContacts({ client, table: "none" }).add(ADA, [])).rejects.toMatchObject({ name: "Permanent" });
  });
});
