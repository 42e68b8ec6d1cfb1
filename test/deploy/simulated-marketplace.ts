import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { readCatalogue } from "../../events/product/catalogue";
import { AwsError, callOf } from "../../infra/local/cloud/aws-service";
import { emailService } from "../../infra/local/cloud/email-service";
import { createFaults } from "../../infra/local/cloud/faults";
import { createOutbox } from "../../infra/local/cloud/outbox";
import { isForSending, sending } from "../../infra/local/cloud/sending";
import { agreementService } from "../../infra/local/marketplace/agreement-service";
import { entitlementService } from "../../infra/local/marketplace/entitlement-service";
import { marketplace, type Marketplace } from "../../infra/local/marketplace/marketplace";
import { meteringService } from "../../infra/local/marketplace/metering-service";
import { memoryDocuments } from "../../infra/local/marketplace/ports";

/** Nobody but AWS may put events of an `aws.` source, on MiniStack as on AWS. */
export const NOTICE_SOURCE = "mock.agreement-marketplace";

export interface SimulatedMarketplace {
  readonly stall: Marketplace;
  /** Where metering, entitlement and mail clients are pointed. */
  readonly endpoint: string;
  /** Notices go to this default bus from now on. */
  readonly announceTo: (bus: EventBridgeClient) => void;
  readonly stop: () => Promise<void>;
}

const read = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
};

/** Our simulator of AWS Marketplace by itself, on the wire: what the embedded cloud hosts too. */
export const simulatedMarketplace = async (productsFile: string): Promise<SimulatedMarketplace> => {
  let bus: EventBridgeClient | undefined;
  const host = {
    documents: memoryDocuments(),
    now: () => new Date().toISOString(),
    catalogue: readCatalogue(JSON.parse(readFileSync(productsFile, "utf8")), productsFile),
    fulfilmentUrl: "https://fulfilment.example/",
    deliver: async (event: Readonly<Record<string, unknown>>) => {
      if (bus === undefined) throw new Error("No bus was named yet: call announceTo first.");
      const { "detail-type": DetailType, detail, resources, time } = event as { "detail-type": string; detail: unknown; resources: string[]; time: string };
      const entry = { Source: NOTICE_SOURCE, DetailType, Detail: JSON.stringify(detail), Resources: resources, Time: new Date(time) };
      const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries: [entry] }));
      if (FailedEntryCount !== 0) throw new Error("The bus refused the notice.");
    },
  };
  const stall = marketplace({ ...host, post: () => Promise.reject(new Error("No queue takes the messages of legacy topics here.")) });
  const services = [meteringService(host, stall.kept), entitlementService(host, stall.kept), agreementService(host, stall.kept)];

  const outbox = createOutbox(host.documents, { instant: host.now });
  const send = sending([emailService(outbox)], createFaults());

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (isForSending(request)) {
      await send(request, response);
      return;
    }
    const body = await read(request);
    const [target, operation = ""] = String(request.headers["x-amz-target"]).split(".");
    const service = services.find((each) => each.target === target);
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
    };
    try {
      if (service === undefined) throw new AwsError("UnknownOperationException", `Nobody here answers to ${String(target)}.`);
      reply(200, await service.handle(operation, JSON.parse(body), callOf(request.headers, Buffer.byteLength(body))));
    } catch (error) {
      const { type, message, status } = error instanceof AwsError ? error : new AwsError("InternalServiceErrorException", String(error), 500);
      reply(status, { __type: type, message });
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    stall,
    endpoint: `http://127.0.0.1:${port}`,
    announceTo: (named) => {
      bus = named;
    },
    stop: () =>
      new Promise((stopped) => {
        server.closeAllConnections();
        server.close(() => {
          stopped();
        });
      }),
  };
};
