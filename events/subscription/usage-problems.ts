import { accept, type Decision } from "../kernel/decider";
import { plus } from "../kernel/quantity";
import { problemKey, type UsageNews, type UsageProblemKind } from "../kernel/usage-problem";
import type { Instant } from "../kernel/values";
import type { SubscriptionCommand } from "./commands";
import type { SubscriptionEvent } from "./events";
import type { OpenUsageProblem, Subscription, UsageProblems } from "./state";

type DataOf<Type extends SubscriptionEvent["type"]> = Extract<SubscriptionEvent, { readonly type: Type }>["data"];

/** At most so many are at hand, the newest; a snapshot must not grow with them. All are in the books. */
export const PROBLEMS_KEPT = 200;

/** Of so many days' books it is known how far they were heard. AWS changes its mind within a day, and a book tells nothing twice once it was heard. */
const DAYS_KEPT = 62;

const NONE: UsageProblems = { heard: {}, open: [], older: {} };

const eventOf = (news: UsageNews, day: string, at: Instant): SubscriptionEvent => {
  const { number } = news;
  switch (news.news) {
    case "raised":
      return { type: "UsageProblemRaised", data: { day, number, problem: news.problem, at } };
    case "settled":
      return { type: "UsageProblemSettled", data: { day, number, settlement: news.settlement, at } };
  }
};

/** What a day's book has to tell. Told again it is silence. */
export const hearUsageNews = (
  { day, news }: Extract<SubscriptionCommand, { readonly type: "HearUsageNews" }>["data"],
  { usageProblems }: Subscription,
  at: Instant,
): Decision<SubscriptionEvent, never> => {
  const heard = usageProblems?.heard[day] ?? 0;
  return accept(...news.filter(({ number }) => number > heard).map((one) => eventOf(one, day, at)));
};

const hearing = ({ heard }: UsageProblems, day: string, number: number): UsageProblems["heard"] =>
  Object.fromEntries(
    Object.entries({ ...heard, [day]: number })
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .slice(-DAYS_KEPT),
  );

const counted = (older: UsageProblems["older"], kind: UsageProblemKind, by: number): UsageProblems["older"] => ({
  ...older,
  [kind]: Math.max(0, (older[kind] ?? 0) + by),
});

const standing = ({ open }: UsageProblems, problem: Parameters<typeof problemKey>[0]): OpenUsageProblem | undefined =>
  open.find((one) => problemKey(one) === problemKey(problem));

export const withUsageProblem = (state: Subscription, { day, number, problem, at }: DataOf<"UsageProblemRaised">): Subscription => {
  const problems = state.usageProblems ?? NONE;
  const heard = hearing(problems, day, number);
  // Nobody can do anything about a fraction.
  if (problem.part === "fraction") return { ...state, usageProblems: { ...problems, heard } };
  const known = standing(problems, problem);
  const quantity = problem.part === "late" && known !== undefined ? plus(known.quantity, problem.quantity) : problem.quantity;
  const all = [...problems.open.filter((one) => one !== known), { ...problem, quantity, since: known?.since ?? at }];
  const [dropped] = all.length > PROBLEMS_KEPT ? all : [];
  const older = dropped === undefined ? problems.older : counted(problems.older, dropped.kind, 1);
  return { ...state, usageProblems: { heard, open: all.slice(-PROBLEMS_KEPT), older } };
};

export const withUsageSettled = (state: Subscription, { day, number, settlement }: DataOf<"UsageProblemSettled">): Subscription => {
  const problems = state.usageProblems ?? NONE;
  const known = standing(problems, settlement);
  const older = known === undefined ? counted(problems.older, settlement.kind, -1) : problems.older;
  return { ...state, usageProblems: { heard: hearing(problems, day, number), open: problems.open.filter((one) => one !== known), older } };
};
