import { z } from "zod";
import { CONTRACTS, PublicData, type ContractName } from "../../../events/public/contracts";
import { SAMPLES } from "../../../events/public/samples";

const names = Object.keys(CONTRACTS) as ContractName[];

describe("the public contracts", () => {
  test.each(names)("have a sample of %s that fits", (name) => {
    expect(CONTRACTS[name].schema.safeParse(SAMPLES[name].detail).error).toBeUndefined();
    expect(SAMPLES[name].type).toBe(CONTRACTS[name].type);
  });

  test.each(names)("take no member that %s does not name", (name) => {
    const { detail } = SAMPLES[name];
    expect(CONTRACTS[name].schema.safeParse({ ...detail, data: { ...detail.data, email: "somebody@example.com" } }).success).toBe(false);
  });

  test.each(names)("become a JSON Schema in which %s requires every member", (name) => {
    const schema = z.toJSONSchema(CONTRACTS[name].schema) as unknown as { properties: { data: { required: string[]; additionalProperties: boolean } } };
    expect(schema.properties.data.required.toSorted()).toEqual(Object.keys(PublicData.shape).toSorted());
    expect(schema.properties.data.additionalProperties).toBe(false);
  });

  test("carry exactly the members that were promised", () => {
    const promised =
      "subscriptionId tenantId tenantAccess productCode awsAccountId licenseArn agreementId offerId channel resellerAccountId test access reasonCode registered trial entitlements replaces replacedBy finalUsage provisioningDeadline previousEntitlements";
    expect(Object.keys(PublicData.shape)).toEqual(promised.split(" "));
  });
});
