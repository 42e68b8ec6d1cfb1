import { createHmac } from "node:crypto";
import type { ContactDetails } from "./contacts";
import type { Keys } from "./keys";

/** What a registered person can be looked up by. */
export type LookupKind = "email" | "company";

/** Spellings that mean the same are one: case, accents' encodings, blanks and punctuation tell no two companies apart. */
const NORMALISED: Readonly<Record<LookupKind, (text: string) => string>> = {
  email: (text) => text.trim().normalize("NFKC").toLowerCase(),
  company: (text) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}&+]+/gu, " ")
      .trim(),
};

/** The name of a lookup. Keyed, so that the contacts table's keys give away no address to one who can list but not decrypt them. */
export const lookupName = (kind: LookupKind, text: string, { lookup }: Pick<Keys, "lookup">): string =>
  `${kind}-${createHmac("sha256", lookup).update(NORMALISED[kind](text)).digest("hex")}`;

/** The names under which a person is found. */
export const lookupNames = ({ email, company = "" }: Pick<ContactDetails, "email" | "company">, keys: Pick<Keys, "lookup">): readonly string[] => [
  lookupName("email", email, keys),
  ...(NORMALISED.company(company) === "" ? [] : [lookupName("company", company, keys)]),
];
