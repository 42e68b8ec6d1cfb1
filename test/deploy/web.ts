import { request as plain } from "node:http";
import { request as encrypted } from "node:https";

export interface Ask {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** An HTTP service, by paths below its base. */
export interface Web {
  /** What its URLs begin with, as its own pages write them: `/prod`. */
  readonly base: string;
  readonly ask: (method: string, path: string, ask?: Ask) => Promise<Answer>;
}

export interface Address {
  readonly scheme: "http" | "https";
  readonly port: number;
  /** The host a browser would name. The connection goes to this machine all the same. */
  readonly host: string;
  readonly base: string;
  /** A certificate to trust. */
  readonly ca?: string;
  /** Adds what the service wants of every request, such as a signature. */
  readonly sign?: (method: string, path: string, ask: Ask) => Readonly<Record<string, string>>;
}

/** A service at an address; it follows no redirect. */
export const web = ({ scheme, port, host, base, ca, sign }: Address): Web => ({
  base,
  ask: (method, path, ask = {}) =>
    new Promise((answered, failed) => {
      const full = `${base}${path}`;
      const headers = {
        ...ask.headers,
        host,
        ...sign?.(method, full, ask),
        ...(ask.body !== undefined && { "content-length": String(Buffer.byteLength(ask.body)) }),
      };
      const send = scheme === "https" ? encrypted : plain;
      const sent = send({ host: "127.0.0.1", port, method, path: full, headers, ...(ca !== undefined && { ca, servername: "localhost" }) }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.once("end", () => {
          answered({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString("utf8") });
        });
      });
      sent.once("error", failed);
      sent.end(ask.body);
    }),
});
