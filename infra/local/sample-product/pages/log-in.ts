import { html } from "hono/html";
import type { Workspace } from "../workspaces";
import { hue, PATHS, productMark, type Html, type Shown } from "./layout";

export interface LogIn {
  readonly shown: Shown;
  /** The one-time code of the log-in link. */
  readonly claim: string | undefined;
  readonly workspaces: readonly Workspace[];
  readonly refused?: string | undefined;
  /** What was entered before it was refused. */
  readonly name?: string | undefined;
}

const claimField = (claim: string | undefined): Html => (claim === undefined ? html`` : html`<input type="hidden" name="claim" value="${claim}" />`);

const known = ({ shown, claim, workspaces }: LogIn): Html => html`
  <section class="card roomy" aria-labelledby="known">
    <h2 id="known">${claim === undefined ? "Workspaces on this machine" : "Or use it in a workspace you have"}</h2>
    <ul class="choices">
      ${workspaces.map(
        ({ name }) => html`
          <li>
            <span>${name}</span>
            <form method="post" action="${PATHS.product(shown.product.code)}">
              ${claimField(claim)}<input type="hidden" name="tenant" value="${name}" />
              <button class="link" type="submit">${claim === undefined ? "Log in" : "Use here"}<span class="quiet">, ${name}</span></button>
            </form>
          </li>
        `,
      )}
    </ul>
  </section>
`;

const opening = ({ shown, claim, refused, name = "" }: LogIn): Html => html`
  <section class="card roomy" aria-labelledby="open">
    ${refused === undefined ? "" : html`<p class="said" role="alert">${refused}</p>`}
    <h1 id="open">${claim === undefined ? `Welcome to ${shown.product.name}` : "Your purchase has arrived"}</h1>
    <p class="lead">
      ${
        claim === undefined
          ? "Log in to your workspace. There is no password: this product is a sample."
          : `Open a workspace, and your subscription of ${shown.product.name} is linked to it. There is no password: this product is a sample.`
      }
    </p>
    <form method="post" action="${PATHS.product(shown.product.code)}">
      ${claimField(claim)}
      <div class="field">
        <label for="tenant">Name of your workspace</label>
        <input id="tenant" name="tenant" required maxlength="60" autocomplete="organization" value="${name}" aria-describedby="tenant-hint" />
        <p class="hint" id="tenant-hint">For example the name of your company.</p>
      </div>
      <button class="button full" type="submit">${claim === undefined ? "Log in" : "Open the workspace"}</button>
    </form>
  </section>
`;

/** Where log-in links lead: the buyer names a workspace, and the purchase is linked to it. */
export const logIn = (view: LogIn): Html => html`${opening(view)} ${view.workspaces.length === 0 ? "" : known(view)}`;

/** All sample products. */
export const products = (all: readonly Shown[]): Html => html`
  <h1>Sample products</h1>
  <p class="lead">Each stands where a seller's own product will: log-in links of the fulfilment page lead here, and events of the bus arrive here.</p>
  <ul class="shelf">
    ${all.map(
      (shown) => html`
        <li class="card ${hue(shown.place)}">
          ${productMark(shown)}
          <h2><a href="${PATHS.product(shown.product.code)}">${shown.product.name}</a></h2>
          <p class="small mono">${shown.product.code}</p>
        </li>
      `,
    )}
  </ul>
`;

/** A page that says what could not be found. */
export const nothingHere = (sentence: string): Html => html`
  <section class="card roomy">
    <h1>There is nothing here</h1>
    <p>${sentence}</p>
    <p><a href="${PATHS.home}">See all sample products</a></p>
  </section>
`;
