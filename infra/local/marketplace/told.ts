import type { Purchase } from "./purchase";

/** One thing the seller is told. By which channel, and whether at all, is a matter of the listing and of the settings. */
export type Told =
  | { readonly about: "license"; readonly what: "Updated"; readonly why: "bought" | "changed"; readonly purchase: Purchase }
  | { readonly about: "license"; readonly what: "Deprovisioned"; readonly purchase: Purchase }
  | { readonly about: "agreement"; readonly what: "Created" | "Amended" | "Ended"; readonly purchase: Purchase }
  | { readonly about: "note"; readonly note: Note; readonly purchase: Purchase }
  /** A purchase came to nothing. */
  | { readonly about: "failure"; readonly purchase: Purchase }
  /** The hour for final usage of a legacy listing is over. */
  | { readonly about: "farewell"; readonly purchase: Purchase };

/** What AWS tells of an agreement beside its life, and of which this simulator keeps nothing but the notice. */
interface Note {
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
