import { meter, meterStream, type Meter } from "../../../events/meter/meter";
import type { UsageCommand, UsageRefusal } from "../../../events/usage/commands";
import { usage, usageStream } from "../../../events/usage/decider";
import { NOTHING_CARRIED, type Balances } from "../../../events/usage/balances";
import type { Book } from "../../../events/usage/book";
import type { UsageEvent } from "../../../events/usage/events";
import type { Day } from "../../../events/kernel/hour";
import { isConserved } from "../../../events/usage/totals";
import type { Appending } from "../streams/appending";
import type { CommitMeta } from "../streams/event-store";
import { Failure } from "../task/failure";
import { log } from "../task/log";
import { count } from "../task/metrics";
import { transact, type Transacted } from "../streams/transact";
import { tellUsageNews } from "./usage-news";

/** One subscription's books: how usage is written down. */
export interface UsageBooks {
  readonly load: (subscription: string, day: Day) => Promise<Book>;
  readonly meter: (subscription: string) => Promise<Meter>;
  /** Does something with a book, checks that nothing in it was lost or counted twice, and takes its news of problems to the subscription. */
  readonly write: (subscription: string, day: Day, command: UsageCommand, by: CommitMeta) => Promise<Transacted<Book, UsageEvent, UsageRefusal>>;
  /**
   * Opens the day's book on what the one before hands on, which is closed with it; the first of all on what is given.
   * @returns `late` where a later day's book is open
   */
  readonly open: (subscription: string, day: Day, by: CommitMeta, first?: Balances) => Promise<"open" | "late">;
  /** The Region this customer is metered in, now and for ever. */
  readonly region: (subscription: string, wanted: string, by: CommitMeta) => Promise<string>;
}

const check = (subscription: string, day: Day, { totals }: Book): void => {
  for (const [dimension, kept] of Object.entries(totals)) {
    if (isConserved(kept)) continue;
    log.error("Usage is not conserved: what was recorded is not what was dealt with", { subscription, day, dimension });
    count("UsageNotConserved");
  }
};

/** How many lines with units in them these events say AWS will not bill as they were counted. */
const unbilled = (events: readonly UsageEvent[], { hours }: Book): number =>
  events.reduce((sum, { type, data }) => {
    switch (type) {
      case "HourSealed":
        return sum + data.lines.filter(({ billed, untold }) => billed > 0 && untold !== undefined && untold !== "dryRun").length;
      case "UsageDisputed":
      case "UsageRefused":
      case "UsageExpired":
        return sum + Number((hours[data.hour]?.open[data.dimension]?.line.billed ?? 0) > 0);
      case "LateUsageExpired":
        return sum + 1;
      case "BookOpened":
      case "UsageUnanswered":
      case "UsageAccepted":
      case "UsageNotSubscribed":
      case "LateUsageCarried":
      case "LateUsageRerouted":
      case "LateUsageReceived":
      case "UsageProblemClosed":
      case "UsageProblemsTold":
      case "BookClosed":
        return sum;
    }
  }, 0);

/** The books in the log. */
export const usageBooks = ({ store, clock }: Appending): UsageBooks => {
  const load = async (subscription: string, day: Day): Promise<Book> => (await store.load(usage, usageStream(subscription, day))).state;

  const tell = tellUsageNews({ store, clock });

  const write: UsageBooks["write"] = async (subscription, day, command, by) => {
    const written = await transact({ store, clock }, usage, usageStream(subscription, day), command, by);
    check(subscription, day, written.state);
    const lost = written.outcome === "accepted" ? unbilled(written.events, written.state) : 0;
    if (lost > 0) count("UsageNotBilled", lost);
    await tell(subscription, day, written.state, by);
    return written;
  };

  return {
    load,
    write,
    meter: async (subscription) => (await store.load(meter, meterStream(subscription))).state,
    region: async (subscription, region, by) => {
      const pinned = await transact({ store, clock }, meter, meterStream(subscription), { type: "PinRegion", data: { region } }, by);
      return pinned.state.region ?? region;
    },
    open: async (subscription, day, by, first = NOTHING_CARRIED) => {
      if ((await load(subscription, day)).opened) return "open";
      const begun = await transact({ store, clock }, meter, meterStream(subscription), { type: "BeginBook", data: { day } }, by);
      if (begun.outcome === "refused") return "late";
      const { previous } = begun.state;
      // Closed before its balances are read: nothing is sealed there afterwards.
      const before = previous === undefined ? undefined : await write(subscription, previous, { type: "Close" }, by);
      const opening = before?.state.balances ?? first;
      const opened = await write(subscription, day, { type: "Open", data: { previous, opening } }, by);
      if (opened.outcome === "refused") throw new Failure("Permanent", `The book of ${subscription} for ${day} can't be opened: ${opened.refusal}.`);
      return "open";
    },
  };
};
