import type { Purchase } from "./purchase";

/** One thing the seller is told. */
export type Told =
  | { readonly about: "license"; readonly what: "Updated" | "Deprovisioned"; readonly purchase: Purchase }
  | { readonly about: "agreement"; readonly what: "Created" | "Amended" | "Ended"; readonly purchase: Purchase }
  | { readonly about: "note"; readonly note: Note; readonly purchase: Purchase };

/** What AWS tells of an agreement beside its life, and of which this simulator keeps nothing but the notice. */
export interface Note {
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
