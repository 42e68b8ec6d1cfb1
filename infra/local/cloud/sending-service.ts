import type { Outbox } from "./outbox";

/** A refusal or an answer, in the form of the service's own protocol. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A service whose protocol knows no `X-Amz-Target`: SES speaks REST, SNS speaks forms and XML. */
export interface SendingService {
  /** As faults name it. */
  readonly name: string;
  /** The operation that a request asks for; undefined where it is for somebody else. */
  readonly operationOf: (request: { readonly path: string; readonly contentType: string; readonly body: string }) => string | undefined;
  readonly handle: (operation: string, body: string) => Promise<WireAnswer>;
  /** How it says that it is busy, and that it is down. */
  readonly throttled: WireAnswer;
  readonly down: WireAnswer;
  /** How it says that it won't have this one, now or later; a service that takes everything has no such answer. */
  readonly rejected?: WireAnswer;
}

export type StartSending = (outbox: Outbox) => SendingService;
