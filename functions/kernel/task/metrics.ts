import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

/** What is counted, each for an alarm or a graph. */
export type Counter =
  | "AgreementsNotPermitted"
  | "UsageAtRisk"
  | "UsageDelayed"
  | "UsageExpiring"
  | "UsageNotBilled"
  | "UsageNotConserved"
  | "ContinuationDoubted"
  | "MailFailed"
  | "NoticeParked"
  | "NoticeOtherListing"
  | "RunFailed"
  | "LogTampered"
  | "StreamLagging";

// Its service is the deployment (POWERTOOLS_SERVICE_NAME), by which an alarm knows its own.
const metrics = new Metrics({ namespace: "Stallkeeper" });

/** Counts something that happened, in CloudWatch's embedded metric format: a log line, and no call. */
export const count = (counter: Counter, times = 1): void => {
  metrics.addMetric(counter, MetricUnit.Count, times);
  metrics.publishStoredMetrics();
};
