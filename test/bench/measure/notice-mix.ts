import { subscriptionIdentity } from "../../../events/subscription/identity";
import type { AccessStatus } from "../../../events/subscription/values";
import { hash } from "../../../functions/kernel/task/hash";
import type { Purchase } from "../../../infra/local/marketplace/purchase";
import type { Stall } from "../../../infra/local/stall";
import { chance } from "../../functions/metering/chance";

const CONTRACT = "harbourlight0contract0001";
const LEGACY = "oldquay0legacy0000000004";

/** Each subscription is told of so often. */
export const NOTICES_EACH = 10;

/** Every tenth is of the legacy listing, told by SNS and EventBridge; every fifth of the others is cancelled in the end. */
const LEGACY_OF = 10;
const CANCELLED_OF = 5;

/** AWS dates license events to the second. */
const BETWEEN_CHANGES_MS = 1_000;

/** A subscription, and what its last facts give. */
export interface Expected {
  readonly subscription: string;
  readonly agreements: readonly string[];
  readonly access: AccessStatus;
}

/** What happens to a buyer, one thing after the other, each with two messages: of the agreement, and of the license or the subscription. */
type Life = readonly ((before: Purchase | undefined) => Promise<Purchase>)[];

const idOf = ({ marketplace }: Stall, purchase: Purchase): string => {
  const { productCode, licenseArn, customerIdentifier, accountId: awsAccountId } = purchase;
  return subscriptionIdentity({ productCode, licenseArn, customerIdentifier, awsAccountId }, marketplace.product(productCode).identityForms, hash)?.id ?? "";
};

/** Bought, changed three times, and changed or cancelled. */
const contract = ({ marketplace: { buy, amend, end } }: Stall, cancelled: boolean): Life => {
  const change = (seats: number) => (before?: Purchase) => amend(before?.agreementId ?? "", { quantities: { seats } });
  const last = cancelled ? (before?: Purchase) => end(before?.agreementId ?? "", "cancelled") : change(5);
  return [() => buy({ product: CONTRACT, quantities: { seats: 1 } }), change(2), change(3), change(4), last];
};

/** Subscribed, left, back, left, back. */
const legacy = ({ marketplace: { buy, end } }: Stall): Life => {
  const leave = (before?: Purchase) => end(before?.agreementId ?? "", "cancelled");
  const come = (before?: Purchase) => buy({ product: LEGACY, ...(before !== undefined && { accountId: before.accountId }) });
  return [come, leave, come, leave, come];
};

/**
 * Lets so many buyers buy and change while notices are held: five rounds through all of them, each a second after the other.
 * @returns what is to come of each, by the last of its facts
 */
export const makeNotices = async (stall: Stall, subscriptions: number): Promise<readonly Expected[]> => {
  await stall.marketplace.desk.hold();
  const all = Array.from({ length: subscriptions }, (_, index) => {
    const isLegacy = index % LEGACY_OF === LEGACY_OF - 1;
    const isCancelled = !isLegacy && index % CANCELLED_OF === 0;
    const access: AccessStatus = isCancelled ? "revoked" : "granted";
    return { life: isLegacy ? legacy(stall) : contract(stall, isCancelled), access, made: new Array<Purchase>() };
  });
  for (let round = 0; round < NOTICES_EACH / 2; round += 1) {
    for (const { life, made } of all) made.push(await life[round]!(made.at(-1)));
    await stall.advance(BETWEEN_CHANGES_MS);
  }
  return all.map(({ made, access }) => ({ subscription: idOf(stall, made[0]!), agreements: made.map(({ agreementId }) => agreementId), access }));
};

/** The same things in an order that is as good as any, and the same each time. */
export const shuffled = <Item>(items: readonly Item[], seed = 1): readonly Item[] => {
  const { below } = chance(seed);
  return items
    .map((item) => ({ item, place: below(2 ** 30) }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
};
