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
      "subscriptionId tenantId tenantAccess productCode awsAccountId licenseArn agreementId offerId channel resellerAccountId test access reasonCode registered trial entitlements replaces replacedBy finalUsage provisioningDeadline previousEntitlements notBilled";
    expect(Object.keys(PublicData.shape)).toEqual(promised.split(" "));
  });

  test("have samples that are told apart by their ids, and numbered on by subscription", () => {
    const details = names.map((name) => SAMPLES[name].detail);
    expect(new Set(details.map(({ metadata }) => metadata.id)).size).toBe(names.length);
    for (const { metadata, data } of details) expect(metadata.id).toMatch(new RegExp(`^subscription-${data.subscriptionId}@\\d+$`));
    const first = details.filter(({ data }) => data.replaces === null).toSorted((one, other) => one.metadata.sequence - other.metadata.sequence);
    expect(first.map(({ metadata }) => metadata.sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(first.map(({ metadata }) => metadata.time)).toEqual(first.map(({ metadata }) => metadata.time).toSorted());
  });

  test("have samples of a renewal that name each other", () => {
    const { accessRevoked, subscriptionReplaced } = SAMPLES;
    expect(accessRevoked.detail.data.replacedBy).toBe(subscriptionReplaced.detail.data.subscriptionId);
    expect(subscriptionReplaced.detail.data.replaces).toBe(accessRevoked.detail.data.subscriptionId);
  });
});
