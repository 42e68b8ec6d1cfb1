import { html } from "hono/html";
import type { Html } from "./layout";

/** The switch that holds confirmations back, and how many are owed. */
export const provisioningSwitch = ({ held, owed }: { readonly held: boolean; readonly owed: readonly string[] }): Html => html`
  <section class="card" aria-labelledby="provisioning">
    <h2 id="provisioning">Provisioning</h2>
    <p>
      ${
        held
          ? "Confirmations are held back: buyers of a product that confirms see that their workspace is being set up, and after its deadline that it takes longer."
          : "What Stallkeeper asks to be provisioned is confirmed at once."
      }
    </p>
    <p class="small">
      ${owed.length === 0 ? "Nothing waits." : `${owed.length} ${owed.length === 1 ? "subscription waits" : "subscriptions wait"} for a confirmation.`}
    </p>
    <form method="post" action="/sample-product/provisioning">
      <input type="hidden" name="held" value="${held ? "no" : "yes"}" />
      <button class="button" type="submit">${held ? "Confirm, and go on confirming" : "Hold confirmations back"}</button>
    </form>
  </section>
`;
