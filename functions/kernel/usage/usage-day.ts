import { dayOf, type Day } from "../../../events/kernel/hour";
import { plus, ZERO, type Quantity } from "../../../events/kernel/quantity";
import { unopened, type Book } from "../../../events/usage/book";
import { usage, usageStream } from "../../../events/usage/decider";
import { evolve } from "../../../events/usage/evolve";
import { emptyLedger, enter, type LedgerLine } from "../../../events/usage/ledger";
import type { EventStore } from "../streams/event-store";

/** One day of a subscription's usage, from its events. */
export interface UsageDay {
  readonly day: Day;
  readonly lines: readonly LedgerLine[];
  readonly book: Book;
  /** What the book found when it was opened, by dimension; undefined for one that was never opened. */
  readonly opening: Readonly<Record<string, Quantity>> | undefined;
  /** Late usage of other days that it took on, by dimension. */
  readonly received: Readonly<Record<string, Quantity>>;
}

/** Reads a day's book once, so that its lines and its totals are of the same moment. */
export const readUsageDay = async (store: Pick<EventStore, "history">, subscription: string, day: Day): Promise<UsageDay> => {
  let ledger = emptyLedger;
  let book = unopened;
  let opening: UsageDay["opening"];
  const received = new Map<string, Quantity>();
  for await (const { events, meta } of store.history(usage, usageStream(subscription, day))) {
    for (const event of events) {
      ledger = enter(ledger, event, { run: meta.run });
      book = evolve(book, event);
      if (event.type === "BookOpened") opening = event.data.opening.carry;
      if (event.type === "LateUsageReceived" && dayOf(event.data.from) !== day) {
        const { dimension, quantity } = event.data;
        received.set(dimension, plus(received.get(dimension) ?? ZERO, quantity));
      }
    }
  }
  return { day, lines: Object.values(ledger.lines), book, opening, received: Object.fromEntries(received) };
};
