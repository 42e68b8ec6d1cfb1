import { z } from "zod";
import type { WorkKind } from "../../../events/projections/worklist";
import type { ItemOf, SubscriptionItem, WorkItem } from "../../../functions/kernel/projections/read-worklist";
import type { Told } from "./told";
import { isUsageWork, USAGE_TITLES, usageTold } from "./usage-told";

/** The name of each kind's list. */
export const WORK_TITLES: Readonly<Record<WorkKind, string>> = {
  notArrived: "Bought, not arrived",
  notRegistered: "Arrived, not registered",
  noLicense: "Registered, no license",
  notRenewed: "Ending soon, not renewed",
  notProvisioned: "Not provisioned",
  ambiguousRenewal: "Ambiguous renewals",
  mailFailed: "Mails not sent",
  ...USAGE_TITLES,
  unlicensedArrival: "Buyers without a license",
  parkedNotice: "Parked notices",
};

const WRITE = "Write to the buyer; AWS Marketplace Management Portal shows the agreement.";

const candidatesOf = ({ detail }: Pick<SubscriptionItem, "detail">): readonly string[] => z.array(z.string()).catch([]).parse(detail["candidates"]);

const dayOf = (value: unknown): string => (typeof value === "string" ? ` (${value.slice(0, 10)})` : "");

const FailedMail = z.object({ mail: z.string(), contact: z.string() });

const subscriptionTold = (item: SubscriptionItem): Told => {
  const { kind, subscriptionId: id, detail } = item;
  if (isUsageWork(kind)) return usageTold(kind, item);
  switch (kind) {
    case "notArrived":
      return { what: "bought, and has not come to set up the account", step: WRITE };
    case "notRegistered":
      return { what: "came, and has not handed in the form", step: WRITE };
    case "noLicense":
      return { what: "registered, and AWS has named no license", step: "Ask AWS anew.", commands: [`stallkeeper reread ${id} --reason "…"`] };
    case "notProvisioned":
      return {
        what: "the product has not confirmed that it has provisioned",
        step: `See to the product; it confirms with POST /subscriptions/${id}/provisioned.`,
      };
    case "notRenewed":
      return { what: `ends soon${dayOf(detail["endsAt"])}, and nothing says that it goes on`, step: "Ask the buyer whether they renew." };
    case "ambiguousRenewal": {
      const candidates = candidatesOf(item).join(" or ");
      return {
        what: `a renewal that may go on from ${candidates === "" ? "more than one" : candidates}`,
        step: "Ask the buyer, and say which.",
        commands: [`stallkeeper continue ${id} --from <predecessor> --reason "…"`],
      };
    }
    case "mailFailed": {
      const { mail, contact } = FailedMail.parse(detail);
      return {
        what: `the mail '${mail}' to the buyer could not be sent`,
        step: "Correct the address, and it goes out again; or mend what SES complains of, and send it again.",
        commands: [`stallkeeper mail correct ${id} --contact ${contact} --email -`, `stallkeeper mail resend ${id} ${mail} --contact ${contact}`],
      };
    }
  }
};

const OR_DISMISS = "If the buyer is set up by another visit, or nobody is coming, dismiss it.";

const arrivalTold = ({ arrivalId: id, detail: { candidates } }: ItemOf<"unlicensedArrival">): Told => {
  const commands = [`stallkeeper arrivals join ${id} --to <subscription> --reason "…"`, `stallkeeper arrivals dismiss ${id} --reason "…"`];
  const what = "AWS named the buyer without a license";
  if (candidates === null)
    return { what: `${what}; AWS is asked again for 41 minutes`, step: "Wait for the run.", commands: [`stallkeeper events --stream arrival-${id}`] };
  if (candidates.length === 0)
    return {
      what: `${what}, and none of the account's is free`,
      step: `Find the purchase in AWS Marketplace Management Portal, then join the two. ${OR_DISMISS}`,
      commands,
    };
  return { what: `${what}; it may be ${candidates.join(" or ")}`, step: `Ask the buyer, and join the visit to theirs. ${OR_DISMISS}`, commands };
};

const noticeTold = ({ noticeId: id, detail: { noticeKind, reason } }: ItemOf<"parkedNotice">): Told => ({
  what: reason === "unreadable" ? "AWS sent what this release can't read" : `AWS sent what this release can't act on: ${noticeKind}`,
  step: "Look at it; release it once a release of Stallkeeper understands it, or dismiss it if nothing needs to be done.",
  commands: [`stallkeeper notices show ${id}`],
});

/** Says an item in words. */
export const toldOf = (item: WorkItem): Told => {
  if (item.kind === "parkedNotice") return noticeTold(item);
  return item.kind === "unlicensedArrival" ? arrivalTold(item) : subscriptionTold(item);
};

/** Whom or what an item is about: the id after which its stream is named. */
export const subjectOf = (item: WorkItem): string => {
  if (item.kind === "parkedNotice") return item.noticeId;
  return item.kind === "unlicensedArrival" ? item.arrivalId : item.subscriptionId;
};

/** The account that an item is about; null where it is not known, as of a notice. */
export const accountOf = (item: WorkItem): string | null => ("awsAccountId" in item ? item.awsAccountId : null);

/** Whether it is about a purchase for testing. */
export const isTest = (item: WorkItem): boolean => "test" in item && item.test;
