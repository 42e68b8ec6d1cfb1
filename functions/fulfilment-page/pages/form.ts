import { html } from "hono/html";
import { formFields, type Entered, type FieldFault, type FormField } from "../../kernel/buyers/registration-form";
import type { Registrable } from "../register";
import type { Page } from "./layout";
import type { Html } from "./markup";

/** The hidden field that names the arrival the form was made for. No product's field can be called so. */
export const ARRIVAL_FIELD = "_arrival";

/** A form that was handed in and is shown again. */
export interface Refilled {
  readonly entered: Entered;
  readonly faults: readonly FieldFault[];
}

const attributes = ({ required, autocomplete, maxLength }: FormField, fault: string | undefined, id: string): Html => html`
  autocomplete="${autocomplete}" maxlength="${maxLength}"${required ? html` required` : ""}
  ${fault === undefined ? "" : html` aria-invalid="true" aria-describedby="${id}-fault"`}
`;

const fieldRow = (field: FormField, refilled: Refilled | undefined): Html => {
  const id = `field-${field.name}`;
  const fault = refilled?.faults.find(({ field: name }) => name === field.name)?.message;
  const value = refilled?.entered.get(field.name)?.[0] ?? "";
  return html`
    <div class="field">
      <label for="${id}">${field.label}${field.required ? "" : html` <span class="optional">(optional)</span>`}</label>
      ${fault === undefined ? "" : html`<p class="fault" id="${id}-fault">${fault}</p>`}
      <input id="${id}" name="${field.name}" type="${field.type}" value="${value}" ${attributes(field, fault, id)} />
    </div>
  `;
};

const faultSummary = (faults: readonly FieldFault[]): Html => html`
  <div class="faults" role="alert" tabindex="-1" autofocus aria-labelledby="faults-title">
    <h2 id="faults-title">${faults.length === 1 ? "One thing needs your attention" : `${faults.length} things need your attention`}</h2>
    <ul>
      ${faults.map(({ field, message }) => html`<li><a href="#field-${field}">${message}</a></li>`)}
    </ul>
  </div>
`;

/** The registration form of an arrival. It works without JavaScript; the server checks all. */
export const registrationForm = (base: string, { arrival, view, refilled }: FormOf): Html => {
  const fields = formFields(view.product);
  const row = (field: FormField): Html => fieldRow(field, refilled);
  return html`
    <form method="post" action="${base}/registration" novalidate>
      <input type="hidden" name="${ARRIVAL_FIELD}" value="${arrival}" />
      ${fields.slice(0, 1).map(row)}
      <div class="pair">${fields.slice(1).map(row)}</div>
      <p class="actions"><button class="button" type="submit">${view.status === "registrationNeeded" ? "Create account" : "Add me as a contact"}</button></p>
    </form>
  `;
};

export interface FormOf {
  readonly arrival: string;
  readonly view: Registrable;
  readonly refilled?: Refilled;
}

/** The form as a page of its own: the first time, and again with what needs mending. */
export const formPage = (base: string, form: FormOf): Page => {
  const { product, status } = form.view;
  const faults = form.refilled?.faults ?? [];
  const first = status === "registrationNeeded";
  const title = first ? "Create your account" : "Add yourself as a contact";
  return {
    title: faults.length > 0 ? `Error: ${title}` : title,
    product,
    ...(first && { step: 1 }),
    live: { status, poll: false },
    body: html`
      ${faults.length > 0 ? faultSummary(faults) : ""}
      <h1>${title}</h1>
      <p class="lead">
        ${first ? html`Thank you for choosing ${product.name}. Tell us who you are, and we set up your account.` : html`We will write to you about ${product.name}.`}
      </p>
      ${registrationForm(base, form)}
      ${
        first
          ? html`<p class="small after">
              Already using ${product.name}? Register here all the same: your log-in afterwards connects this purchase with your account. Or
              <a href="${product.logInUrl}">log in to your account</a>.
            </p>`
          : html`<p class="after"><a href="${base}/arrival">Back</a></p>`
      }
    `,
  };
};
