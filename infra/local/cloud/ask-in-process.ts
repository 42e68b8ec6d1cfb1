import { EventEmitter } from "node:events";
import type { IncomingHttpHeaders, OutgoingHttpHeaders, Server } from "node:http";

/** A request as it came in, and read to its end. */
export interface Question {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

export type Ask = (question: Question) => Promise<Answer>;

/** What a server is given to answer with: as much of a response as one needs that answers in one piece. */
class Reply extends EventEmitter {
  statusCode = 200;
  private readonly headers: OutgoingHttpHeaders = {};

  constructor(private readonly answered: (answer: Answer) => void) {
    super();
  }

  setHeader(name: string, value: string | number): void {
    this.headers[name.toLowerCase()] = value;
  }

  end(body = ""): void {
    this.answered({ status: this.statusCode, headers: this.headers, body });
    this.emit("close");
  }
}

/** Asks an HTTP server of this process without a socket in between, which would take longer than the answer. */
export const askInProcess =
  (server: Server): Ask =>
  ({ body, ...head }) =>
    new Promise((answered) => {
      const request = Object.assign(new EventEmitter(), head);
      server.emit("request", request, new Reply(answered));
      request.emit("data", body);
      request.emit("end");
    });
