import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { AwsError, callOf, type AwsService, type Call } from "./aws-service";
import type { Ask } from "./ask-in-process";
import type { Faults } from "./faults";
import { forward } from "./forward";
import { readBytes } from "./read-bytes";
import { writtenItems } from "./written-items";

/** What the dispatcher sends on, beside the services it hosts. */
export interface DispatcherParts {
  readonly services: readonly AwsService[];
  readonly faults: Faults;
  /** The embedded DynamoDB. */
  readonly dynamo: Ask;
  /** What is answered elsewhere: where, by the whole `X-Amz-Target`. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** Told of each item that was written, with its key as DynamoDB's JSON has it. */
  readonly itemWritten: (table: string, item: Readonly<Record<string, unknown>>) => void;
}

const DYNAMO = "DynamoDB_20120810";

const reply = (response: ServerResponse, status: number, { version, body }: { readonly version: string; readonly body: unknown }): void => {
  response.writeHead(status, { "content-type": `application/x-amz-json-${version}` }).end(JSON.stringify(body));
};

const THROTTLED: Readonly<Record<string, string>> = { [DYNAMO]: "ProvisionedThroughputExceededException" };

/** Answers POST / of AWS's JSON protocols by `X-Amz-Target`. */
export const dispatcher = ({ services, faults, dynamo, elsewhere = {}, itemWritten }: DispatcherParts) => {
  const byTarget = new Map(services.map((service) => [service.target, service]));

  const toDynamo = async ({ method = "", url = "", headers }: IncomingMessage, response: ServerResponse, bytes: Buffer): Promise<void> => {
    const answer = await dynamo({ method, url, headers, body: bytes });
    const [, operation = ""] = String(headers["x-amz-target"]).split(".");
    if (answer.status === 200) for (const { table, item } of writtenItems(operation, bytes)) itemWritten(table, item);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };

  const toService = async (
    service: AwsService,
    operation: string,
    { bytes, call, response }: { readonly bytes: Buffer; readonly call: Call; readonly response: ServerResponse },
  ): Promise<void> => {
    const version = service.jsonVersion;
    try {
      const input: unknown = bytes.length === 0 ? {} : JSON.parse(bytes.toString("utf8"));
      reply(response, 200, { version, body: await service.handle(operation, input, call) });
    } catch (error) {
      const known = error instanceof AwsError ? error : undefined;
      const invalid = error instanceof z.ZodError ? new AwsError("ValidationException", "The request does not have the operation's shape.") : undefined;
      const refused =
        known ?? invalid ?? new AwsError("InternalServiceErrorException", error instanceof Error ? error.message : "The embedded cloud failed.", 500);
      reply(response, refused.status, { version, body: { __type: refused.type, message: refused.message } });
    }
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [target = "", operation = ""] = String(request.headers["x-amz-target"] ?? "").split(".");
    const bytes = await readBytes(request);
    const service = byTarget.get(target);
    const version = service?.jsonVersion ?? "1.0";
    const fault = faults.take(target, operation, ["throttle", "outage", "lostReply"]);
    if (fault === "throttle") {
      reply(response, 400, { version, body: { __type: THROTTLED[target] ?? "ThrottlingException", message: "Rate exceeded" } });
      return;
    }
    if (fault === "outage") {
      reply(response, 500, { version, body: { __type: "InternalServiceErrorException", message: "An outage of the simulator's." } });
      return;
    }
    if (fault === "lostReply") response.end = () => response.destroy();
    const other = elsewhere[`${target}.${operation}`];
    if (other !== undefined) await forward(other, request, { bytes, response });
    else if (target === DYNAMO) await toDynamo(request, response, bytes);
    else if (service !== undefined) await toService(service, operation, { bytes, call: callOf(request.headers, bytes.length), response });
    else
      reply(response, 400, {
        version,
        body: {
          __type: "UnknownOperationException",
          message: `The embedded cloud has no service '${target}'. It has ${[DYNAMO, ...byTarget.keys()].join(", ")}.`,
        },
      });
  };
};
