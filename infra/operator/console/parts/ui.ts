/** What every page of one console has in common. */
export interface Ui {
  /** What stands before every path, without a slash at its end. */
  readonly base: string;
  /** Goes along with every form, so that no other site's page can send one. */
  readonly token: string;
  /** Whether the console may do anything, or only look. */
  readonly actions: boolean;
  readonly prefix: string;
  readonly place: string;
}

const path = (...parts: readonly string[]): string => parts.map(encodeURIComponent).join("/");

/** Where the pages are. */
export const PATHS = {
  home: "/",
  search: "/search",
  runs: "/runs",
  worklist: "/worklist",
  notices: "/notices",
  deadLetters: "/dead-letters",
  renewals: "/renewals",
  subscription: (id: string) => `/subscriptions/${path(id)}`,
  contacts: (id: string) => `/subscriptions/${path(id)}/contacts`,
  usage: (id: string) => `/subscriptions/${path(id)}/usage`,
  unbilled: (id: string) => `/subscriptions/${path(id)}/unbilled`,
  closeUsage: (id: string) => `/subscriptions/${path(id)}/unbilled/close`,
  customer: (account: string) => `/customers/${path(account)}`,
  tenant: (tenant: string) => `/tenants/${path(tenant)}`,
  arrival: (arrival: string) => `/arrivals/${path(arrival)}`,
  dismissArrival: (arrival: string) => `/arrivals/${path(arrival)}/dismiss`,
  notice: (notice: string) => `/notices/${path(notice)}`,
  dismissNotice: (notice: string) => `/notices/${path(notice)}/dismiss`,
  releaseNotice: (notice: string) => `/notices/${path(notice)}/release`,
  run: (machine: string, name: string) => `/runs/${path(machine, name)}`,
  /** A run of which only the name is known. */
  runNamed: (name: string) => `/runs/${path(name)}`,
  redriveRun: (machine: string, name: string) => `/runs/${path(machine, name)}/redrive`,
  redriveLetters: (queue: string) => `/dead-letters/${path(queue)}/redrive`,
  style: "/assets/console.css",
  script: "/assets/console.js",
} as const;
