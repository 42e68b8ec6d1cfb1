import { BatchMeterUsageCommand, MarketplaceMeteringClient, ResolveCustomerCommand } from "@aws-sdk/client-marketplace-metering";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { dispatcher } from "../../../../infra/local/cloud/dispatcher";
import { createFaults } from "../../../../infra/local/cloud/faults";
import { readBytes } from "../../../../infra/local/cloud/read-bytes";

const servers: Server[] = [];
const serve = async (answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<string> => {
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
});

/** A gateway that meters elsewhere, and what came to the other place. */
const open = async (reply: (response: ServerResponse) => void = (response) => response.writeHead(200).end('{"Results":[],"UnprocessedRecords":[]}')) => {
  const came: { headers: IncomingMessage["headers"]; body: string }[] = [];
  const other = await serve(async (request, response) => {
    came.push({ headers: request.headers, body: (await readBytes(request)).toString("utf8") });
    reply(response);
  });
  const faults = createFaults();
  const services = [{ target: "AWSMPMeteringService", jsonVersion: "1.1" as const, handle: async (operation: string) => ({ ProductCode: operation }) }];
  const elsewhere = { "AWSMPMeteringService.BatchMeterUsage": other };
  const endpoint = await serve(
    dispatcher({ services, faults, elsewhere, dynamo: () => Promise.reject(new Error("There is no DynamoDB.")), itemWritten: () => {} }),
  );
  const client = new MarketplaceMeteringClient({
    endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  const meter = () => client.send(new BatchMeterUsageCommand({ UsageRecords: [], ProductCode: "code" }));
  return { came, faults, client, meter };
};

describe("an operation that is answered elsewhere", () => {
  test("is sent on as it is, headers and body, and the others stay", async () => {
    const { came, client, meter } = await open();
    expect(await meter()).toMatchObject({ Results: [], UnprocessedRecords: [] });
    expect(came).toMatchObject([
      {
        headers: {
          "x-amz-target": "AWSMPMeteringService.BatchMeterUsage",
          "content-type": "application/x-amz-json-1.1",
          authorization: expect.stringContaining("/eu-west-1/"),
        },
        body: '{"UsageRecords":[],"ProductCode":"code"}',
      },
    ]);
    expect(await client.send(new ResolveCustomerCommand({ RegistrationToken: "token" }))).toMatchObject({ ProductCode: "ResolveCustomer" });
    expect(came).toHaveLength(1);
  });

  test("is refused as it is refused there", async () => {
    const { meter } = await open((response) => response.writeHead(400).end('{"__type":"TimestampOutOfBoundsException","message":"Out."}'));
    await expect(meter()).rejects.toMatchObject({ name: "TimestampOutOfBoundsException", message: "Out.", $metadata: { httpStatusCode: 400 } });
  });

  test("meets the faults that are switched on here: an answer that is lost was given there", async () => {
    const { came, faults, meter } = await open();
    const fault = { service: "AWSMPMeteringService", operation: "BatchMeterUsage", times: 1 };
    faults.add({ ...fault, kind: "throttle" });
    faults.add({ ...fault, kind: "lostReply" });
    await expect(meter()).rejects.toMatchObject({ name: "ThrottlingException" });
    expect(came).toHaveLength(0);
    await expect(meter()).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(came).toHaveLength(1);
  });

  test("has no answer where nobody answers there", async () => {
    const { meter } = await open((response) => response.destroy());
    await expect(meter()).rejects.toThrow(/socket hang up|ECONNRESET/);
  });
});
