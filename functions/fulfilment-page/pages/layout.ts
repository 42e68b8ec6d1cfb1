import { html, raw } from "hono/html";
import type { Product } from "../../../events/product/product";
import { assetUrl } from "../assets/asset";
import { liveScript } from "../assets/live";
import { stylesheet } from "../assets/style";
import { ICONS } from "./icons";
import type { Html } from "./markup";

/** How a page keeps itself up to date. */
export interface Live {
  /** The status that is shown; another one shows the page anew. */
  readonly status: string;
  /** Ask for the status. */
  readonly poll: boolean;
  /** Seconds between reloads where there is no JavaScript; none where a reload would take what somebody types. */
  readonly reloadSeconds?: number;
  /** What to say when it takes long. */
  readonly patience?: string;
  /** Milliseconds after which the page is shown anew, because something on it runs out. */
  readonly freshFor?: number;
}

export interface Page {
  readonly title: string;
  /** Absent where the page is of no product in particular. */
  readonly product?: Product | undefined;
  /** How far the buyer is, from 0; 3 is done. Absent on pages that are no step of the way. */
  readonly step?: 0 | 1 | 2 | 3;
  readonly live?: Live;
  readonly body: Html;
  /** What a buyer who asks for help should quote: support finds the arrival by it. */
  readonly reference?: string;
}

const STEPS = ["Your purchase", "Your details", "Ready to use"];

const step = (label: string, index: number, at: number): Html => {
  if (index < at) return html`<li class="done"><span class="quiet">Done: </span>${label}</li>`;
  return index === at ? html`<li aria-current="step">${label}</li>` : html`<li>${label}</li>`;
};

const steps = (at: number): Html => html`
  <ol class="steps" aria-label="Progress">
    ${STEPS.map((label, index) => step(label, index, at))}
  </ol>
`;

const mark = (product: Product | undefined): Html =>
  html`<div class="mark" aria-hidden="true">${product === undefined ? ICONS.bag : product.name.trim().slice(0, 1).toUpperCase()}</div>`;

/** Whom a buyer may ask. */
export const supportOf = ({ support }: Product): Html =>
  html`<a href="mailto:${support.email}">${support.email}</a>${support.url === undefined ? "" : html` or see <a href="${support.url}">the help pages</a>`}`;

const liveData = (base: string, { status, poll, patience, freshFor }: Live): Html => html`
  data-status="${status}" data-page="${base}/arrival"${poll ? html` data-poll="${base}/arrival.json"` : ""}
  ${patience === undefined ? "" : html` data-patience="${patience}"`}${freshFor === undefined ? "" : html` data-fresh-for="${freshFor}"`}
`;

// One path of the mark, as an image of its own: pages load nothing from elsewhere.
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Crect width='24' height='24' rx='6' fill='%230b5f4f'/%3E%3Cpath d='M7 10h10l.7 8H6.3L7 10Zm2.5 0V9a2.5 2.5 0 0 1 5 0v1' fill='none' stroke='%23fff' stroke-width='1.6'/%3E%3C/svg%3E";

/** A whole page. All that is put in is escaped but markup of our own. */
export const layout = (base: string, { title, product, step: at, live, body, reference }: Page): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · ${product?.name ?? "Account set-up"}</title>
        <link rel="icon" href="${raw(ICON)}" />
        <link rel="stylesheet" href="${assetUrl(base, stylesheet)}" />
        ${live?.reloadSeconds === undefined ? "" : html`<noscript><meta http-equiv="refresh" content="${live.reloadSeconds}" /></noscript>`}
        ${live === undefined ? "" : html`<script src="${assetUrl(base, liveScript)}" defer></script>`}
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="bar">
          ${mark(product)}
          <div>
            <p class="name">${product?.name ?? "Account set-up"}</p>
            <p class="from">${product === undefined ? "For purchases in AWS Marketplace" : "Your purchase in AWS Marketplace"}</p>
          </div>
        </header>
        <main id="main" class="page" tabindex="-1" ${live === undefined ? "" : liveData(base, live)}>
          <div class="card">${at === undefined ? "" : steps(at)} ${body} ${live?.poll === true ? html`<p class="say" role="status" data-say></p>` : ""}</div>
        </main>
        <footer class="foot">
          ${product === undefined ? "" : html`<p>Need help? Write to ${supportOf(product)}.</p>`}
          ${reference === undefined ? "" : html`<p>If you write to us, quote this reference: <code>${reference}</code></p>`}
        </footer>
      </body>
    </html>`;
