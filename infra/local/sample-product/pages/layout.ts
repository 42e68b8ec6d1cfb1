import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Product } from "../../../../events/product/product";

/** Text that is escaped already, but for markup of our own. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Where the sample product is mounted. */
const BASE = "/sample-product";

export const PATHS = {
  home: `${BASE}/`,
  style: `${BASE}/style.css`,
  product: (code: string): string => `${BASE}/${encodeURIComponent(code)}`,
  workspace: (code: string, tenantId: string): string => `${BASE}/${encodeURIComponent(code)}/workspaces/${encodeURIComponent(tenantId)}`,
  usage: (code: string, tenantId: string): string => `${BASE}/${encodeURIComponent(code)}/workspaces/${encodeURIComponent(tenantId)}/usage`,
} as const;

/** A product and its place in the catalogue, which gives it its colour. */
export interface Shown {
  readonly product: Product;
  readonly place: number;
}

const initial = ({ name }: Product): string => name.trim().slice(0, 1).toUpperCase();

export const productMark = ({ product }: Shown): Html => html`<span class="mark" aria-hidden="true">${initial(product)}</span>`;

export const hue = (place: number): string => `hue${Math.abs(place) % 4}`;

/** A whole page. It needs no script and loads nothing from elsewhere. */
export const layout = ({
  title,
  shown,
  narrow = false,
  body,
}: {
  readonly title: string;
  readonly shown?: Shown | undefined;
  readonly narrow?: boolean;
  readonly body: Html;
}): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${shown?.product.name ?? "Sample products"}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${PATHS.style}" />
      </head>
      <body class="${shown === undefined ? "" : hue(shown.place)}">
        <a class="skip" href="#main">Skip to content</a>
        <header class="top">
          <div class="top-in">
            ${
              shown === undefined
                ? html`<a class="brand" href="${PATHS.home}"><span class="mark" aria-hidden="true">S</span>Sample products</a>`
                : html`<a class="brand" href="${PATHS.product(shown.product.code)}">${productMark(shown)}${shown.product.name}</a>`
            }
            <span class="sample">A sample product of Stallkeeper's: it stands where yours will</span>
          </div>
        </header>
        <main id="main" tabindex="-1" class="${narrow ? "narrow" : ""}">${body}</main>
      </body>
    </html>`;
