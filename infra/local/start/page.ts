import { Hono } from "hono";
import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { stylesheet } from "./style";
import { commandsAt, placesAt } from "./ways-on";

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const POLICY = "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const STYLE = "/start/style.css";

const mark = html`<svg viewBox="0 0 40 40" aria-hidden="true">
  <rect width="40" height="40" rx="11" fill="#0b5f4f" />
  <path
    d="M11 19v11h18V19M9 18l2.2-7h17.6l2.2 7M9 18c0 4 5.5 4 5.5 0 0 4 5.5 4 5.5 0 0 4 5.5 4 5.5 0 0 4 5.5 4 5.5 0H9Z"
    fill="none"
    stroke="#fff"
    stroke-width="2.2"
    stroke-linecap="round"
    stroke-linejoin="round"
  />
</svg>`;

interface Place {
  readonly name: string;
  readonly url: string;
  readonly says: string;
}

const placeItem = ({ name, url, says }: Place): Html => html`
  <li>
    <h3><a href="${url}">${name}</a></h3>
    <p>${says}</p>
    <span class="url" aria-hidden="true">${url.replace("http://", "")}</span>
  </li>
`;

const command = (says: string, line: string): Html => html`
  <dt>${says}</dt>
  <dd><code>${line}</code></dd>
`;

const body = (port: number): Html => {
  const { simulator, bills, fulfilment, sampleProduct, supportConsole } = placesAt(port);
  const { explain, timeline, aws } = commandsAt(port);
  const places: readonly Place[] = [
    { name: "Buy a product", url: simulator, says: "The simulated AWS Marketplace. Choose a product, subscribe, and set up your account, as your buyers do." },
    {
      name: "Set up the account",
      url: fulfilment,
      says: "The fulfilment page, where AWS Marketplace sends the buyer. Without a purchase it says how to come.",
    },
    {
      name: "Use the product",
      url: sampleProduct,
      says: "The sample products, where log-in links lead. They show what was bought and the events they received, and report what you use.",
    },
    {
      name: "See the bill",
      url: bills,
      says: "What AWS bills for what was used. An hour of usage is told to AWS once it is over: the simulator's clock can be set on.",
    },
  ];
  return html`
    <h1>The stall is open</h1>
    <p class="lead">
      All of Stallkeeper runs on this machine, beside a simulated AWS Marketplace and products that are sold there. Nothing is charged, and no AWS account is
      touched.
    </p>
    <h2>A buyer's way in</h2>
    <ol class="places">
      ${places.map(placeItem)}
    </ol>
    <h2>What happened, and why</h2>
    <p class="lead">
      <a href="${supportConsole}">The support console</a> shows buyers, their timelines, the runs, and what waits for a person. So do commands:
    </p>
    <dl class="commands">
      ${command("What access a buyer has, and why", explain)} ${command("Every fact of a subscription, with the run that recorded it", timeline)}
      ${command("Any AWS client works, at this address", aws)}
    </dl>
  `;
};

const page = (port: number): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Stallkeeper on this machine</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${STYLE}" />
      </head>
      <body>
        <header>${mark}<span>Stallkeeper</span></header>
        <main>${body(port)}</main>
      </body>
    </html>`;

/** The page at the root of the embedded cloud: where to go, and what to ask. */
export const startPage = (port: number): Hono => {
  const pages = new Hono();
  pages.get("/", (context) => {
    context.header("content-security-policy", POLICY);
    context.header("x-content-type-options", "nosniff");
    context.header("cache-control", "no-store");
    return context.html(page(port));
  });
  pages.get(STYLE, (context) => context.body(stylesheet, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "no-cache" }));
  return pages;
};
