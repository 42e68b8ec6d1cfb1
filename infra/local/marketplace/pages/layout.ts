import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { PATHS } from "./paths";
import { moment } from "./wording";

/** Text that is escaped already, but for markup of our own. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** The control desk beside the page. */
  readonly desk: Html;
  readonly now: string;
  readonly current?: "home" | "bills" | "mailbox" | undefined;
  /** What came of the last thing the visitor did. */
  readonly said?: { readonly sentence: string; readonly bad: boolean } | undefined;
}

const mark = html`<svg viewBox="0 0 36 36" aria-hidden="true">
  <rect width="36" height="36" rx="9" fill="#ffb347" />
  <path
    d="M9 15h18l-1.6 11.5H10.6L9 15Zm4.5 0v-1.6a4.5 4.5 0 0 1 9 0V15"
    fill="none"
    stroke="#131d2b"
    stroke-width="2.4"
    stroke-linejoin="round"
    stroke-linecap="round"
  />
</svg>`;

/** A whole page. It needs no script and loads nothing from elsewhere. */
export const layout = ({ title, body, desk, now, current, said }: Page): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Marketplace simulator</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${PATHS.style}" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header>
          <p class="strip"><b>Simulation.</b> This stands in for AWS Marketplace on this machine: nothing is charged, and no AWS account is touched.</p>
          <div class="top">
            <div class="top-in">
              <a class="brand" href="${PATHS.home}"
                >${mark}<span>Marketplace simulator<small>as a buyer on AWS Marketplace sees it</small></span></a
              >
              <nav aria-label="Marketplace">
                <a href="${PATHS.home}" ${current === "home" ? html`aria-current="page"` : ""}>Products</a>
                <a href="${PATHS.purchases}">Your purchases</a>
                <a href="${PATHS.bills()}" ${current === "bills" ? html`aria-current="page"` : ""}>Bills</a>
                <a href="${PATHS.mailbox}" ${current === "mailbox" ? html`aria-current="page"` : ""}>Mailbox</a>
              </nav>
              <p class="now">Simulated time <time datetime="${now}">${moment(now)}</time></p>
            </div>
          </div>
        </header>
        <div class="frame">
          <main id="main" tabindex="-1">
            ${said === undefined ? "" : html`<p class="said${said.bad ? " bad" : ""}" role="${said.bad ? "alert" : "status"}">${said.sentence}</p>`} ${body}
          </main>
          ${desk}
        </div>
      </body>
    </html>`;
