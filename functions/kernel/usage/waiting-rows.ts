import { z } from "zod";
import type { Instant } from "../../../events/kernel/values";
import { inParallel } from "../task/batches";
import type { RowKey } from "./usage-row-table";
import type { UsageTable } from "./usage-table";

const WaitingRow = z.object({ pk: z.string(), sk: z.string(), customerIdentifier: z.string(), createTimestamp: z.string() }).readonly();

/** Rows of usage that could not be judged when they were written, and are looked at again. */
export interface WaitingRows {
  readonly add: (key: RowKey, dueAt: Instant) => Promise<void>;
  /** Shows each row that is due to `see`, and takes it off the list where that says so. */
  readonly seeDue: (until: Instant, see: (key: RowKey) => Promise<boolean>) => Promise<void>;
}

const LIST = "rows";

/** Rows looked at at once. */
const WIDTH = 10;

/** The list in the usage table, by the time at which a row is looked at again. */
export const storedWaitingRows = (table: UsageTable): WaitingRows => ({
  add: ({ customerIdentifier, createTimestamp }, dueAt) =>
    table.put([{ pk: LIST, sk: `${dueAt}#${customerIdentifier}#${createTimestamp}`, customerIdentifier, createTimestamp }]),
  seeDue: async (until, see) => {
    let after: string | undefined;
    do {
      // '~' comes after every character of a key.
      const page: { readonly items: readonly z.infer<typeof WaitingRow>[]; readonly next?: string } = await table.page(
        WaitingRow,
        { pk: LIST, upTo: `${until}~` },
        after,
      );
      await inParallel(page.items, WIDTH, async ({ pk, sk, customerIdentifier, createTimestamp }) => {
        if (await see({ customerIdentifier, createTimestamp })) await table.remove([{ pk, sk }]);
      });
      after = page.next;
    } while (after !== undefined);
  },
});
