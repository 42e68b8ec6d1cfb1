import { z } from "zod";
import { SENTENCES } from "../../../../events/subscription/sentences";
import { ReasonCode } from "../../../../events/subscription/values";
import type { StoredRow } from "../../../../functions/kernel/projections/rows";

const text = z.string().nullable().catch(null);

/** A row of any of the projections, as far as the console relies on it. Other members are told as they are. */
const Row = z.looseObject({
  subscriptionId: z.string(),
  access: z.string().catch("none"),
  reasonCode: z.string().catch(""),
  productCode: text,
  awsAccountId: text,
  tenantId: text,
  agreementId: text,
  licenseArn: text,
  registered: z.boolean().catch(false),
  test: z.boolean().catch(false),
  entitlements: z.array(z.object({ dimension: z.string(), value: z.union([z.string(), z.number(), z.boolean()]), expiresAt: z.string().nullable() })).catch([]),
  contacts: z.array(z.string()).catch([]),
  agreements: z
    .array(
      z.object({
        id: z.string(),
        endsAt: text,
        startsAt: text,
        end: z.object({ status: z.string(), at: z.string() }).nullable().catch(null),
        autoRenewal: z.boolean().nullable().catch(null),
      }),
    )
    .catch([]),
  successor: text,
});
export type SubscriptionRow = z.infer<typeof Row>;

/** Reads a row; undefined for a tombstone. */
export const subscriptionRow = ({ content }: Pick<StoredRow, "content">): SubscriptionRow | undefined => Row.safeParse(content).data;

/** Why access is what it is, as a sentence. */
export const reasonOf = ({ reasonCode }: Pick<SubscriptionRow, "reasonCode">): string => {
  const { data } = ReasonCode.safeParse(reasonCode);
  return data === undefined ? reasonCode : SENTENCES[data];
};
