/** Where the simulator is mounted. */
const BASE = "/simulator";

/** The addresses of the simulator's pages and of what their forms do. */
export const PATHS = {
  home: `${BASE}/`,
  purchases: `${BASE}/#purchases`,
  mailbox: `${BASE}/mailbox`,
  bills: (month?: string): string => `${BASE}/bills${month === undefined ? "" : `/${encodeURIComponent(month)}`}`,
  bill: (month: string, agreementId: string): string => `${BASE}/bills/${encodeURIComponent(month)}/${encodeURIComponent(agreementId)}`,
  mail: (id: string): string => `${BASE}/mailbox/${encodeURIComponent(id)}`,
  style: `${BASE}/style.css`,
  listing: (code: string): string => `${BASE}/listings/${encodeURIComponent(code)}`,
  subscribe: (code: string): string => `${BASE}/listings/${encodeURIComponent(code)}/subscribe`,
  agreement: (id: string): string => `${BASE}/agreements/${encodeURIComponent(id)}`,
  act: (id: string, what: string): string => `${BASE}/agreements/${encodeURIComponent(id)}/${what}`,
  desk: (what: string): string => `${BASE}/desk/${what}`,
} as const;

/** A path of this site to go back to; the home page for anything else. */
export const safeBack = (path: string | null | undefined): string => (path?.startsWith(`${BASE}/`) === true && !path.includes("\\") ? path : PATHS.home);
