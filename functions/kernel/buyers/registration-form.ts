import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Product } from "../../../events/product/product";
import type { ContactDetails } from "./contacts";
import type { Keys } from "./keys";

/** A field of the form, as the page shows it and the API lists it. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  /** In UTF-16 units, as browsers count. */
  readonly maxLength: number;
  readonly type: "text" | "email" | "tel";
  /** The browser's autofill (HTML, "Autofilling form controls"). */
  readonly autocomplete: string;
}

/** AWS's review asks for an e-mail field (`UG:saas-guidelines`); 254 is the longest address that mail can carry (RFC 5321). */
const BUILT_IN: readonly FormField[] = [
  { name: "email", label: "Work e-mail", required: true, maxLength: 254, type: "email", autocomplete: "email" },
  { name: "name", label: "Full name", required: false, maxLength: 200, type: "text", autocomplete: "name" },
  { name: "company", label: "Company", required: false, maxLength: 200, type: "text", autocomplete: "organization" },
  { name: "phone", label: "Phone", required: false, maxLength: 40, type: "tel", autocomplete: "tel" },
];

/** The fields a product's form has: ours, then the product's own. A product's field named like one of ours is ours. */
export const formFields = ({ registrationFields }: Pick<Product, "registrationFields">): readonly FormField[] => [
  ...BUILT_IN,
  ...registrationFields
    .filter(({ name }) => !BUILT_IN.some((field) => field.name === name))
    .map((field): FormField => ({ ...field, type: "text", autocomplete: "off" })),
];

/** What was entered, by field name; a field that was sent twice has two values. */
export type Entered = ReadonlyMap<string, readonly string[]>;

export interface FieldFault {
  readonly field: string;
  /** What to do, for the person at the form. */
  readonly message: string;
}

export type FormResult =
  { readonly accepted: true; readonly details: ContactDetails } | { readonly accepted: false; readonly faults: readonly [FieldFault, ...FieldFault[]] };

// No name, company or number holds a control character; in a mail header or a log line it would do harm.
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

const Email = z.email({ pattern: z.regexes.html5Email }).refine((address) => /\.[^.@]+$/.test(address));

const lower = (label: string): string => (/^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label);

const faultOf = ({ label, required, maxLength, type }: FormField, values: readonly string[]): string | undefined => {
  if (values.length > 1) return `Enter your ${lower(label)} once.`;
  const value = values[0]?.trim() ?? "";
  if (value === "") return required ? `Enter your ${lower(label)}.` : undefined;
  if (value.length > maxLength) return `${label} can have at most ${maxLength} characters.`;
  if (CONTROL.test(value)) return `${label} has characters that can't be used here. Type it in again.`;
  if (type === "email" && !Email.safeParse(value).success) return "Enter an e-mail address like name@example.com.";
  return undefined;
};

const detailsOf = (values: Readonly<Record<string, string>>): ContactDetails => {
  const { email = "", name, company, phone, ...fields } = values;
  return { email, ...(name !== undefined && { name }), ...(company !== undefined && { company }), ...(phone !== undefined && { phone }), fields };
};

/** Checks what was entered against a product's fields. Whatever the form has no field for is not even looked at. */
export const readForm = (fields: readonly FormField[], entered: Entered): FormResult => {
  const faults = fields.flatMap((field): readonly FieldFault[] => {
    const message = faultOf(field, entered.get(field.name) ?? []);
    return message === undefined ? [] : [{ field: field.name, message }];
  });
  const [first, ...others] = faults;
  if (first !== undefined) return { accepted: false, faults: [first, ...others] };
  const values = fields.map(({ name }) => [name, entered.get(name)?.[0]?.trim() ?? ""] as const).filter(([, value]) => value !== "");
  return { accepted: true, details: detailsOf(Object.fromEntries(values)) };
};

/**
 * A contact's id: the same form of the same arrival, sent twice, is one contact. Keyed, because the log and execution
 * names show it, and an e-mail address can be guessed.
 */
export const contactId = (arrival: string, { email, name, company, phone, fields }: ContactDetails, { contact }: Pick<Keys, "contact">): string => {
  const own = Object.entries(fields).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const canonical = JSON.stringify([arrival, email, name ?? null, company ?? null, phone ?? null, own]);
  return createHmac("sha256", contact).update(canonical).digest("hex").slice(0, 32);
};
