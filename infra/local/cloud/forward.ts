import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { Agent, request as httpRequest } from "node:http";
import { Agent as SecureAgent, request as httpsRequest } from "node:https";

/** A keep-alive connection for each call under way, up to as many as a laptop's own database needs. */
const MOST_SOCKETS = 64;
const agent = new Agent({ keepAlive: true, maxSockets: MOST_SOCKETS });
const secureAgent = new SecureAgent({ keepAlive: true, maxSockets: MOST_SOCKETS });

/** What was answered elsewhere. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends a request on as it is, headers and body; only the host and the connection are its own. @throws where nobody answers */
const ask = (url: string, { headers }: IncomingMessage, bytes: Buffer): Promise<Answered> =>
  new Promise((done, failed) => {
    const { host: _, connection: _c, ...others } = headers;
    const secure = url.startsWith("https:");
    const forwarded = (secure ? httpsRequest : httpRequest)(url, { method: "POST", headers: others, agent: secure ? secureAgent : agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        done({ status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(chunks) });
      });
      answer.on("error", failed);
    });
    forwarded.on("error", failed);
    forwarded.end(bytes);
  });

/** Answers a request as it is answered elsewhere. */
export const forward = async (
  url: string,
  request: IncomingMessage,
  { bytes, response }: { readonly bytes: Buffer; readonly response: ServerResponse },
): Promise<Answered> => {
  const answered = await ask(url, request, bytes);
  response.writeHead(answered.status, answered.headers).end(answered.body);
  return answered;
};
