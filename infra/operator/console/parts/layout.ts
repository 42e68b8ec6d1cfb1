import { html } from "hono/html";
import type { Html } from "./markup";
import { tokenField } from "./pieces";
import { PATHS, type Ui } from "./ui";

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** The part of the console it belongs to. */
  readonly part?: Part;
  /** What came of what the person just did. */
  readonly said?: string | undefined;
}

const PARTS = { home: "Overview", worklist: "Worklist", renewals: "Renewals", runs: "Runs", notices: "Notices", deadLetters: "Dead letters" } as const;
type Part = keyof typeof PARTS;

const mark = html`<svg viewBox="0 0 36 36" aria-hidden="true">
  <rect width="36" height="36" rx="9" class="mark-ground" />
  <path d="M8 15h20v2.5a3.3 3.3 0 0 1-6.7 0 3.3 3.3 0 0 1-6.6 0 3.3 3.3 0 0 1-6.7 0V15Zm2-6h16l2 6H8l2-6Zm1 13.5V28h14v-5.5" class="mark-line" />
</svg>`;

const entry = (base: string, part: Part, current: Part | undefined): Html =>
  html`<a href="${base}${PATHS[part]}" ${part === current ? html`aria-current="page"` : ""}>${PARTS[part]}</a>`;

/** The box in which everything is found. What is entered may be personal, so it never stands in an address. */
export const searchBox = (ui: Ui, { name, text = "" }: { readonly name: string; readonly text?: string }): Html =>
  html`<form class="search" role="search" aria-label="${name}" method="post" action="${ui.base}${PATHS.search}">
    ${tokenField(ui)}
    <input
      name="text"
      type="search"
      value="${text}"
      aria-label="${name}"
      placeholder="Account, subscription, run…"
      maxlength="300"
      required
      autocomplete="off"
      spellcheck="false"
    />
    <button>Search</button>
  </form>`;

/** A whole page. It loads nothing from elsewhere, and needs no script. */
export const layout = (ui: Ui, { title, body, part, said }: Page): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · Stallkeeper console</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${ui.base}${PATHS.style}" />
        <script src="${ui.base}${PATHS.script}" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="top">
          <div class="top-in">
            <a class="brand" href="${ui.base}${PATHS.home}"
              >${mark}<span>Stallkeeper<small>Support console</small></span></a
            >
            <nav aria-label="Console">
              ${entry(ui.base, "home", part)} ${entry(ui.base, "worklist", part)} ${entry(ui.base, "renewals", part)} ${entry(ui.base, "runs", part)}
              ${entry(ui.base, "notices", part)} ${entry(ui.base, "deadLetters", part)}
            </nav>
            ${part === "home" ? "" : searchBox(ui, { name: "Search" })}
          </div>
        </header>
        <main id="main" tabindex="-1">${said === undefined ? "" : html`<p class="said" role="status">${said}</p>`} ${body}</main>
        <footer class="foot">
          <p>
            <span><code>${ui.prefix}</code> in ${ui.place}</span>
            <span>${ui.actions ? "Actions are allowed." : "Read-only."}</span>
            <span>Times are in UTC; yours shows when you point at one.</span>
          </p>
        </footer>
      </body>
    </html>`;
