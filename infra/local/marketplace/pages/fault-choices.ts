import type { MeteringFault } from "../metering/faults";
import type { FaultRequest } from "../requests";
import { times } from "./wording";

type Ask = (times: number) => FaultRequest;

interface Choice {
  readonly id: string;
  readonly name: string;
  readonly ask: Ask;
}

const KINDS = {
  throttle: "is throttled",
  outage: "is out",
  lostReply: "works, and its answer is lost",
  partial: "refuses one entry",
  reject: "rejects the mail",
} as const;
type Kind = keyof typeof KINDS;

/** Seconds that a lagging read hides what was bought: longer than a person waits, shorter than the app's second reading. */
const LAG_SECONDS = 60;

const ofCloud = (service: string, operation: string, kinds: readonly Kind[]): readonly Choice[] =>
  kinds.map((kind) => ({ id: `${kind}:${service}.${operation}`, name: `${operation} ${KINDS[kind]}`, ask: (times) => ({ kind, service, operation, times }) }));

const PLAIN: readonly Kind[] = ["throttle", "outage", "lostReply"];

/** The faults that the page offers; the API takes any service and operation. */
export const FAULT_CHOICES: readonly { readonly group: string; readonly choices: readonly Choice[] }[] = [
  {
    group: "AWS Marketplace",
    choices: [
      ...ofCloud("AWSMPMeteringService", "ResolveCustomer", PLAIN),
      { id: "resolveWithoutLicense", name: "ResolveCustomer names no license", ask: (times) => ({ kind: "resolveWithoutLicense", times }) },
      ...ofCloud("AWSMPMeteringService", "BatchMeterUsage", PLAIN),
      { id: "unprocessed", name: "BatchMeterUsage leaves half of its records unprocessed", ask: (times) => ({ kind: "unprocessed", share: 0.5, times }) },
      { id: "notSubscribed", name: "BatchMeterUsage knows no subscriber yet", ask: (times) => ({ kind: "notSubscribed", times }) },
      {
        id: "badRecord",
        name: "BatchMeterUsage refuses the whole call for one record",
        ask: (times) => ({ kind: "badRecord", error: "InvalidLicenseException", times }),
      },
      ...ofCloud("AWSMPEntitlementService", "GetEntitlements", PLAIN),
      { id: "emptyPage", name: "GetEntitlements gives an empty page", ask: (times) => ({ kind: "emptyPage", times }) },
      ...ofCloud("AWSMPCommerceService_v20200301", "SearchAgreements", ["throttle", "outage"]),
      ...ofCloud("AWSMPCommerceService_v20200301", "GetAgreementTerms", ["throttle", "outage"]),
      { id: "agreementApiDenied", name: "The Agreement API is denied", ask: () => ({ kind: "agreementApiDenied" }) },
      { id: "readLag", name: `Purchases show ${LAG_SECONDS} s late`, ask: (times) => ({ kind: "readLag", seconds: LAG_SECONDS, times }) },
    ],
  },
  {
    group: "The seller's own cloud",
    choices: [
      ...ofCloud("AWSStepFunctions", "StartExecution", PLAIN),
      ...ofCloud("DynamoDB_20120810", "PutItem", PLAIN),
      ...ofCloud("DynamoDB_20120810", "Query", ["throttle", "outage"]),
      ...ofCloud("SESv2", "SendEmail", [...PLAIN, "reject"]),
      ...ofCloud("SNS", "Publish", PLAIN),
      ...ofCloud("AWSEvents", "PutEvents", ["throttle", "outage", "partial"]),
    ],
  },
];

/** The fault a person chose, if it is one of those offered. */
export const chosenFault = (id: string): Ask | undefined => FAULT_CHOICES.flatMap(({ choices }) => choices).find((choice) => choice.id === id)?.ask;

/** A fault in words. */
export const faultName = (kind: Kind, service: string, operation: string): string =>
  `${operation} ${KINDS[kind]}${service.startsWith("AWSMP") ? "" : ` (${service})`}`;

const unprocessed = ({ records, share }: Extract<MeteringFault, { readonly kind: "unprocessed" }>): string => {
  if (share !== undefined) return `${Math.round(share * 100)} % of the records`;
  return records === undefined ? "all records" : times(records, "record");
};

/** A fault of metering in words. */
export const meteringFaultName = (fault: MeteringFault): string => {
  const next = `next ${times(fault.times, "call")}`;
  if (fault.kind === "unprocessed") return `BatchMeterUsage leaves ${unprocessed(fault)} unprocessed: ${next}`;
  const about = [fault.licenseArn, fault.accountId, fault.dimension].filter((part) => part !== undefined).join(", ") || "any buyer";
  if (fault.kind === "notSubscribed") return `BatchMeterUsage does not know as subscribed: ${about}, ${next}`;
  return `BatchMeterUsage is refused whole with ${fault.error} for a record of ${about}: ${next}`;
};
