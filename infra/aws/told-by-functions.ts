import { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { ImpactAlarm } from "./impact-alarm";

/** What functions count themselves, by the name they count it under, and what is lost when it is not zero. */
export const COUNTED = {
  LogTampered: {
    alarm: "log-tampered",
    failureImpact: "An event was changed or removed, which nothing of ours does: what the log says of a buyer may be untrue.",
  },
  AgreementsNotPermitted: {
    alarm: "agreements-not-permitted",
    failureImpact: "Free trials and missed messages about pay-as-you-go purchases go unnoticed: AWS lets us read no agreements.",
  },
  MailFailed: {
    alarm: "mail-failed",
    failureImpact: "A buyer was not told that the registration was received, or that they can log in: SES refused the mail.",
  },
  NoticeParked: {
    alarm: "notice-parked",
    failureImpact: "AWS sent something this release can't act on: a buyer's access may not follow what they bought.",
  },
  UsageAtRisk: {
    alarm: "usage-at-risk",
    failureImpact:
      "Usage that AWS was not told of expires in 6 hours or less, at 06:00 UTC on the 1st in 2, or in half an hour where a license ended: it is never billed then.",
  },
  UsageDelayed: {
    alarm: "usage-delayed",
    failureImpact: "Nothing is lost yet: AWS was not told of usage, or has not taken it, two hours after its hour was over.",
  },
  UsageExpiring: {
    alarm: "usage-expiring",
    failureImpact:
      "Usage expires within the hour, at 06:00 UTC on the 1st within half of one, or within ten minutes where a license ended: it is never billed then.",
  },
  UsageNotBilled: {
    alarm: "usage-not-billed",
    failureImpact: "AWS did not bill usage that was reported: it refused the record, or its time had passed.",
  },
  UsageNotConserved: {
    alarm: "usage-not-conserved",
    failureImpact: "What was recorded of a customer's usage is not what was billed, included, carried and refused: their bill may be wrong.",
  },
} as const;

/** Alarms on what functions count. */
export class ToldByFunctions extends Construct {
  constructor(scope: Construct, id: string, { prefix }: { readonly prefix: string }) {
    super(scope, id);
    for (const [metricName, { alarm, failureImpact }] of Object.entries(COUNTED)) {
      new ImpactAlarm(this, metricName, {
        prefix,
        name: alarm,
        failureImpact,
        metric: new Metric({ namespace: "Stallkeeper", metricName, dimensionsMap: { service: prefix }, period: Duration.minutes(5), statistic: "sum" }),
      });
    }
  }
}
