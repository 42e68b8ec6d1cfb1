import type { TokenFault } from "./accept-token";

/** What a page says that something could not be done. */
export interface Trouble {
  readonly status: 400 | 403 | 404 | 409 | 413 | 500 | 503;
  readonly title: string;
  readonly lead: string;
  /** Whether coming again from AWS Marketplace helps. */
  readonly again: boolean;
}

const SAFE = "Your purchase is safe, and you don't need to buy again.";

/** A POST that holds no token we could take to AWS. */
export const TOKEN_TROUBLES: Readonly<Record<TokenFault | "tooLarge" | "notAForm", Trouble>> = {
  missing: {
    status: 400,
    title: "We don't know your purchase yet",
    lead: "The sign-up reached us without its token from AWS Marketplace. Please start from there:",
    again: true,
  },
  repeated: {
    status: 400,
    title: "This sign-up names two purchases",
    lead: `It holds two tokens, so that we can't tell which purchase is meant. ${SAFE} Please start once more:`,
    again: true,
  },
  tooLong: {
    status: 400,
    title: "This sign-up can't be read",
    lead: `Its token is longer than any that AWS Marketplace hands out. ${SAFE} Please start once more:`,
    again: true,
  },
  malformed: {
    status: 400,
    title: "This sign-up can't be read",
    lead: `Its token was damaged on the way. ${SAFE} Please start once more:`,
    again: true,
  },
  tooLarge: {
    status: 413,
    title: "This sign-up is too large",
    lead: `It is far larger than what AWS Marketplace sends. ${SAFE} Please start once more:`,
    again: true,
  },
  notAForm: {
    status: 400,
    title: "This sign-up can't be read",
    lead: `It didn't come as the form that AWS Marketplace sends. ${SAFE} Please start once more:`,
    again: true,
  },
};

export const TROUBLES = {
  noVisit: {
    status: 403,
    title: "We've lost track of your visit",
    lead: `This page remembers you for four hours, with a cookie. ${SAFE} Please start once more, and allow cookies for this page:`,
    again: true,
  },
  otherSite: {
    status: 403,
    title: "This form came from another page",
    lead: "For your safety we take the form only from our own page. Please start once more:",
    again: true,
  },
  otherPurchase: {
    status: 409,
    title: "You have opened another purchase since",
    lead: "This browser has moved on to another sign-up, so the form was not saved. For the purchase you meant, please start once more:",
    again: true,
  },
  formTooLarge: {
    status: 413,
    title: "That was too much to save",
    lead: "The form can't hold that much text. Go back in your browser, and shorten what you entered.",
    again: false,
  },
  notAForm: {
    status: 400,
    title: "This form can't be read",
    lead: "It didn't come as browsers send forms. Go back in your browser, and send it again.",
    again: false,
  },
  nowhere: {
    status: 404,
    title: "There is no such page",
    lead: "If you bought a product in AWS Marketplace, start there:",
    again: true,
  },
  busy: {
    status: 503,
    title: "We couldn't take that just now",
    lead: `AWS or we are too busy at the moment. ${SAFE} Wait a little and reload this page, or start once more:`,
    again: true,
  },
  broken: {
    status: 500,
    title: "Something went wrong on our side",
    lead: `We have been told about it. ${SAFE} Try once more in a while, or write to the support of your product.`,
    again: false,
  },
} as const satisfies Readonly<Record<string, Trouble>>;
