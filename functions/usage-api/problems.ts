import type { Problem } from "../kernel/problem";

/** The usage API's problems, each with a type that programs may rely on. */
export const USAGE_PROBLEMS = {
  noSubscription: {
    status: 404,
    type: "noSubscription",
    title: "No such subscription",
    detail: "Nothing is known under this id. Take it from 'subscriptionId' of an event or a claim.",
  },
  notEnding: {
    status: 409,
    type: "notEnding",
    title: "The license does not end",
    detail: "Say that usage is complete after a 'Final Usage Due'. Until then usage is sealed hour by hour.",
  },
  notJson: { status: 400, type: "notJson", title: "The body is not JSON", detail: "Send one JSON object, with Content-Type application/json." },
  tooLarge: { status: 413, type: "tooLarge", title: "The body is too large", detail: "Send at most 1 MB, and the rest in further calls." },
  invalid: {
    status: 400,
    type: "invalid",
    title: "The body does not fit",
    detail: 'Send {"records": […]}: 1 to 500 records, each with recordId, subscription, dimension, quantity and usedAt. Nothing was taken.',
  },
  invalidMonth: { status: 400, type: "invalidMonth", title: "There is no such month", detail: "Name a month of UTC, like ?month=2026-11." },
  nowhere: { status: 404, type: "nowhere", title: "No such endpoint", detail: "See docs/usage.md for the endpoints there are." },
  busy: {
    status: 503,
    type: "busy",
    title: "Busy",
    detail: "A service in the background is busy. Send the same again after the time in Retry-After: what was taken is not taken twice.",
  },
  broken: { status: 500, type: "broken", title: "Something broke", detail: "The failure is logged under the request's id. Sending the same again is safe." },
} as const satisfies Readonly<Record<string, Problem>>;
