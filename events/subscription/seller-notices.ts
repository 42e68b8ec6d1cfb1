import { later, type Instant } from "../kernel/values";
import type { Subscription } from "./state";
import { SellerNotice } from "./values";

/** Something that the seller's topic is to be told. */
export interface DueNotice {
  readonly notice: SellerNotice;
  /** Which opening of the matter it is: of the same one the topic is told once. */
  readonly mark: string;
}

const DAY = 86_400_000;

/** After so long it is no news that somebody registered: a topic that is switched on later is not told of all who ever did. */
const NEWS = 3 * DAY;

/** The log keeps no longer marks; a renewal has two candidates, rarely three, of 34 characters each. */
const LONGEST_MARK = 200;

const markOf = (notice: SellerNotice, state: Subscription, now: Instant): string | undefined => {
  switch (notice) {
    case "registered": {
      const { registeredAt, addressees } = state;
      const isNews = registeredAt !== undefined && addressees.some(({ since }) => since === registeredAt) && now < later(registeredAt, NEWS);
      return isNews ? registeredAt : undefined;
    }
    case "ambiguousRenewal":
      return state.doubt?.join(" ").slice(0, LONGEST_MARK);
    case "mailFailed":
      return state.mails.find(({ status }) => status === "failed")?.request;
    case "notArrived":
    case "notRegistered":
    case "noLicense":
    case "notProvisioned":
    case "notRenewed": {
      const silence = state.silences[notice];
      return silence?.open === true ? silence.since : undefined;
    }
  }
};

/** What the seller's topic was not told yet: that somebody registered, and each matter that waits for a person. */
export const noticesDue = (state: Subscription, now: Instant): readonly DueNotice[] =>
  SellerNotice.options.flatMap((notice) => {
    const mark = markOf(notice, state, now);
    return mark === undefined || state.notified[notice] === mark ? [] : [{ notice, mark }];
  });
