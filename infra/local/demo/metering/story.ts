import { plus, ZERO, type Quantity } from "../../../../events/kernel/quantity";
import type { Instant } from "../../../../events/kernel/values";
import type { UsageAnswer } from "../../../../events/public/usage";
import type { UsageClient } from "../../../../functions/kernel/usage/usage-client";
import { until } from "../patience";
import type { Simulator } from "../simulator";
import { at, type DrivenClock } from "./driven-clock";

/** One of the three who buy. */
export interface Buyer {
  readonly product: string;
  readonly model: string;
  readonly agreementId: string;
  readonly subscription: string;
}

/** What the product reported of a dimension, as far as it was taken. */
export interface Tally {
  readonly add: (buyer: Buyer, dimension: string, quantity: Quantity) => void;
  readonly of: (buyer: Buyer, dimension: string) => Quantity;
}

export const tally = (): Tally => {
  const sums = new Map<string, Quantity>();
  const key = ({ subscription }: Buyer, dimension: string): string => `${subscription}#${dimension}`;
  return {
    add: (buyer, dimension, quantity) => sums.set(key(buyer, dimension), plus(sums.get(key(buyer, dimension)) ?? ZERO, quantity)),
    of: (buyer, dimension) => sums.get(key(buyer, dimension)) ?? ZERO,
  };
};

/** Something that happens at its time. */
export interface Happening {
  readonly at: Instant;
  /** Whether nothing was used for a while before. */
  readonly quiet?: boolean;
  readonly what: string;
  readonly happen: () => Promise<void>;
}

interface Parts {
  /** `2026-12` */
  readonly month: string;
  readonly buyers: { readonly contract: Buyer; readonly subscription: Buyer; readonly consumption: Buyer };
  readonly simulator: Simulator;
  readonly time: Pick<DrivenClock, "happens">;
  readonly usage: UsageClient;
  readonly reported: Tally;
  /** Whether AWS has taken all usage of the hour that a time is in. */
  readonly isBilled: (subscription: string, at: Instant) => Promise<boolean>;
  /** Says that nothing more is used. @returns whether that was taken */
  readonly completeUsage: (subscription: string) => Promise<boolean>;
}

type Wanted = (answer: UsageAnswer) => boolean;
const accepted: Wanted = ({ status }) => status === "accepted";
const late: Wanted = (answer) => answer.status === "accepted" && answer.late;

/** The month, in the order of its time: what is used, and what goes wrong. */
export const story = ({ month, buyers, simulator, time, usage, reported, isBilled, completeUsage }: Parts): readonly Happening[] => {
  const { contract, subscription: tidewater, consumption: lockgate } = buyers;

  /** The product reports usage, and expects an answer. */
  const use = async (buyer: Buyer, dimension: string, quantity: string, [usedAt, wanted = accepted]: readonly [Instant, Wanted?]): Promise<void> => {
    const answers = await usage.report({ subscription: buyer.subscription, dimension, quantity, usedAt });
    for (const { answer } of answers) {
      if (!wanted(answer)) throw new Error(`The report of ${quantity} ${dimension} at ${usedAt} was answered ${JSON.stringify(answer)}.`);
      if (answer.status === "accepted") reported.add(buyer, dimension, quantity);
    }
  };
  const on = (day: number, time: string): Instant => at(month, day, time);

  return [
    {
      at: on(1, "10:30"),
      what: "Tidewater's buyer processes 12.5 GB and then 0.75 more, and sends 1,200 alerts. AWS takes whole units: 13 GB, and a quarter goes on.",
      happen: async () => {
        await use(tidewater, "gb_processed", "12.5", [on(1, "10:05")]);
        await use(tidewater, "gb_processed", "0.75", [on(1, "10:25")]);
        await use(tidewater, "alerts", "1200", [on(1, "10:20")]);
      },
    },
    {
      at: on(2, "09:30"),
      what: "Lockgate's buyer logs in 64 times. The contract covers 100 a month: ten for each of its users.",
      happen: () => use(lockgate, "logins_extra", "64", [on(2, "09:10")]),
    },
    {
      at: on(2, "14:30"),
      what: "AWS takes 40 GB, and its answer is lost on the way: the same records are sent again.",
      happen: async () => {
        await use(tidewater, "gb_processed", "40", [on(2, "14:10")]);
        await simulator.fault({ kind: "lostReply", service: "AWSMPMeteringService", operation: "BatchMeterUsage", times: 1 });
      },
    },
    {
      at: on(3, "11:30"),
      what: "A service says the same twice: 7 GB under one name count once.",
      happen: async () => {
        const said = { recordId: "job-4711", subscription: tidewater.subscription, dimension: "gb_processed", quantity: "7", usedAt: on(3, "11:10") };
        const answers = (await usage.report(said, said)).map(({ answer: { status } }) => status);
        if (answers.join() !== "accepted,duplicate" && answers.join() !== "duplicate,accepted")
          throw new Error(`The same record said twice was answered ${answers.join(" and ")}.`);
        reported.add(tidewater, "gb_processed", "7");
      },
    },
    {
      at: on(3, "16:30"),
      what: "AWS leaves a record of a call unprocessed: it is sent again as it is, a minute later.",
      happen: async () => {
        await use(tidewater, "gb_processed", "21", [on(3, "16:10")]);
        await use(tidewater, "alerts", "300", [on(3, "16:12")]);
        await simulator.fault({ kind: "unprocessed", records: 1, times: 1 });
      },
    },
    {
      at: on(4, "08:30"),
      what: "AWS throttles: it took nothing, and the call is made again.",
      happen: async () => {
        await use(tidewater, "gb_processed", "18", [on(4, "08:10")]);
        await use(lockgate, "logins_extra", "86.5", [on(4, "08:20")]);
        await simulator.fault({ kind: "badRecord", error: "ThrottlingException", times: 1 });
      },
    },
    {
      at: on(4, "12:30"),
      what: "Harbourlight is a plain contract, which meters nothing: what its product reports is refused at the door.",
      happen: () => use(contract, "seats", "3", [on(4, "12:10"), (answer) => answer.status === "refused" && answer.code === "notMetered" && !answer.retryable]),
    },
    {
      at: on(5, "15:30"),
      what: "5 GB of 09:40 are reported at 15:30. Their hour is sealed, and AWS sums nothing: they go on to a later hour.",
      happen: () => use(tidewater, "gb_processed", "5", [on(5, "09:40"), late]),
    },
    {
      at: on(6, "10:20"),
      what: "Tidewater's buyer leaves. The product hears 'Final Usage Due', reports the last 5.5 GB and says that this is all.",
      happen: async () => {
        await use(tidewater, "gb_processed", "5.5", [on(6, "10:10")]);
        await simulator.agreement(tidewater.agreementId, "cancel");
        await until("usage of a license that ends may be completed", async () => ((await completeUsage(tidewater.subscription)) ? true : undefined));
        await time.happens("AWS has taken the last hour's usage", async () => ((await isBilled(tidewater.subscription, on(6, "10:10"))) ? true : undefined));
      },
    },
    {
      at: on(19, "19:30"),
      quiet: true,
      what: "Lockgate's buyer logs in 45 times: all of it is beyond the contract by now.",
      happen: () => use(lockgate, "logins_extra", "45", [on(19, "19:10")]),
    },
    {
      at: on(28, "22:30"),
      quiet: true,
      what: "And 30.25 more: half a log-in and a quarter wait for the next month.",
      happen: () => use(lockgate, "logins_extra", "30.25", [on(28, "22:10")]),
    },
  ];
};
