import { noticeIdentity as identityOf } from "../../../events/notice/message";
import { readMarketplaceEvent } from "../../../events/notice/marketplace-event";
import { LICENSE_UPDATED } from "../../kit/license-updated";

const noticeIdentity = (body: string) => identityOf({ body, messageId: "m-1" });

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
const changed = (detail: object, envelope: object = {}): string => text({ ...LICENSE_UPDATED, ...envelope, detail: { ...LICENSE_UPDATED.detail, ...detail } });

describe("a message from AWS Marketplace", () => {
  test("is read as AWS prints it", () => {
    expect(readMarketplaceEvent(text(LICENSE_UPDATED))).toEqual({ kind: "licenseUpdated", ...said });
  });
  test("is read when the license ends", () => {
    expect(readMarketplaceEvent(text({ ...LICENSE_UPDATED, "detail-type": "License Deprovisioned - Manufacturer" }))).toEqual({
      kind: "licenseDeprovisioned",
      ...said,
    });
  });
  test.each(["License Updated - Proposer", "License Deprovisioned - Proposer"])("is read as '%s', which AWS's samples match too", (kind) => {
    expect(readMarketplaceEvent(text({ ...LICENSE_UPDATED, "detail-type": kind }))).toMatchObject({ productCode: said.productCode });
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
      expect(readMarketplaceEvent(text({ ...LICENSE_UPDATED, "detail-type": kind }))).toEqual({ kind: "unknownKind" });
    },
  );
  test.each([
    ["no JSON", "certainly not"],
    ["half a message", text(LICENSE_UPDATED).slice(0, 100)],
    ["a JSON text", '"hello"'],
    ["nothing", ""],
    ["no license", changed({ license: undefined })],
    ["an empty license", changed({ license: { arn: "  " } })],
    ["no product", changed({ product: undefined })],
    ["a time that is none", changed({}, { time: "yesterday" })],
    ["a detail that is a text", text({ ...LICENSE_UPDATED, detail: "x" })],
  ])("with %s is unreadable, and no failure", (_, body) => {
    expect(readMarketplaceEvent(body)).toEqual({ kind: "unreadable" });
  });
});

describe("the identity of a message", () => {
  const identity = (body: string): string => JSON.stringify(noticeIdentity(body).parts);

  test("is the same when the transport delivers it again in another envelope", () => {
    expect(identity(text({ ...LICENSE_UPDATED, id: "other-id", time: "2024-08-30T21:40:00Z" }))).toBe(identity(text(LICENSE_UPDATED)));
  });
  test.each([
    ["kind", text({ ...LICENSE_UPDATED, "detail-type": "License Deprovisioned - Manufacturer" })],
    ["source", text({ ...LICENSE_UPDATED, source: "mock.agreement-marketplace" })],
    ["request", changed({ requestId: "another" })],
    ["agreement", changed({ agreement: { id: "agmt-2" } })],
    ["license", changed({ license: { arn: "arn:aws:license-manager::1:license:l-2" } })],
  ])("differs with the %s: AWS's examples of different types share a requestId", (_, body) => {
    expect(identity(body)).not.toBe(identity(text(LICENSE_UPDATED)));
  });
  test("falls back on the event's id where there is no requestId", () => {
    expect(noticeIdentity(changed({ requestId: undefined })).parts).toContain(LICENSE_UPDATED.id);
  });
  test("of an unreadable message is the message", () => {
    expect(identity("abc")).toBe(identity("abc"));
    expect(identity("abc")).not.toBe(identity("abd"));
  });
});
