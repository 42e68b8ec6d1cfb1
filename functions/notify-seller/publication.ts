import type { Product } from "../../events/product/product";
import { SENTENCES } from "../../events/subscription/sentences";
import { newestAgreement } from "../../events/subscription/standing";
import type { Subscription } from "../../events/subscription/state";
import type { SellerNotice } from "../../events/subscription/values";
import type { ContactDetails } from "../kernel/buyers/contacts";
import type { Publication } from "../kernel/aws/topic";
import { lines } from "./lines";

/** What a notice is about. */
export interface Matter {
  readonly subscription: string;
  readonly state: Subscription;
  readonly product: Pick<Product, "name" | "code"> | undefined;
  /** The newest registered person's; undefined where nobody registered, or they were erased. */
  readonly details: ContactDetails | undefined;
}

interface Wording {
  readonly subject: string;
  readonly what: string;
  readonly todo: string;
}

const WRITE = "Write to the buyer: AWS Marketplace Management Portal, 'Agreements', has their company and address.";

/** What happened, and what to do; `id` is the subscription's. */
const wordingOf = (notice: SellerNotice, id: string, state: Subscription): Wording => {
  switch (notice) {
    case "registered":
      return { subject: "A buyer has registered", what: "A buyer has registered.", todo: "Nothing needs to be done: the product hears of it on the bus." };
    case "notArrived":
      return { subject: "A buyer has not come", what: "Bought a day ago or longer, and nobody has come to set up the account.", todo: WRITE };
    case "notRegistered":
      return { subject: "A buyer has not registered", what: "Came to our page an hour ago or longer, and has not handed in the form.", todo: WRITE };
    case "noLicense":
      return {
        subject: "A buyer waits for AWS",
        what: "Registered half an hour ago or longer, and AWS has named no license.",
        todo: `Ask AWS anew: stallkeeper reread ${id} --reason "…". If nothing comes of it, ask AWS Marketplace's seller operations.`,
      };
    case "notProvisioned":
      return {
        subject: "A workspace is late",
        what: "The product has not confirmed in time that it has provisioned.",
        todo: "See to the product; the buyer waits for it.",
      };
    case "notRenewed":
      return { subject: "A subscription ends soon", what: "Ends soon, and nothing says that it goes on.", todo: "Ask the buyer whether they renew." };
    case "ambiguousRenewal":
      return {
        subject: "A renewal needs a decision",
        what: `A renewal that may go on from more than one subscription: ${(state.doubt ?? []).join(" or ")}. The old access lasts for three days.`,
        todo: `Say which: stallkeeper continue ${id} --from <predecessor> --reason "…"`,
      };
    case "mailFailed":
      return {
        subject: "A mail did not reach a buyer",
        what: "SES refused a mail to the buyer.",
        todo: `See stallkeeper mail show ${id}, then stallkeeper mail correct or resend.`,
      };
  }
};

const person = (details: ContactDetails | undefined): readonly string[] =>
  details === undefined
    ? []
    : [
        "",
        ...lines([
          ["E-mail", details.email],
          ["Name", details.name],
          ["Company", details.company],
          ["Phone", details.phone],
          ...Object.entries(details.fields),
        ]),
      ];

/**
 * A notice in words, with whom it is about: the buyer's details are what the seller wants of it, whatever came first, the license
 * or the form. It goes to the seller's own encrypted topic and is kept nowhere.
 */
export const publication = (notice: SellerNotice, { subscription, state, product, details }: Matter): Publication => {
  const { subject, what, todo } = wordingOf(notice, subscription, state);
  const { access, awsAccountId, test, tenantId } = state;
  const agreement = newestAgreement(state);
  const name = product?.name ?? "a product";
  const about = lines([
    ["Product", product === undefined ? undefined : `${product.name} (${product.code})`],
    ["AWS account", awsAccountId],
    ["Agreement", agreement?.id],
    ["Ends", agreement?.endsAt],
    ["Access", `${access.status}. ${SENTENCES[access.reason]}`],
    ["Tenant", tenantId],
    ["Subscription", subscription],
  ]);
  const message = [
    what,
    ...(test ? ["This is a test purchase by an account of yours."] : []),
    "",
    ...about,
    ...person(details),
    "",
    todo,
    `More: stallkeeper explain ${subscription}`,
  ];
  return {
    subject: `${test ? "Test: " : ""}${subject}: ${name}`,
    message: message.join("\n"),
    attributes: { notice, subscription, test: String(test), ...(product !== undefined && { product: product.code }) },
  };
};
