import { noticeIdentity as identityOf } from "../../../events/notice/message";
import { readMarketplaceEvent } from "../../../events/notice/marketplace-event";

const noticeIdentity = (body: string) => identityOf({ body, messageId: "m-1" });

/** As AWS prints it (`UG:notifications-eventbridge`): no `arn:` in the license, no `offer-` in the offer. */
const EXAMPLE = {
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

const said = {
  licenseArn: "aws:license-manager:us-east-1:123456789012:l-e52ca6f38bf84d0fafb8802ca15ac11x",
  productCode: "aw4fgf5tyo5w2ap6fEXAMPLE",
  agreementId: "agmt-4mwg1nevbokzw95eca5797ixs",
  awsAccountId: "845735284135",
  proposerAccountId: "123456512334",
  offerId: "8kkr91jo647j3qxlcjhlqce7y",
  at: "2024-08-30T21:36:03.000Z",
};

const text = (event: unknown): string => JSON.stringify(event);
const changed = (detail: object, envelope: object = {}): string => text({ ...EXAMPLE, ...envelope, detail: { ...EXAMPLE.detail, ...detail } });

describe("a message from AWS Marketplace", () => {
  test("is read as AWS prints it", () => {
    expect(readMarketplaceEvent(text(EXAMPLE))).toEqual({ kind: "licenseUpdated", ...said });
  });
  test("is read when the license ends", () => {
    expect(readMarketplaceEvent(text({ ...EXAMPLE, "detail-type": "License Deprovisioned - Manufacturer" }))).toEqual({
      kind: "licenseDeprovisioned",
      ...said,
    });
  });
  test.each(["License Updated - Proposer", "License Deprovisioned - Proposer"])("is read as '%s', which AWS's samples match too", (kind) => {
    expect(readMarketplaceEvent(text({ ...EXAMPLE, "detail-type": kind }))).toMatchObject({ productCode: said.productCode });
  });
  test("is read with `license.id` instead of `license.arn`", () => {
    expect(readMarketplaceEvent(changed({ license: { id: "l-1" } }))).toMatchObject({ licenseArn: "l-1" });
  });
  test("is read with blanks round its values", () => {
    expect(readMarketplaceEvent(changed({ product: { code: " aw4fgf5tyo5w2ap6fEXAMPLE " } }))).toMatchObject({ productCode: said.productCode });
  });
  test.each([[{ agreement: null }], [{ offer: null, proposer: null, acceptor: null }], [{ agreement: undefined }]])(
    "is read without what is not needed: %j",
    (detail) => {
      expect(readMarketplaceEvent(changed(detail)).kind).toBe("licenseUpdated");
    },
  );
  test.each(["Something New", "Purchase Agreement Somehow Changed - Proposer", "License Lost - Manufacturer"])(
    "of the kind '%s' is left to a person",
    (kind) => {
      expect(readMarketplaceEvent(text({ ...EXAMPLE, "detail-type": kind }))).toEqual({ kind: "unknownKind" });
    },
  );
  test.each([
    ["no JSON", "certainly not"],
    ["half a message", text(EXAMPLE).slice(0, 100)],
    ["a JSON text", '"hello"'],
    ["nothing", ""],
    ["no license", changed({ license: undefined })],
    ["an empty license", changed({ license: { arn: "  " } })],
    ["no product", changed({ product: undefined })],
    ["a time that is none", changed({}, { time: "yesterday" })],
    ["a detail that is a text", text({ ...EXAMPLE, detail: "x" })],
  ])("with %s is unreadable, and no failure", (_, body) => {
    expect(readMarketplaceEvent(body)).toEqual({ kind: "unreadable" });
  });
});

describe("the identity of a message", () => {
  const identity = (body: string): string => JSON.stringify(noticeIdentity(body).parts);

  test("is the same when the transport delivers it again in another envelope", () => {
    expect(identity(text({ ...EXAMPLE, id: "other-id", time: "2024-08-30T21:40:00Z" }))).toBe(identity(text(EXAMPLE)));
  });
  test.each([
    ["kind", text({ ...EXAMPLE, "detail-type": "License Deprovisioned - Manufacturer" })],
    ["source", text({ ...EXAMPLE, source: "mock.agreement-marketplace" })],
    ["request", changed({ requestId: "another" })],
    ["agreement", changed({ agreement: { id: "agmt-2" } })],
    ["license", changed({ license: { arn: "arn:aws:license-manager::1:license:l-2" } })],
  ])("differs with the %s: AWS's examples of different types share a requestId", (_, body) => {
    expect(identity(body)).not.toBe(identity(text(EXAMPLE)));
  });
  test("falls back on the event's id where there is no requestId", () => {
    expect(noticeIdentity(changed({ requestId: undefined })).parts).toContain(EXAMPLE.id);
  });
  test("of an unreadable message is the message", () => {
    expect(identity("abc")).toBe(identity("abc"));
    expect(identity("abc")).not.toBe(identity("abd"));
  });
});
