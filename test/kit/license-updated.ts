/** AWS's example of the event, to the letter but for the account of its envelope (`UG:notifications-eventbridge`): no `arn:` in the license, no `offer-` in the offer. */
export const LICENSE_UPDATED = {
  version: "0",
  id: "12345678-1234-1234-1234-123456789012",
  "detail-type": "License Updated - Manufacturer",
  source: "aws.agreement-marketplace",
  account: "123456512334",
  time: "2024-08-30T21:36:03Z",
  region: "us-east-1",
  resources: ["arn:aws:aws-marketplace::aws:agreement:agmt-4mwg1nevbokzw95eca5797ixs"],
  detail: {
    requestId: "3d4c9f9b-b809-4f5e-9fac-a9ae98b05cbb",
    catalog: "AWSMarketplace",
    agreement: { id: "agmt-4mwg1nevbokzw95eca5797ixs" },
    product: { code: "aw4fgf5tyo5w2ap6fEXAMPLE", id: "prod-qtwveEXAMPLE" },
    license: { arn: "aws:license-manager:us-east-1:123456789012:l-e52ca6f38bf84d0fafb8802ca15ac11x" },
    acceptor: { accountId: "845735284135" },
    proposer: { accountId: "123456512334" },
    offer: { id: "8kkr91jo647j3qxlcjhlqce7y" },
  },
};
