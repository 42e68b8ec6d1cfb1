import { userInfo } from "node:os";
import { z } from "zod";
import type { Instant } from "../../events/kernel/values";
import { LONGEST_GRANT_DAYS } from "../../events/subscription/operator";
import type { SubscriptionRefusal } from "../../events/subscription/commands";
import { Access } from "../../events/subscription/values";
import { clock } from "../../functions/kernel/task/clock";
import type { ExecutionView } from "../../functions/kernel/aws/state-machines";
import { EXIT, Problem } from "./problem";

/** Who decides, as the log will say. CloudTrail knows the IAM identity that started the run. */
export const operatorOf = ({ by }: { readonly by?: string }): string => by ?? userInfo().username;

/** A name that sorts by time: two decisions on one subscription within a millisecond are one. */
export const requestName = (): string => `operator-${clock.now().replaceAll(/[^0-9]/g, "")}`;

/** What an operator's run comes to: the outcome its last step had. */
const Decided = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("decided"), subscription: z.string(), access: Access }),
  z.object({ outcome: z.literal("refused"), subscription: z.string(), refusal: z.string() }),
]);
export type Decided = z.infer<typeof Decided>;

/** Reads what became of a decision. @throws Problem for a run that failed, with where to look */
export const readDecided = ({ status, output, error }: ExecutionView, link: string): Decided => {
  if (status !== "SUCCEEDED")
    throw new Problem(`The run ended as ${status}${error === undefined ? "" : ` (${error})`}; nothing may have been decided. See ${link}`);
  return Decided.parse(JSON.parse(output ?? "{}"));
};

const REFUSALS: Readonly<Partial<Record<SubscriptionRefusal | "noSuchProblem", string>>> = {
  unknownSubscription: "The log knows no such subscription. Find its id with 'stallkeeper customers <AWS account>'.",
  untilOutOfRange: `--until must lie in the future and at most ${LONGEST_GRANT_DAYS} days ahead: what is to last longer has to be bought.`,
  nothingToRestore: "No operator has suspended or granted anything there, and no advisory suspends it: there is nothing to restore.",
  unknownContact: "No such contact is at hand there. See 'stallkeeper mail show <subscription>'.",
  noSuchProblem:
    "Nothing of this hour and dimension waits for a person: AWS bills it, was told of it lately, or it was closed before. See 'stallkeeper usage <subscription>' and 'stallkeeper worklist'.",
  continuedOtherwise: "One of the two goes on from, or as, another subscription already. See 'stallkeeper subscription <id>'.",
};

/** Why the rules said no, and what to do. */
export const refusalText = (refusal: string): string =>
  Object.entries(REFUSALS).find(([name]) => name === refusal)?.[1] ?? `The rules do not allow it: ${refusal}.`;

const EMAIL = /[^\s@]+@[^\s@]+\.[^\s@]+/;

const LONGEST_REASON = 300;

/** A reason as it may stand in the log, or what is wrong with it: it is empty, too long or holds an e-mail address. */
export const readReason = (reason: string): { readonly text: string } | { readonly trouble: string } => {
  const text = reason.trim();
  if (text === "" || text.length > LONGEST_REASON) return { trouble: `A reason must have 1 to ${LONGEST_REASON} characters.` };
  if (!EMAIL.test(text)) return { text };
  return {
    trouble:
      "A reason stands in the log for ever, where no personal data belongs: leave the e-mail address out, and name a ticket or the subscription instead.",
  };
};

/** The reason that `--reason` gives. @throws Problem for one that may not stand in the log */
export const checkedReason = (reason: string): string => {
  const read = readReason(reason);
  if ("trouble" in read) throw new Problem(`--reason: ${read.trouble}`, EXIT.usage);
  return read.text;
};

const DAY = 86_400_000;

/** The end of a grant: a number of days (`7d`), a day (`2026-12-24`, its first moment in UTC) or a time with its zone. */
export const readUntil = (text: string, now: Instant): Instant => {
  const days = /^(\d{1,3})d$/.exec(text)?.[1];
  if (days !== undefined) return new Date(Date.parse(now) + Number(days) * DAY).toISOString();
  const isDay = z.iso.date().safeParse(text).success;
  if (isDay || z.iso.datetime({ offset: true }).safeParse(text).success) return new Date(text).toISOString();
  throw new Problem(`--until '${text}' is no time: give days (7d), a day (2026-12-24) or a time with its zone (2026-12-24T18:00:00Z).`, EXIT.usage);
};
