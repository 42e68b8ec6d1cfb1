import { Failure } from "./failure";

/** Every environment variable that a function may read, and what it holds. One meaning each, in every function. */
export const VARIABLES = {
  EVENT_TABLE: "name of the table that holds the log",
  CONTACT_TABLE: "name of the table that holds personal data",
  PROJECTION_TABLE: "name of the table that holds the projections' rows",
  USAGE_TABLE: "name of the table that holds reported usage and what AWS is to be told of it",
  USAGE_ROW_TABLE: "name of the table that applications write usage to as AWS's guide shows it",
  CURSOR_TABLE: "name of the table that holds the consumers' cursors and the projections' generations",
  SECRET_ARN: "ARN of the secret from which the keys for sealing, cookies and claim codes are derived",
  PRODUCTS_FILE: "path of the products' configuration, beside the code",
  ONBOARDING_MACHINE: "ARN of the Onboarding state machine",
  ENTITLEMENT_CHANGE_MACHINE: "ARN of the EntitlementChange state machine",
  RECONCILIATION_MACHINE: "ARN of the Reconciliation state machine",
  BUYER_MAIL_MACHINE: "ARN of the BuyerMail state machine",
  SELLER_NOTICE_MACHINE: "ARN of the SellerNotice state machine, or 'off' where the seller wants no topic",
  SELLER_TOPIC_ARN: "ARN of the topic for the seller's notices",
  METERING_MACHINE: "ARN of the Metering state machine",
  BUS_NAME: "name of the bus for public events",
  LAGGING_QUEUE_URL: "URL of the queue for streams whose consumers failed",
  METERING_REGION: "Region of ResolveCustomer and BatchMeterUsage",
} as const;

export type Variable = keyof typeof VARIABLES;

/** Reads a variable when it is first needed, so that importing a handler has no effect. */
export const setting = (name: Variable): string => {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Failure("Permanent", `The variable ${name} (${VARIABLES[name]}) is not set for this function.`);
  return value;
};
