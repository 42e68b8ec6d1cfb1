import type { Subscription } from "../subscription/state";
import type { Row } from "./projection";

/** What a list says of each subscription in it. */
const summary = (id: string, state: Subscription): Row["content"] => ({
  subscriptionId: id,
  productCode: state.listing?.productCode ?? null,
  awsAccountId: state.awsAccountId ?? null,
  tenantId: state.tenantId ?? null,
  test: state.test,
  access: state.access.status,
  reasonCode: state.access.reason,
  registered: state.registeredAt !== undefined,
});

/** The subscription's row where it is listed now, and a tombstone where it was before. */
export const listed = (
  id: string,
  state: Subscription,
  { now, before }: { readonly now: string | undefined; readonly before: readonly string[] | undefined },
): readonly Row[] => {
  const gone = (before ?? []).filter((partition) => partition !== now).map((partition) => ({ partition, key: id, content: null }));
  return now === undefined ? gone : [...gone, { partition: now, key: id, content: summary(id, state) }];
};
