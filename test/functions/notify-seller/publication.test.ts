import { initialSubscription } from "../../../events/subscription/state";
import { SellerNotice } from "../../../events/subscription/values";
import { publication } from "../../../functions/notify-seller/publication";

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
