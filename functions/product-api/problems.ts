import type { Problem } from "../kernel/web/problem";
import { SERVICE_PROBLEMS } from "../kernel/web/service-api";

/** The API's problems, each with a type that programs may rely on. */
export const PROBLEMS = {
  ...SERVICE_PROBLEMS,
  noContact: { status: 404, type: "noContact", title: "No contact", detail: "Nobody has registered for this subscription, or who did has been erased." },
  notRequested: {
    status: 409,
    type: "notRequested",
    title: "No provisioning was asked for",
    detail:
      "Confirm after a 'Provisioning Requested'. It is sent when access is granted, if the product's settings name 'provisioning' and no tenant is linked yet.",
  },
  invalidPage: {
    status: 400,
    type: "invalidPage",
    title: "There is no such page",
    detail: "Leave 'next' out for the first page; for a further one send 'next' of the answer before, as it is.",
  },
  tooLarge: { status: 413, type: "tooLarge", title: "The body is too large", detail: "Send at most 64 KB." },
  invalid: {
    status: 400,
    type: "invalid",
    title: "The body does not fit",
    detail: 'Send {"tenantId": "…"}: 1 to 200 characters, no control characters, nothing else.',
  },
  noClaim: { status: 404, type: "noClaim", title: "No such claim code", detail: "Take the code from 'claim' in the log-in link, whole and as it is." },
  claimUsed: {
    status: 409,
    type: "claimUsed",
    title: "The claim code was used for another tenant",
    detail: "A code links one tenant. Send the buyer back to the fulfilment page for a new log-in link.",
  },
  claimExpired: {
    status: 410,
    type: "claimExpired",
    title: "The claim code has expired",
    detail: "A code is good for 15 minutes. Send the buyer back to the fulfilment page, which makes a new one.",
  },
  nowhere: {
    status: 404,
    type: "nowhere",
    title: "There is no such resource",
    detail:
      "There are GET /subscriptions/{id}, GET /subscriptions/{id}/contact, POST /subscriptions/{id}/provisioned, GET /tenants/{id}/subscriptions and POST /claims/{code}.",
  },
} as const satisfies Readonly<Record<string, Problem>>;
