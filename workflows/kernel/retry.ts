import { Duration } from "aws-cdk-lib";
import { JitterType, type RetryProps } from "aws-cdk-lib/aws-stepfunctions";
import type { FailureName } from "../../functions/kernel/task/failure";

/** One policy for each way a task may fail. `satisfies` makes a new failure without a policy a compile error. */
export const RETRY = {
  // AWS's limits refill each second: ten tries spread over at most eight minutes.
  Throttled: { interval: Duration.seconds(1), backoffRate: 2, maxDelay: Duration.minutes(2), maxAttempts: 10, jitterStrategy: JitterType.FULL },
  // An outage at AWS: from 2 s, doubling, at most 5 minutes apart; 18 tries last about an hour, then a person looks.
  Transient: { interval: Duration.seconds(2), backoffRate: 2, maxDelay: Duration.minutes(5), maxAttempts: 18, jitterStrategy: JitterType.FULL },
  // Ours to mend: trying again would say the same.
  Permanent: { maxAttempts: 0 },
} satisfies Record<FailureName, RetryProps>;

/**
 * Names under which the Lambda service and Step Functions themselves report what is, to us, a Transient failure
 * (Step Functions developer guide, "Handle transient Lambda service exceptions").
 */
export const TRANSIENT_ERRORS = [
  "Transient",
  "States.Timeout",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.Unknown",
];

/** Lambda's own throttling joins ours. */
export const THROTTLED_ERRORS = ["Throttled", "Lambda.TooManyRequestsException"];
