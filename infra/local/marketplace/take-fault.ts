import type { Settings } from "./settings";
import type { Shelf } from "./shelf";

/** Uses up one of the Marketplace's own faults, if any is on. */
export const takeFault = async (settings: Shelf["settings"], kind: "resolveWithoutLicense" | "emptyPage"): Promise<boolean> => {
  // Most calls meet no fault: they wait for nobody.
  if ((await settings.get())[kind] === 0) return false;
  let taken = false;
  await settings.change((before): Settings => {
    taken = before[kind] > 0;
    return taken ? { ...before, [kind]: before[kind] - 1 } : before;
  });
  return taken;
};
