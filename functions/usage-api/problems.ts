import type { Problem } from "../kernel/web/problem";
import { SERVICE_PROBLEMS } from "../kernel/web/service-api";

/** The usage API's problems, each with a type that programs may rely on. */
export const USAGE_PROBLEMS = {
  ...SERVICE_PROBLEMS,
  notEnding: {
    status: 409,
    type: "notEnding",
    title: "The license does not end",
    detail: "Say that usage is complete after a 'Final Usage Due'. Until then usage is sealed hour by hour.",
  },
  tooLarge: { status: 413, type: "tooLarge", title: "The body is too large", detail: "Send at most 1 MB, and the rest in further calls." },
  invalid: {
    status: 400,
    type: "invalid",
    title: "The body does not fit",
    detail: 'Send {"records": […]}: 1 to 500 records, each with recordId, subscription, dimension, quantity and usedAt. Nothing was taken.',
  },
  invalidMonth: { status: 400, type: "invalidMonth", title: "There is no such month", detail: "Name a month of UTC, like ?month=2026-11." },
  nowhere: { status: 404, type: "nowhere", title: "No such endpoint", detail: "See docs/usage.md for the endpoints there are." },
} as const satisfies Readonly<Record<string, Problem>>;
