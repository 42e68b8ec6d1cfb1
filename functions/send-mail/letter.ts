import type { Product } from "../../events/product/product";
import { isReady } from "../../events/subscription/mails";
import type { Subscription } from "../../events/subscription/state";
import type { MailKind } from "../../events/subscription/values";
import { paper, type Letter, type Words } from "./paper";

/** What a mail is about. */
export interface Occasion {
  readonly product: Pick<Product, "name" | "logInUrl" | "support">;
  readonly subscription: string;
  readonly state: Subscription;
}

/** Where AWS lists what an account has bought, each with 'Set up your account' (AWS Marketplace buyer guide, "Managing your subscriptions"). */
const SUBSCRIPTIONS_URL = "https://console.aws.amazon.com/marketplace/home#/subscriptions";

const nextStep = (state: Subscription, name: string): string => {
  if (isReady(state)) return "Your purchase is confirmed. A second mail brings you the link to log in.";
  return state.access.status === "granted"
    ? `AWS has confirmed your purchase, and ${name} is preparing your workspace. We write to this address again as soon as it is ready; there is nothing you need to do.`
    : "AWS is confirming your purchase, which mostly takes a few minutes. We write to this address again as soon as it is done; there is nothing you need to do.";
};

const received = ({ product: { name }, state }: Occasion): Words => ({
  subject: `We have received your registration for ${name}`,
  heading: "Thank you for registering",
  paragraphs: [`Your registration for ${name}, bought in AWS Marketplace, has reached us.`, nextStep(state, name)],
  hints: [],
});

const ready = ({ product: { name, logInUrl }, state }: Occasion): Words => ({
  subject: `${name} is ready for you`,
  heading: `${name} is ready`,
  paragraphs: [`AWS has confirmed your purchase, and you can start using ${name} now.`],
  button: { label: `Log in to ${name}`, url: logInUrl },
  hints:
    state.tenantId === undefined
      ? [
          {
            text: `If ${name} does not recognise your purchase when you log in, open Manage subscriptions in AWS Marketplace and choose 'Set up your account' once more: that connects the two.`,
            label: "Open Manage subscriptions",
            url: SUBSCRIPTIONS_URL,
          },
        ]
      : [],
});

const WORDS: Readonly<Record<MailKind, (occasion: Occasion) => Words>> = { received, ready };

/**
 * The mail of a kind. Nothing that a person typed in stands in it, so that the form is no way to send others words of one's own;
 * and no code or token, so that it may be forwarded.
 */
export const letter = (kind: MailKind, occasion: Occasion): Promise<Letter> => paper(WORDS[kind](occasion), occasion);
