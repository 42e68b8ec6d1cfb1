import type { IncomingMessage, ServerResponse } from "node:http";
import type { Faults } from "./faults";
import { readBytes } from "./read-bytes";
import type { SendingService } from "./sending-service";

/** Whether a request may be for a service without `X-Amz-Target`; what it asks for, its body says. */
export const isForSending = ({ method, url = "", headers }: IncomingMessage): boolean =>
  method === "POST" && (url.startsWith("/v2/email/") || (url === "/" && headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true));

/** Answers SES and SNS, with their faults. */
export const sending =
  (services: readonly SendingService[], faults: Faults) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await readBytes(request)).toString("utf8");
    const asked = { path: (request.url ?? "").split("?")[0] ?? "", contentType: request.headers["content-type"] ?? "", body };
    for (const service of services) {
      const operation = service.operationOf(asked);
      if (operation === undefined) continue;
      const fault = faults.take(service.name, operation, ["throttle", "outage", "lostReply", ...(service.rejected === undefined ? [] : ["reject" as const])]);
      const refusal = fault === "throttle" ? service.throttled : fault === "outage" ? service.down : fault === "reject" ? service.rejected : undefined;
      const answer = refusal ?? (await service.handle(operation, body));
      if (fault === "lostReply") response.destroy();
      else response.writeHead(answer.status, answer.headers).end(answer.body);
      return;
    }
    response.writeHead(404, { "content-type": "text/plain" }).end("The embedded cloud knows no such operation.\n");
  };
