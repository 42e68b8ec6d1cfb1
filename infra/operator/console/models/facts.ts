import { phraseOf, plainText } from "../../telling";
import type { SubscriptionRow } from "./subscription-row";

/** One thing that is known, and how it is to be shown. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly kind: "text" | "time" | "id" | "account" | "tenant";
}

/** What a page shows elsewhere, and better. */
const ELSEWHERE = new Set(["subscriptionId", "access", "reasonCode", "entitlements", "contacts", "agreements"]);

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

const kindOf = (name: string, value: unknown): Fact["kind"] => {
  if (name === "awsAccountId") return "account";
  if (name === "tenantId") return "tenant";
  if (typeof value === "string" && INSTANT.test(value)) return "time";
  return /(Id|Arn|Code|Identifier)$/.test(name) ? "id" : "text";
};

const isEmpty = (value: unknown): boolean => value === null || value === undefined || (typeof value === "object" && Object.keys(value).length === 0);

/** What is a code in the row. */
const textOf = (name: string, value: unknown): string => (name === "silences" ? plainText(value).replaceAll(/[A-Za-z]+/g, phraseOf) : plainText(value));

/** All that a row knows, one fact a member: a member that is new needs no change here. */
export const factsOf = (row: SubscriptionRow): readonly Fact[] =>
  Object.entries(row)
    .filter(([name, value]) => !ELSEWHERE.has(name) && !isEmpty(value))
    .map(([name, value]) => {
      const kind = kindOf(name, value);
      return { name: phraseOf(name), value: kind === "time" ? String(value) : textOf(name, value), kind };
    });
