import { html } from "hono/html";
import { RENEWAL_DAYS, type Renewal } from "../models/renewals";
import type { Page } from "../parts/layout";
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

const COLUMNS = [{ title: "Due" }, { title: "Ends (UTC)" }, { title: "Subscription" }, { title: "Account" }, { title: "What ends" }];

export const renewalsPage = (ui: Ui, renewals: readonly Renewal[], seen: { readonly looked: number; readonly complete: boolean }): Page => ({
  title: "Renewals",
  part: "renewals",
  body: html`<h1>Renewals due in ${RENEWAL_DAYS} days</h1>
    <p class="lead">
      Subscriptions with access of which AWS lists something that runs out by then, the next first. AWS calls these dates the least it expects.
    </p>
    ${partial(seen, "rows")}
    <section class="card">
      ${
        renewals.length === 0
          ? empty(seen.complete ? "Nothing runs out in this time." : "Nothing among those that were looked at.")
          : table(
              "Renewals, the next first",
              COLUMNS,
              renewals.map(({ row, endsAt, days, dimensions, everything }) => [
                badge(inDays(days), toneOf(days)),
                moment(endsAt),
                id(row.subscriptionId, `${ui.base}${PATHS.subscription(row.subscriptionId)}`),
                row.awsAccountId === null ? "–" : id(row.awsAccountId, `${ui.base}${PATHS.customer(row.awsAccountId)}`),
                html`${everything ? html`<strong>everything:</strong> ` : ""}${dimensions.join(", ")}`,
              ]),
            )
      }
    </section>`,
});
