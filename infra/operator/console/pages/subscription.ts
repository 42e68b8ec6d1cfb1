import { html } from "hono/html";
import type { Contact } from "../../../../functions/kernel/buyers/contacts";
import { factsOf, type Fact } from "../models/facts";
import { reasonOf, type SubscriptionRow } from "../models/subscription-row";
import type { Entry } from "../models/timeline";
import type { Page } from "../parts/layout";
import type { Html } from "../parts/markup";
import { accessBadge, accessTone, day, empty, id, idHeading, moment, table, tokenField } from "../parts/pieces";
import { timeline } from "../parts/timeline";
import { PATHS, type Ui } from "../parts/ui";

export interface SubscriptionModel {
  readonly id: string;
  /** Undefined where the projection has not seen it yet. */
  readonly row?: SubscriptionRow | undefined;
  /** Events that the log has and the row does not show yet. */
  readonly behind: number;
  readonly entries: readonly Entry[];
  /** The person whose details were asked for. */
  readonly person?: { readonly reference: string; readonly found: Contact | undefined } | undefined;
}

const WORDS: Readonly<Record<string, string>> = {
  granted: "The buyer has access.",
  pending: "The buyer does not have access yet.",
  suspended: "Access is suspended.",
  revoked: "The buyer no longer has access.",
};

const access = (row: SubscriptionRow): Html =>
  html`<section class="card access ${accessTone(row.access)}">
    <h2>Access now ${accessBadge(row.access)}</h2>
    <p><strong>${WORDS[row.access] ?? "There is no access."}</strong> ${reasonOf(row)}</p>
  </section>`;

const valueOf = ({ base }: Ui, { value, kind }: Fact): Html | string => {
  switch (kind) {
    case "time":
      return moment(value);
    case "id":
      return id(value);
    case "account":
      return id(value, `${base}${PATHS.customer(value)}`);
    case "tenant":
      return id(value, `${base}${PATHS.tenant(value)}`);
    case "text":
      return value;
  }
};

const facts = (ui: Ui, row: SubscriptionRow): Html =>
  html`<section class="card">
    <h2>What is known</h2>
    <dl class="facts">
      ${factsOf(row).map(
        (fact) =>
          html`<dt>${fact.name}</dt>
            <dd>${valueOf(ui, fact)}</dd>`,
      )}
    </dl>
  </section>`;

const entitlements = (row: SubscriptionRow): Html =>
  html`<section class="card">
    <h2>Entitlements <small>as AWS listed them last</small></h2>
    ${
      row.entitlements.length === 0
        ? empty("None are known.")
        : table(
            "Entitlements",
            [{ title: "Dimension" }, { title: "Value", numeric: true }, { title: "At least until (UTC)" }],
            row.entitlements.map(({ dimension, value, expiresAt }) => [
              html`<code>${dimension}</code>`,
              String(value),
              expiresAt === null ? "no date" : moment(expiresAt),
            ]),
          )
    }
  </section>`;

const renewal = (autoRenewal: boolean | null): string => {
  if (autoRenewal === null) return "not known";
  return autoRenewal ? "by itself" : "to be agreed";
};

const agreements = ({ agreements: known }: SubscriptionRow): Html | "" =>
  known.length === 0
    ? ""
    : html`<section class="card">
        <h2>Agreements <small>newest last</small></h2>
        ${table(
          "Agreements",
          [{ title: "Agreement" }, { title: "From" }, { title: "To" }, { title: "Renewal" }, { title: "Ended" }],
          known.map(({ id: agreement, startsAt, endsAt, end, autoRenewal }) => [
            id(agreement),
            startsAt === null ? "–" : day(startsAt),
            endsAt === null ? "–" : day(endsAt),
            renewal(autoRenewal),
            end === null ? "no" : html`${end.status.toLowerCase()} ${day(end.at)}`,
          ]),
        )}
      </section>`;

const details = ({ found }: NonNullable<SubscriptionModel["person"]>): Html => {
  if (found === undefined)
    return html`<p class="small" role="status">Nobody is kept under this reference: they were erased, or belong to another subscription.</p>`;
  const { email, name, company, phone, fields } = found.details;
  const known = Object.entries({ "e-mail": email, name, company, phone, ...fields }).flatMap(([label, value]) =>
    value === undefined ? [] : [{ label, value }],
  );
  return html`<dl class="facts" role="group" aria-label="Details">
    ${known.map(
      ({ label, value }) =>
        html`<dt>${label}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
};

const contacts = (ui: Ui, { id: subscription, person }: SubscriptionModel, row: SubscriptionRow): Html =>
  html`<section class="card" id="contacts">
    <h2>Contacts <small>shown only when asked for</small></h2>
    ${
      row.contacts.length === 0
        ? empty("Nobody has registered yet.")
        : html`<ul class="persons">
            ${row.contacts.map(
              (reference) =>
                html`<li>
                  ${id(reference)}
                  ${
                    person?.reference === reference
                      ? details(person)
                      : html`<form method="post" action="${ui.base}${PATHS.contacts(subscription)}">
                          ${tokenField(ui)}<input type="hidden" name="contact" value="${reference}" />
                          <button aria-label="Show details of ${reference}">Show details</button>
                        </form>`
                  }
                </li>`,
            )}
          </ul>`
    }
  </section>`;

export const subscriptionPage = (ui: Ui, model: SubscriptionModel): Page => {
  const { id: subscription, row, behind, entries } = model;
  return {
    title: `Subscription ${subscription}`,
    body: html`${idHeading("Subscription", subscription)}
      <p><a href="${ui.base}${PATHS.usage(subscription)}">Usage by month</a></p>
      ${
        behind > 0
          ? html`<p class="note" role="note">
              The log holds ${behind} ${behind === 1 ? "event" : "events"} that the facts below do not show yet; the timeline does. Reload in a moment.
            </p>`
          : ""
      }
      ${
        row === undefined
          ? ""
          : html`${access(row)}
              <div class="columns">
                ${facts(ui, row)}
                <div class="stack">${entitlements(row)} ${agreements(row)} ${contacts(ui, model, row)}</div>
              </div>`
      }
      ${timeline(ui, entries)}`,
  };
};
