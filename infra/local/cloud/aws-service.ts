import type { IncomingHttpHeaders } from "node:http";

/** What a service may know of a call beside its input. */
export interface Call {
  /** The Region the request was signed for. */
  readonly region: string;
  /** The size of the request's body. */
  readonly bytes: number;
  readonly userAgent: string;
}

/** Signature Version 4 names the Region in its scope: `Credential=AKIA…/20261124/us-east-1/aws-marketplace/aws4_request`. */
const SCOPE = /Credential=[^/]*\/\d{8}\/([a-z0-9-]+)\//;

/** What a request's headers and body tell of a call; one that is not signed is taken for us-east-1's. */
export const callOf = ({ authorization = "", "user-agent": userAgent = "" }: IncomingHttpHeaders, bytes: number): Call => ({
  region: SCOPE.exec(authorization)?.[1] ?? "us-east-1",
  bytes,
  userAgent,
});

/** A service of AWS's JSON protocols, as the dispatcher hosts it. */
export interface AwsService {
  /** What stands before the dot in `X-Amz-Target`. */
  readonly target: string;
  readonly jsonVersion: "1.0" | "1.1";
  /** Answers one operation. @throws AwsError where AWS would refuse */
  readonly handle: (operation: string, input: unknown, call: Call) => Promise<unknown>;
}

/** A refusal in AWS's form: the type is the name the SDK's exception will have. */
export class AwsError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = type;
  }
}

/** What a service answers to an operation it lacks. */
export const unknownOperation = (service: string, operation: string): AwsError =>
  new AwsError("UnknownOperationException", `The embedded cloud's ${service} has no ${operation}.`);
