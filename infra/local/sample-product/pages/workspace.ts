import { html } from "hono/html";
import type { PublicSubscription } from "../../../../events/public/subscription-data";
import { SENTENCES } from "../../../../events/subscription/sentences";
import type { AccessStatus } from "../../../../events/subscription/values";
import { missing, type Received } from "../inbox";
import type { Used as Reported } from "../usage";
import type { Workspace } from "../workspaces";
import type { Html, Shown } from "./layout";
import { usageCard } from "./usage";

/** One purchase that is used in a workspace. */
export interface Used {
  readonly id: string;
  /** As the product API has it now; undefined while it can't be read. */
  readonly subscription: PublicSubscription | undefined;
  readonly events: readonly Received[];
  readonly reported: readonly Reported[];
}

const DATE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const DATE_TIME = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
const NUMBER = new Intl.NumberFormat("en-US");

const ACCESS: Readonly<Record<AccessStatus, { readonly tone: "good" | "warn" | "bad"; readonly title: string }>> = {
  granted: { tone: "good", title: "You have access" },
  pending: { tone: "warn", title: "AWS is confirming your purchase" },
  none: { tone: "warn", title: "Nothing is known yet" },
  suspended: { tone: "warn", title: "Your access is paused" },
  revoked: { tone: "bad", title: "Your access has ended" },
};

const SIGNS = { good: "✓", warn: "…", bad: "✕" } as const;

const TONES: Readonly<Record<string, string>> = {
  "Access Granted": "good",
  "Access Restored": "good",
  "Access Suspended": "warn",
  "Final Usage Due": "warn",
  "Access Revoked": "bad",
};

const shownValue = (value: number | boolean | string): string => {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return typeof value === "number" ? NUMBER.format(value) : value;
};

const meters = ({ entitlements }: PublicSubscription, { product }: Shown): Html =>
  entitlements.length === 0
    ? html`<p class="small">${product.pricingModel === "subscription" ? "Paid by use: nothing was bought up front." : "AWS lists no entitlements."}</p>`
    : html`<dl class="meters">
        ${entitlements.map(({ dimension, value, expiresAt }) => {
          const name = product.dimensions.find(({ key }) => key === dimension)?.name ?? dimension;
          return html`<div>
            <dt>${name}</dt>
            <dd>${shownValue(value)}${expiresAt === null ? "" : html`<small>until ${DATE.format(new Date(expiresAt))}</small>`}</dd>
          </div>`;
        })}
      </dl>`;

const facts = (subscription: PublicSubscription): Html => {
  const rows: readonly (readonly [string, string | null])[] = [
    ["Tenant", subscription.tenantId],
    ["AWS account", subscription.awsAccountId],
    ["License", subscription.licenseArn],
    ["Agreement", subscription.agreementId],
  ];
  return html`<dl class="facts">
    ${rows.map(([name, value]) =>
      value === null
        ? ""
        : html`<dt>${name}</dt>
            <dd class="mono">${value}</dd>`,
    )}
  </dl>`;
};

const eventItem = ({ type, detail, deliveries }: Received): Html => html`
  <li>
    <span class="number" aria-hidden="true">${detail.metadata.sequence}</span>
    <h4><span class="pill ${TONES[type] ?? ""}">${type}</span></h4>
    <p class="small">
      ${DATE_TIME.format(new Date(detail.metadata.time))}
      UTC${deliveries > 1 ? `, delivered ${deliveries} times and taken once` : ""}${detail.metadata.replay ? ", sent again by an operator" : ""}
    </p>
    <details>
      <summary>The event<span class="quiet"> ${detail.metadata.sequence}</span></summary>
      <pre tabindex="0">${JSON.stringify(detail, undefined, 2)}</pre>
    </details>
  </li>
`;

const missingItem = (sequence: number): Html =>
  html`<li class="missing">
    <span class="number" aria-hidden="true">${sequence}</span>
    <h4>Event ${sequence} is still under way</h4>
  </li>`;

const eventList = (events: readonly Received[]): Html => {
  const rows = [
    ...events.map((event) => ({ at: event.detail.metadata.sequence, row: eventItem(event) })),
    ...missing(events).map((at) => ({ at, row: missingItem(at) })),
  ].sort((one, other) => other.at - one.at);
  return html`<ol class="events" reversed>
    ${rows.map(({ row }) => row)}
  </ol>`;
};

/** What a purchase stands in, and what was wrong with what was just used of one. */
interface Around {
  readonly shown: Shown;
  readonly tenantId: string;
  readonly fault?: { readonly subscription: string; readonly sentence: string } | undefined;
}

const used = ({ id, subscription, events, reported }: Used, { shown, tenantId, fault }: Around): Html => {
  if (subscription === undefined)
    return html`<section class="card">
      <h2 class="mono">${id}</h2>
      <p>The product API did not answer just now. <a href="">Try again</a></p>
    </section>`;
  const { tone, title } = ACCESS[subscription.access];
  // One landmark a purchase, named by its access and its id: a workspace may use several.
  return html`
    <section class="purchase" aria-labelledby="access-${id} id-${id}">
      <div class="card banner ${tone}">
        <span class="sign" aria-hidden="true">${SIGNS[tone]}</span>
        <div>
          <h2 id="access-${id}">${title}</h2>
          <p>${SENTENCES[subscription.reasonCode]}</p>
          <p class="small mono" id="id-${id}">${id}</p>
        </div>
      </div>
      <div class="card">
        <div class="heading">
          <h3>What was bought</h3>
          <span>${subscription.test ? html`<span class="pill warn">Test purchase</span>` : ""}</span>
        </div>
        ${meters(subscription, shown)} ${facts(subscription)}
        <p class="small">As the product API, <code>GET /subscriptions/{id}</code>, answers now.</p>
      </div>
      ${usageCard(shown, { tenantId, subscription: id, used: reported, ...(fault?.subscription === id && { fault: fault.sentence }) })}
      <div class="card">
        <div class="heading">
          <h3>Events from the bus</h3>
          <a href="">Refresh</a>
        </div>
        ${events.length === 0 ? html`<p class="small">None has arrived yet.</p>` : eventList(events)}
      </div>
    </section>
  `;
};

/** A customer's workspace: the access and entitlements of each purchase used in it, and the events that told of them. */
export const workspacePage = (
  { name, tenantId }: Workspace,
  all: readonly Used[],
  { shown, access, fault }: Pick<Around, "shown" | "fault"> & { readonly access: boolean },
): Html => html`
  <h1>${name}</h1>
  <p class="lead">
    A workspace of ${shown.product.name}; Stallkeeper knows it as <span class="mono">${tenantId}</span>. By the newest event of each purchase, it
    ${access ? "has" : "has no"} access.
  </p>
  ${
    all.length === 0
      ? html`<section class="card">
          <h2>No purchase is linked yet</h2>
          <p>Buy ${shown.product.name}, follow the log-in link at the end of the set-up, and choose this workspace.</p>
        </section>`
      : all.map((one) => used(one, { shown, tenantId, fault }))
  }
`;
