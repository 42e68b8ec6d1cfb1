import type { Settings } from "../settings";
import type { Shelf } from "../shelf";
import { effectOn, type Effect } from "./faults";
import type { UsageRecord } from "./usage-record";

/** Uses up the first fault that is about a call, if there is one. */
export const takeMeteringFault = async (settings: Shelf["settings"], records: readonly UsageRecord[]): Promise<Effect | undefined> => {
  // Most calls meet no fault: they wait for nobody.
  if (records.length === 0 || (await settings.get()).meteringFaults.length === 0) return undefined;
  let effect: Effect | undefined;
  await settings.change((before): Settings => {
    const taken = before.meteringFaults.find((fault) => (effect ??= effectOn(records, fault)) !== undefined);
    const left = before.meteringFaults.flatMap((fault) => {
      if (fault !== taken) return [fault];
      return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
    });
    return { ...before, meteringFaults: left };
  });
  return effect;
};
