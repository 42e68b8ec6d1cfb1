/** A service of AWS's JSON protocols, as the dispatcher hosts it. */
export interface AwsService {
  /** What stands before the dot in `X-Amz-Target`. */
  readonly target: string;
  readonly jsonVersion: "1.0" | "1.1";
  /** Answers one operation. @throws AwsError where AWS would refuse */
  readonly handle: (operation: string, input: unknown) => Promise<unknown>;
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
