import { html } from "hono/html";
import type { Arrival } from "../../../../events/arrival/decider";
import type { Entry } from "../models/timeline";
import type { Page } from "../parts/layout";
import type { Html } from "../parts/markup";
import { action, badge, id, idHeading, moment, runLink, type Tone } from "../parts/pieces";
import { timeline } from "../parts/timeline";
import { PATHS, type Ui } from "../parts/ui";

export interface ArrivalModel {
  readonly id: string;
  readonly state: Arrival;
  readonly entries: readonly Entry[];
}

const STANDING: Readonly<Record<Arrival["status"], { readonly word: string; readonly tone: Tone; readonly sentence: string }>> = {
  open: { word: "open", tone: "wait", sentence: "AWS has not answered yet whose token it is." },
  resolved: { word: "resolved", tone: "good", sentence: "The visit is joined to a subscription." },
  refused: { word: "refused", tone: "bad", sentence: "The visit came to nothing, and the buyer was told why." },
  unlicensed: { word: "no license", tone: "wait", sentence: "AWS named the buyer without a license." },
};

const DISMISS = "The visit leaves the worklist, because nothing needs to be done about it. It is kept, and can still be joined to a subscription.";

const waiting = (ui: Ui, arrival: string, { candidates, dismissed }: Extract<Arrival, { readonly status: "unlicensed" }>): Html => {
  if (dismissed !== undefined) return html`<p>Dismissed ${moment(dismissed.at)} by ${dismissed.by}: ${dismissed.reason}</p>`;
  if (candidates === undefined) return html`<p>The run asks AWS again for 41 minutes; nothing has to be done until then.</p>`;
  const which =
    candidates.length === 0
      ? html`<p>
          None of the account's licenses is free. Find the purchase in AWS Marketplace Management Portal; once its subscription is known here, join the two:
        </p>`
      : html`<p>It may be one of these. Ask the buyer which, then join the visit to it:</p>
          <ul class="plain">
            ${candidates.map((candidate) => html`<li>${id(candidate, `${ui.base}${PATHS.subscription(candidate)}`)}</li>`)}
          </ul>`;
  return html`${which}
    <p>${id(`stallkeeper arrivals join ${arrival} --to <subscription> --reason "…"`)}</p>
    ${action(ui, { path: PATHS.dismissArrival(arrival), label: "Dismiss", consequence: DISMISS, reason: "It stands in the log for ever: no personal data." })}`;
};

const facts = (ui: Ui, arrival: string, state: Arrival): readonly (readonly [string, Html | string])[] => {
  const run = ["Run", runLink(ui, `onboard-${arrival}`)] as const;
  switch (state.status) {
    case "open":
      return [run];
    case "refused":
      return [["Because", state.reason], run];
    case "resolved":
      return [["Subscription", id(state.subscription, `${ui.base}${PATHS.subscription(state.subscription)}`)], ["Product", state.productCode], run];
    case "unlicensed":
      return [
        ["Product", state.productCode],
        ["AWS account", state.awsAccountId === undefined ? "AWS named none" : id(state.awsAccountId, `${ui.base}${PATHS.customer(state.awsAccountId)}`)],
        ["Since", moment(state.since)],
        run,
      ];
  }
};

const DISMISSED = { word: "dismissed", tone: "calm", sentence: "A person said that nothing needs to be done about it." } as const;

/** One visit of a buyer, and what became of it. */
export const arrivalPage = (ui: Ui, { id: arrival, state, entries }: ArrivalModel): Page => {
  const isDismissed = state.status === "unlicensed" && state.dismissed !== undefined;
  const { word, tone, sentence } = isDismissed ? DISMISSED : STANDING[state.status];
  return {
    title: `Visit ${arrival}`,
    part: "worklist",
    body: html`${idHeading("A buyer's visit", arrival)}
      <section class="card access ${tone}">
        <h2>Where it stands ${badge(word, tone)}</h2>
        <p><strong>${sentence}</strong></p>
        ${state.status === "unlicensed" ? waiting(ui, arrival, state) : ""}
      </section>
      <section class="card">
        <h2>What is known</h2>
        <dl class="facts">
          ${facts(ui, arrival, state).map(
            ([name, value]) =>
              html`<dt>${name}</dt>
                <dd>${value}</dd>`,
          )}
        </dl>
      </section>
      ${timeline(ui, entries)}`,
  };
};
