import type { Sent } from "../cloud/outbox";
import type { FaultRequest } from "./requests";

/** A fault of the cloud: the next so many calls of one operation go wrong in one way. */
export interface CloudFault {
  readonly kind: "throttle" | "outage" | "lostReply" | "partial" | "reject";
  /** As in `X-Amz-Target`, such as `AWSMPMeteringService`. */
  readonly service: string;
  readonly operation: string;
  readonly times: number;
}

/** What a tester may do to the cloud around the simulator. */
export interface Controls {
  readonly now: () => string;
  /** Moves the clock on, and lets everything due by then happen. */
  readonly advance: (milliseconds: number) => Promise<void>;
  /** The mails and notifications that left the seller's account. */
  readonly sent: () => Promise<readonly Sent[]>;
  readonly faults: {
    readonly add: (fault: CloudFault) => void;
    readonly list: () => readonly CloudFault[];
    readonly clear: () => void;
  };
}

/** Whether a fault is the cloud's rather than the Marketplace's own. */
export const isCloudFault = (fault: FaultRequest): fault is Extract<FaultRequest, CloudFault> => "service" in fault;
