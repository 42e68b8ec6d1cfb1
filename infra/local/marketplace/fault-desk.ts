import { isCloudFault, type CloudFault, type Controls } from "./controls";
import { isMeteringFault, type MeteringFault } from "./metering/faults";
import type { Marketplace } from "./marketplace";
import type { FaultRequest } from "./requests";

/** The faults that are on: those of the cloud, and what is left of the Marketplace's own. */
export interface FaultsOn {
  readonly cloud: readonly CloudFault[];
  readonly resolveWithoutLicense: number;
  readonly emptyPage: number;
  readonly agreementApiDenied: boolean;
  readonly readLagTimes: number;
  readonly readLagSeconds: number;
  readonly metering: readonly MeteringFault[];
}

/** Switches faults on and off. */
export const faultDesk = ({ kept }: Marketplace, { faults }: Controls) => {
  const list = async (): Promise<FaultsOn> => {
    const { readLagSeconds, readLagTimes, resolveWithoutLicense, emptyPage, agreementApiDenied, meteringFaults: metering } = await kept.settings.get();
    return { cloud: faults.list(), resolveWithoutLicense, emptyPage, agreementApiDenied, readLagTimes, readLagSeconds, metering };
  };
  return {
    list,
    add: async (fault: FaultRequest): Promise<FaultsOn> => {
      if (isCloudFault(fault)) faults.add(fault);
      else if (fault.kind === "readLag") await kept.settings.change((before) => ({ ...before, readLagSeconds: fault.seconds, readLagTimes: fault.times }));
      else if (fault.kind === "agreementApiDenied") await kept.settings.change((before) => ({ ...before, agreementApiDenied: true }));
      else if (isMeteringFault(fault)) await kept.settings.change((before) => ({ ...before, meteringFaults: [...before.meteringFaults, fault] }));
      else await kept.settings.change((before) => ({ ...before, [fault.kind]: fault.times }));
      return list();
    },
    clear: async (): Promise<FaultsOn> => {
      faults.clear();
      await kept.settings.change((before) => ({
        ...before,
        readLagSeconds: 0,
        readLagTimes: 0,
        resolveWithoutLicense: 0,
        emptyPage: 0,
        agreementApiDenied: false,
        meteringFaults: [],
      }));
      return list();
    },
  };
};
export type FaultDesk = ReturnType<typeof faultDesk>;
