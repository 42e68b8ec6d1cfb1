import { later, type Instant } from "../kernel/values";
import type { Subscription } from "./state";

const HOUR = 3_600_000;

/**
 * The first hour that is billed to the license which takes a legacy buyer's place: the first whole one after the two are
 * joined, and none before the hour that the product names. Until then usage goes on being reported, and billed, in the old form.
 */
export const movesAt = (concurrentFrom: Instant, joinedAt: Instant): Instant => {
  const next = later(`${joinedAt.slice(0, "2026-11-24T09".length)}:00:00.000Z`, HOUR);
  return next > concurrentFrom ? next : concurrentFrom;
};

/**
 * Whether an hour is billed to this subscription. A buyer who has but one form is billed in that one, whatever the listing moves
 * to; of two that are joined each hour is billed to exactly one (`UG:metering-for-usage`: both forms in one hour bill twice).
 * @param hour any time in it
 */
export const isBilledHere = ({ predecessor, successor }: Pick<Subscription, "predecessor" | "successor">, hour: Instant): boolean =>
  (predecessor?.meteredFrom === undefined || hour >= predecessor.meteredFrom) && (successor?.meteredUntil === undefined || hour < successor.meteredUntil);
