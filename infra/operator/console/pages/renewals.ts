import { html } from "hono/html";
import { RENEWAL_DAYS, type Renewal } from "../models/renewals";
import type { Page } from "../parts/layout";
import type { Html } from "../parts/markup";
import { badge, empty, id, moment, partial, table, type Tone } from "../parts/pieces";
import { PATHS, type Ui } from "../parts/ui";

/** Within a month a seller should have talked to the buyer; within a week it is late. */
const toneOf = (days: number): Tone => {
  if (days < 7) return "bad";
  return days < 30 ? "wait" : "calm";
};

const inDays = (days: number): string => {
  if (days === 0) return "within a day";
  return days === 1 ? "in 1 day" : `in ${days} days`;
};

const COLUMNS = [{ title: "Due" }, { title: "Ends (UTC)" }, { title: "Subscription" }, { title: "Account" }, { title: "Renewal" }, { title: "What ends" }];

const renewalBadge = ({ autoRenewal }: Renewal): Html => {
  if (autoRenewal === null) return badge("not known", "calm");
  return autoRenewal ? badge("by itself", "good") : badge("to be agreed", "wait");
};

/** What ends at the time that is told; of what ends later, its own time. */
const ending = ({ agreement, dimensions, everything, endsAt }: Renewal): Html =>
  html`<div>
    ${agreement === undefined ? "" : html`<p class="what">${id(agreement.id)}${agreement.endsAt === endsAt ? "" : html` <span class="small">${moment(agreement.endsAt)}</span>`}</p>`}
    ${dimensions.length === 0 ? "" : html`<p class="what">${everything ? html`<strong>everything:</strong> ` : ""}${dimensions.join(", ")}</p>`}
  </div>`;

export const renewalsPage = (ui: Ui, renewals: readonly Renewal[], seen: { readonly looked: number; readonly complete: boolean }): Page => ({
  title: "Renewals",
  part: "renewals",
  body: html`<h1>Renewals due in ${RENEWAL_DAYS} days</h1>
    <p class="lead">
      Subscriptions whose newest agreement ends by then, or of which AWS lists an entitlement that runs out, the next first. Those that go on as another
      subscription already are not shown. AWS calls an entitlement's date the least it expects.
    </p>
    ${partial(seen, "rows")}
    <section class="card">
      ${
        renewals.length === 0
          ? empty(seen.complete ? "Nothing runs out in this time." : "Nothing among those that were looked at.")
          : table(
              "Renewals, the next first",
              COLUMNS,
              renewals.map((renewal) => [
                badge(inDays(renewal.days), renewal.autoRenewal === true ? "calm" : toneOf(renewal.days)),
                moment(renewal.endsAt),
                id(renewal.row.subscriptionId, `${ui.base}${PATHS.subscription(renewal.row.subscriptionId)}`),
                renewal.row.awsAccountId === null ? "–" : id(renewal.row.awsAccountId, `${ui.base}${PATHS.customer(renewal.row.awsAccountId)}`),
                renewalBadge(renewal),
                ending(renewal),
              ]),
            )
      }
    </section>`,
});
