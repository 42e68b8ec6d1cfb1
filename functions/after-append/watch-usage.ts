import { dayOf, hourAfter, hourAt, type Hour } from "../../events/kernel/hour";
import { later, type Instant } from "../../events/kernel/values";
import { productByCode, type Catalogue } from "../../events/product/catalogue";
import { meteredDimensions, reportsZeros, type Product } from "../../events/product/product";
import { meteredLife } from "../../events/subscription/metered";
import type { Subscription } from "../../events/subscription/state";
import { LATEST_AFTER_MS, sealableAt } from "../../events/usage/deadline";
import type { Clock } from "../kernel/task/clock";
import type { LastHourRuns } from "../kernel/runs/last-hour-runs";
import { subscriptionOf } from "../kernel/projections/projector";
import type { UsageBooks } from "../kernel/usage/usage-books";
import type { UsageWorkList } from "../kernel/usage/usage-work";
import type { Watch } from "./watch";

interface Dependencies {
  readonly catalogue: Catalogue;
  readonly books: Pick<UsageBooks, "load" | "meter">;
  readonly work: Pick<UsageWorkList, "open" | "openHours">;
  readonly lastHours: LastHourRuns;
  readonly clock: Clock;
}

const MINUTE_MS = 60_000;

/** Sees that a customer's usage is told of from the first hour to the last, though the product may report none. */
export const watchUsage = ({ catalogue, books, work, lastHours, clock }: Dependencies): Watch => {
  /** The first hour that may still be sealed: of the purchase's life, of what AWS takes, and after what is sealed. */
  const firstHour = async (subscription: string, from: Instant, now: Instant): Promise<Hour> => {
    const earliest = later(now, -LATEST_AFTER_MS);
    const hour = hourAt(from > earliest ? from : earliest);
    const { day } = await books.meter(subscription);
    if (day === undefined || day < dayOf(hour)) return hour;
    const { hours } = await books.load(subscription, day);
    const last = Object.keys(hours).toSorted().at(-1);
    return last !== undefined && last >= hour ? hourAfter(last) : hour;
  };

  /** An hour on the list puts the next one there when it is sealed: the first of them has to be put there. */
  const beginZeros = async (subscription: string, product: Product, state: Subscription, now: Instant): Promise<void> => {
    const life = meteredLife(state, now);
    if (typeof life === "string" || life.until !== undefined || !reportsZeros(product)) return;
    if ((await work.openHours(subscription)).length > 0) return;
    const hour = await firstHour(subscription, life.from, now);
    await work.open(subscription, hour, sealableAt(hour, product.metering.graceMinutes * MINUTE_MS));
  };

  return {
    see: async (stream, { state }) => {
      const product = productByCode(catalogue, state.listing?.productCode ?? "");
      if (product === undefined || meteredDimensions(product).length === 0) return;
      const now = clock.now();
      const subscription = subscriptionOf(stream);
      await beginZeros(subscription, product, state, now);
      const { finalUsage } = state;
      if (finalUsage !== undefined && finalUsage.deadline > now) await lastHours.open(subscription, finalUsage);
    },
  };
};
