import { initialSubscription } from "../../../events/subscription/state";
import { SellerNotice } from "../../../events/subscription/values";
import type { Product } from "../../../events/product/product";
import { publication } from "../../../functions/notify-seller/publication";
import { visitPublication } from "../../../functions/notify-seller/visit-publication";

const state = {
  ...initialSubscription,
  awsAccountId: "111122223333",
  doubt: ["l-8", "l-9"],
  access: { status: "pending", reason: "awaitingLicense" },
} as const;
const details = { email: "mole@burrow.example", name: "Möle", company: "Burrow", fields: { role: "Digger" } };
const matter = { subscription: "l-1", state, product: { name: "Quay", code: "quay1" }, details };

describe("a notice to the seller", () => {
  test.each(SellerNotice.options)("says what it is about, with whom, and what to do: %s", (notice) => {
    const { subject, message, attributes } = publication(notice, matter);
    expect(subject).toMatch(/^[A-Z][\x20-\x7e]{8,98}$/);
    for (const told of ["Quay (quay1)", "111122223333", "pending", "l-1", ...Object.values(details.fields), "mole@burrow.example", "Möle", "Burrow"])
      expect(message).toContain(told);
    expect(attributes).toEqual({ notice, subscription: "l-1", test: "false", product: "quay1" });
  });

  test("names nobody where nobody has registered", () => {
    const { message } = publication("notArrived", { ...matter, details: undefined });
    expect(message).not.toMatch(/E-mail|undefined/);
  });

  test("says of a test purchase that it is one, first", () => {
    expect(publication("registered", { ...matter, state: { ...state, test: true } }).subject).toBe("Test: A buyer has registered: Quay");
  });
});

describe("a notice of a visit without a license", () => {
  const waiting = { status: "unlicensed", productCode: "quay1", awsAccountId: "111122223333", since: "2026-11-24T09:30:00.000Z" } as const;
  const product = { name: "Quay", code: "quay1", testAccounts: ["999988887777"] } as unknown as Product;

  test("says all that AWS said of the buyer, whose it may be, and the command that ends the wait", () => {
    const { subject, message, attributes } = visitPublication("a9", { ...waiting, candidates: ["l-7", "l-8"] }, product);
    expect(subject).toBe("A buyer waits without a license: Quay");
    for (const told of ["Quay (quay1)", "111122223333", "2026-11-24T09:30:00.000Z", "l-7 or l-8", "stallkeeper arrivals join a9 --to"])
      expect(message).toContain(told);
    expect(attributes).toEqual({ notice: "unlicensedArrival", arrival: "a9", test: "false", product: "quay1" });
  });

  test("sends the seller to AWS Marketplace where no license is free, and marks a test", () => {
    const { subject, message } = visitPublication("a9", { ...waiting, awsAccountId: "999988887777", candidates: [] }, product);
    expect(subject).toMatch(/^Test: /);
    expect(message).toContain("AWS Marketplace Management Portal");
  });
});
