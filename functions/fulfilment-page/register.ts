import { lookupNames } from "../kernel/buyers/contact-lookup";
import { contactId, formFields, readForm, type Entered, type FieldFault } from "../kernel/buyers/registration-form";
import type { ArrivalView } from "./arrival-view";
import type { FulfilmentDependencies } from "./dependencies";

export type Registering = { readonly outcome: "accepted" } | { readonly outcome: "faulty"; readonly faults: readonly [FieldFault, ...FieldFault[]] };

/** The views of an arrival in which a person may register: AWS knew the buyer, and the subscription has not ended. */
export type Registrable = Extract<ArrivalView, { readonly subscription: string }>;

export const isRegistrable = (view: ArrivalView): view is Registrable => "subscription" in view;

/**
 * Takes a form. The person is kept first, then the run that records the reference is started, and only then does the
 * arrival remember it: a crash in between leaves the form on the screen, and sending it again goes on where it stopped.
 */
export const register = async (deps: FulfilmentDependencies, arrival: string, view: Registrable, entered: Entered): Promise<Registering> => {
  const form = readForm(formFields(view.product), entered);
  if (!form.accepted) return { outcome: "faulty", faults: form.faults };
  const keys = await deps.keys();
  const id = contactId(arrival, form.details, keys);
  const at = deps.clock.now();
  await deps.contacts.add({ id, subscription: view.subscription, arrival, details: form.details, at }, lookupNames(form.details, keys));
  await deps.starter.start(deps.onboarding, `register-${id}`, {
    about: `A person handed in the registration form of subscription ${view.subscription}.`,
    kind: "registration",
    arrival,
    subscription: view.subscription,
    contact: id,
  });
  await deps.contacts.noteRegistration(arrival, { contact: id, at });
  return { outcome: "accepted" };
};
