import { dayOf, monthOf, type Day, type Month } from "../../../events/kernel/hour";
import { compareQuantities, isZero, plus, ZERO, type Quantity } from "../../../events/kernel/quantity";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { UsageDay } from "../../../functions/kernel/usage/usage-day";
import { EXIT, Problem } from "../problem";
import { agreementAt } from "../usage/agreement-at";
import type { Metered, MeterSources } from "../usage/every-meter";
import { dailyUsageRows, type FeedRow } from "./daily-usage-file";
import type { Compared, Report } from "./difference";
import { daysBetween, everyBook, isHeld } from "./ledger-lines";
import { withSpool, type Spool } from "./spool";

type Stood = Pick<FeedRow, "quantity" | "since" | "deleted">;

interface Read {
  readonly first: Day;
  readonly last: Day;
  /** The newest time of any row: what AWS heard later is in no file. */
  readonly asOf: string;
}

/** The newest word on each row of the feed, whichever file it is in. */
const readFiles = async (files: readonly string[], month: Month | undefined, spool: Spool<Stood>): Promise<Read | undefined> => {
  let [first, last, asOf] = ["", "", ""];
  for (const file of files) {
    for await (const { id, agreement, dimension, day, ...stood } of dailyUsageRows(file)) {
      if (stood.since > asOf) asOf = stood.since;
      if (month !== undefined && monthOf(day) !== month) continue;
      if (first === "" || day < first) first = day;
      if (day > last) last = day;
      await spool.merge([agreement, dimension, day, id], (known) => (known === undefined || stood.since >= known.since ? stood : known));
    }
  }
  return first === "" ? undefined : { first, last, asOf };
};

/** What AWS counted of each day: its rows, which are of one Region each, in one sum. */
async function* daysOfFeed(spool: Spool<Stood>): AsyncGenerator<readonly [key: readonly string[], quantity: Quantity]> {
  let [key, sum]: [readonly string[], Quantity] = [[], ZERO];
  for await (const [all, { quantity, deleted }] of spool.all()) {
    const own = all.slice(0, -1);
    if (own.join("\u0000") !== key.join("\u0000")) {
      if (key.length > 0) yield [key, sum];
      [key, sum] = [own, ZERO];
    }
    if (!deleted) sum = plus(sum, quantity);
  }
  if (key.length > 0) yield [key, sum];
}

/** Compares the ledger with the seller's Daily Usage feed: day by day and agreement by agreement, in both directions. @throws Problem for a feed without a day of it */
export const compareDailyUsage = (
  sources: MeterSources,
  { files, month }: { readonly files: readonly string[]; readonly month: Month | undefined },
  report: Report,
  onPage: (segments: number) => void,
): Promise<Compared> =>
  withSpool<Stood, Compared>((feed) =>
    withSpool<Quantity, Compared>(async (ledger) => {
      const read = await readFiles(files, month, feed);
      if (read === undefined) throw new Problem(`The feed has no day${month === undefined ? "" : ` of ${month}`}, so there is nothing to compare.`, EXIT.usage);
      const { first, last, asOf } = read;
      const compared = { from: first, until: last, agreed: 0, outside: 0, notShown: 0 };

      const visit = async ({ row: { subscriptionId } }: Metered, { lines }: UsageDay): Promise<void> => {
        const held = lines.filter(isHeld);
        if (held.length === 0) return;
        const { state } = await sources.log.load(subscription, subscriptionStream(subscriptionId));
        for (const { hour, timestamp = hour, dimension, units, answeredAt = "" } of held) {
          if (asOf !== "" && answeredAt > asOf) {
            compared.outside += 1;
            continue;
          }
          const agreement = agreementAt(state, timestamp).agreement ?? subscriptionId;
          await ledger.merge([agreement, dimension, dayOf(hour)], (known) => plus(known ?? ZERO, String(units)));
        }
      };
      await everyBook(sources, daysBetween(first, last), visit, onPage);

      const none = { state: null, awsRecord: null, ledgerRecord: null } as const;
      for await (const [key, aws] of daysOfFeed(feed)) {
        const [who = "", dimension = "", when = ""] = key;
        const own = await ledger.get(key);
        await ledger.remove(key);
        if (compareQuantities(aws, own ?? ZERO) === 0) compared.agreed += 1;
        else report({ ...none, kind: own === undefined ? "onlyAws" : "quantity", who, dimension, when, aws, ledger: own ?? null });
      }
      for await (const [[who = "", dimension = "", when = ""], own] of ledger.all()) {
        if (isZero(own)) compared.agreed += 1;
        else report({ ...none, kind: "onlyLedger", who, dimension, when, aws: null, ledger: own });
      }
      return compared;
    }),
  );
