import { once } from "node:events";
import { Agent, createServer, request, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

/** One call of an AWS API, as it went over the wire. */
export interface Call {
  readonly operation: string;
  /** The table, where it is one of DynamoDB's. */
  readonly table: string | undefined;
  /** Read and write units, as the embedded DynamoDB reports them. */
  readonly units: number;
  /** Entries of a PutEvents. */
  readonly entries: number;
}

const Asked = z.object({ TableName: z.string().optional(), Entries: z.array(z.unknown()).optional() });
const Consumed = z.object({ CapacityUnits: z.number() });
const Answered = z.object({ ConsumedCapacity: z.union([Consumed, z.array(Consumed)]).optional() });

const unitsOf = (bytes: Buffer): number => {
  const answered = Answered.safeParse(JSON.parse(bytes.toString("utf8") || "{}"));
  const consumed = answered.success ? (answered.data.ConsumedCapacity ?? []) : [];
  return [consumed].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
};

/**
 * A proxy between the functions' AWS clients and the embedded cloud that counts what passes. It asks DynamoDB for the
 * capacity used, which nothing in the app needs to know.
 */
export const countingWire = async () => {
  const agent = new Agent({ keepAlive: true });
  let target: string | undefined;
  let calls: Call[] = [];

  const pass = (
    url: string,
    headers: IncomingHttpHeaders,
    body: Buffer,
  ): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }> =>
    new Promise((done, failed) => {
      const { host: _, connection: _c, "content-length": _l, ...kept } = headers;
      const onward = request(url, { method: "POST", agent, headers: { ...kept, "content-length": body.length } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => {
          done({ status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(chunks) });
        });
        answer.on("error", failed);
      });
      onward.on("error", failed);
      onward.end(body);
    });

  const server = createServer((incoming, response) => {
    const serve = async (): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const [service = "", operation = ""] = String(incoming.headers["x-amz-target"] ?? "").split(".");
      const isDynamo = service.startsWith("DynamoDB");
      const asked = service === "" ? {} : (JSON.parse(body.toString("utf8") || "{}") as Record<string, unknown>);
      const sent = isDynamo ? Buffer.from(JSON.stringify({ ...asked, ReturnConsumedCapacity: "TOTAL" })) : body;
      const answer = await pass(`${target ?? ""}${incoming.url ?? "/"}`, incoming.headers, sent);
      const { TableName, Entries = [] } = Asked.parse(asked);
      calls.push({
        operation,
        table: TableName,
        units: isDynamo && answer.status === 200 ? unitsOf(answer.body) : 0,
        entries: operation === "PutEvents" ? Entries.length : 0,
      });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    };
    serve().catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Where calls go on to. */
    leadTo: (url: string): void => {
      target = url;
    },
    /** The calls since it was asked last. */
    take: (): readonly Call[] => {
      const taken = calls;
      calls = [];
      return taken;
    },
    stop: async (): Promise<void> => {
      agent.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
};
