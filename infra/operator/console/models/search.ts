import type { ExecutionDetail } from "../../../../functions/kernel/aws/executions";
import { Problem } from "../../problem";
import { findWho, subscriptionIn, type WhoKind } from "../../who";
import type { Sources } from "../sources";
import { findRun } from "./runs";
import { subscriptionRow, type SubscriptionRow } from "./subscription-row";

/** What a search came to. */
export type Found =
  | { readonly kind: "customer"; readonly account: string }
  | { readonly kind: "subscription"; readonly id: string }
  | { readonly kind: "tenant"; readonly tenant: string }
  | { readonly kind: "run"; readonly run: ExecutionDetail }
  | { readonly kind: "subscriptions"; readonly rows: readonly SubscriptionRow[] }
  /** `complete` says whether everything was looked at. */
  | { readonly kind: "nothing"; readonly advice: string };

const ADVICE = {
  personal:
    "Nobody has registered with this e-mail address or company, written so. Ask the buyer for the AWS account they bought with, or for the reference on their page.",
  account: "Nobody has bought from this AWS account, as far as is known here. Was it bought from another account of the same company?",
  other: "Try the AWS account (twelve digits), the subscription (such as l-6c8a…), the agreement (agmt-…), the tenant of your product, or the name of a run.",
  unfinished:
    "There are more subscriptions than a page can look through, and none of those that were looked at fits. Search by AWS account or subscription instead.",
} as const;

const single = (rows: readonly SubscriptionRow[]): Found | undefined => {
  const [only] = rows;
  if (only === undefined) return undefined;
  return rows.length === 1 ? { kind: "subscription", id: only.subscriptionId } : { kind: "subscriptions", rows };
};

const isAccount = (text: string): boolean => /^\d{12}$/.test(text);
const looksPersonal = (text: string): boolean => text.includes("@") || /\s/.test(text);

const byIndex = async (text: string, { projections }: Sources): Promise<Found | undefined> => {
  if (isAccount(text)) return (await projections.customer(text)).length > 0 ? { kind: "customer", account: text } : undefined;
  const id = subscriptionIn(text);
  if ((await projections.subscription(id)) !== undefined) return { kind: "subscription", id };
  return (await projections.tenant(text)).length > 0 ? { kind: "tenant", tenant: text } : undefined;
};

const rowOf = async (id: string, { projections }: Sources): Promise<SubscriptionRow | undefined> => {
  const row = await projections.subscription(id);
  return row && subscriptionRow(row);
};

/** What a person registered with, or the agreement of a purchase. A role that may not read the keys is told so, and nothing else. */
const byWho = async (text: string, kinds: readonly WhoKind[], sources: Sources): Promise<Found | undefined> => {
  try {
    const { subscriptions } = await findWho(text, sources, kinds);
    const rows = await Promise.all(subscriptions.map((id) => rowOf(id, sources)));
    return single(rows.filter((one) => one !== undefined));
  } catch (error) {
    if (error instanceof Problem) return { kind: "nothing", advice: error.message };
    throw error;
  }
};

const byWalk = async (text: string, { subscriptionsWhere }: Sources): Promise<Found> => {
  const fits = (value: unknown): boolean => value === text;
  const { items, complete } = await subscriptionsWhere(({ content }) =>
    [content?.["agreementId"], content?.["licenseArn"], content?.["customerIdentifier"], content?.["offerId"]].some(fits),
  );
  const rows = items.map(subscriptionRow).filter((one) => one !== undefined);
  return single(rows) ?? { kind: "nothing", advice: complete ? ADVICE.other : ADVICE.unfinished };
};

/** Finds whatever a person may have at hand. Looks where an index answers first, and walks only then. */
export const search = async (text: string, sources: Sources): Promise<Found> => {
  const found = await byIndex(text, sources);
  if (found !== undefined) return found;
  if (isAccount(text)) return { kind: "nothing", advice: ADVICE.account };
  if (looksPersonal(text)) return (await byWho(text, ["e-mail", "company"], sources)) ?? { kind: "nothing", advice: ADVICE.personal };
  const run = await findRun(text, sources);
  if (run !== undefined) return { kind: "run", run };
  return (await byWho(text, ["agreement", "company"], sources)) ?? byWalk(text, sources);
};
