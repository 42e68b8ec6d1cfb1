import { subscriptionIdentity } from "../../../events/subscription/identity";

const hash = (text: string): string => `hash-of-${text}`;
const named = {
  productCode: "code1",
  licenseArn: "arn:aws:license-manager::123456789012:license:l-1",
  awsAccountId: "845735284135",
  customerIdentifier: "X01",
};

describe("the identity of a subscription", () => {
  test.each(["arn:aws:license-manager::123456789012:license:l-1", "aws:license-manager:us-east-1:123456789012:l-1", "l-1"])(
    "is the license's own id in '%s'",
    (licenseArn) => {
      expect(subscriptionIdentity({ productCode: "code1", licenseArn }, ["license"], hash)).toEqual({ form: "license", id: "l-1" });
    },
  );
  test("is a hash of an ARN that names no license", () => {
    expect(subscriptionIdentity({ productCode: "code1", licenseArn: "arn:other" }, ["license"], hash)?.id).toBe("arn-hash-of-arn:other");
  });
  test("follows the seller's order of forms", () => {
    expect(subscriptionIdentity(named, ["license", "customer"], hash)?.form).toBe("license");
    expect(subscriptionIdentity(named, ["customer", "license"], hash)?.form).toBe("customer");
  });
  test("passes over a form in which AWS named nobody", () => {
    expect(subscriptionIdentity({ ...named, licenseArn: undefined }, ["license", "customer"], hash)).toEqual({ form: "customer", id: "code1.X01" });
  });
  test("is the account's for a license event of a listing sold by account", () => {
    expect(subscriptionIdentity({ ...named, customerIdentifier: undefined }, ["account"], hash)).toEqual({ form: "account", id: "code1.845735284135" });
  });
  test("is none where AWS named nobody in a form the product allows", () => {
    expect(subscriptionIdentity({ productCode: "code1", customerIdentifier: "X01" }, ["license"], hash)).toBeUndefined();
  });
});
