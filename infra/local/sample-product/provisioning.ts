import { z } from "zod";
import type { Documents } from "../cloud/documents";
import type { ProductApi } from "./ports";

const Held = z.object({ held: z.boolean() });
const Owed = z.object({ subscription: z.string() });
const SWITCH = "sample-provisioning";
const OWED = "sample-owed";

/** The sample product's provisioning: done at once, or held back for as long as a person at its page wants. */
export const provisioning = ({ documents, api }: { readonly documents: Documents; readonly api: Pick<ProductApi, "confirmProvisioned"> }) => {
  const isHeld = async (): Promise<boolean> => Held.safeParse(await documents.get(SWITCH, "switch")).data?.held === true;

  const owed = async (): Promise<readonly string[]> => (await documents.list(OWED)).map(({ document }) => Owed.parse(document).subscription);

  const confirm = async (subscription: string): Promise<void> => {
    if (!(await api.confirmProvisioned(subscription))) throw new Error("The product API took no confirmation; it is tried again.");
    await documents.delete(OWED, subscription);
  };

  return {
    isHeld,
    /** Subscriptions that wait for their confirmation. */
    owed,
    /** Confirms, or keeps in mind that a confirmation is owed while they are held back. */
    provision: async (subscription: string): Promise<void> => {
      await documents.put(OWED, subscription, { subscription });
      if (!(await isHeld())) await confirm(subscription);
    },
    /** Turns the switch. Letting go confirms all that is owed. */
    hold: async (held: boolean): Promise<void> => {
      await documents.put(SWITCH, "switch", { held });
      if (!held) for (const subscription of await owed()) await confirm(subscription);
    },
  };
};
