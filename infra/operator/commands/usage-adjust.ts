import { writeFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { endOf, monthOf, type Hour } from "../../../events/kernel/hour";
import { compareQuantities, isZero, readQuantity, type Quantity } from "../../../events/kernel/quantity";
import { subscription as subscriptions, subscriptionStream } from "../../../events/subscription/decider";
import type { Subscription } from "../../../events/subscription/state";
import { prepareAdjustment, type AdjustmentEntry } from "../../../functions/kernel/usage/billing-adjustment";
import { writeJson, type Context } from "../context";
import { EXIT, EXIT_HELP, Problem } from "../problem";
import { listing } from "../terminal";
import { readMonth } from "../usage/read-month";
import type { Where } from "../where";
import { hourText } from "../work/usage-told";
import { dimensionOf, lineOptions } from "./usage-close";

interface Given extends Where {
  readonly hour: Hour;
  readonly dimension?: string;
  readonly agreement?: string;
  readonly awsHolds: Quantity;
  readonly meant?: Quantity;
  readonly unitPrice?: Quantity;
  readonly currency?: string;
  readonly invoice?: string;
  readonly out?: string;
}

const HELP = `
Example:
  stallkeeper usage adjust l-6c8a5b1f --hour 2026-11-24T09 --dimension gb_processed --aws-holds 120 \\
    --unit-price 0.25 --currency USD --invoice 1234567890 --out adjustment.json

AWS holds more than was used, and no record can be amended: the seller asks AWS to give the difference back to the buyer
(BatchCreateBillingAdjustmentRequest, INCORRECT_METERING). What AWS holds is in CloudTrail's BatchMeterUsage and in the Daily
Usage feed. This command prepares the request and sends nothing; AWS bills a month at the start of the next, and only then
there is an invoice to adjust. --out writes the request once every member of it is known, for

  aws marketplace-agreement batch-create-billing-adjustment-request --region us-east-1 --cli-input-json file://adjustment.json

Then close the matter: stallkeeper usage close … --as adjustmentRequested.
${EXIT_HELP}`;

/** AWS counts whole units. */
const unitsOption = (text: string): Quantity => {
  const quantity = readQuantity(text);
  if (quantity !== undefined && !quantity.includes(".")) return quantity;
  throw new InvalidArgumentError("Give a whole number of units like 120: AWS holds no other.");
};

/** A price of a unit; AWS takes no amount of more than eight decimals (`PositiveAmountUpto8Decimals`, the API's model). */
const priceOption = (text: string): Quantity => {
  const price = readQuantity(text);
  if (price !== undefined && !isZero(price) && /^\d+(?:\.\d{1,8})?$/.test(price)) return price;
  throw new InvalidArgumentError("Give a price above 0 like 0.25, of at most eight decimals: AWS takes no more.");
};

const idOption = (text: string): string => {
  if (/^[\w/-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError("Give the id as AWS shows it: letters, digits, '-', '_' and '/'.");
};

const currencyOption = (text: string): string => {
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw new InvalidArgumentError("Give a currency's three letters, like USD.");
};

/** The agreement an hour fell under: the newest that had begun by its end. */
const agreementOf = ({ agreements, agreement }: Subscription, hour: Hour): string | undefined =>
  (agreements.findLast(({ startsAt, from }) => (startsAt ?? from) < endOf(hour)) ?? agreements[0])?.id ?? agreement?.id;

/** Where to find what is not known. */
const sourceOf = (member: keyof AdjustmentEntry, agreement: string): string => {
  switch (member) {
    case "agreementId":
      return "--agreement: AWS has named none to us. AWS Marketplace Management Portal shows the buyer's agreements.";
    case "originalInvoiceId":
      return `--invoice: aws marketplace-agreement list-agreement-invoice-line-items --region us-east-1 --group-by INVOICE_ID --agreement-id ${agreement}`;
    case "adjustmentAmount":
      return `--unit-price: the rate card in aws marketplace-agreement get-agreement-terms --region us-east-1 --agreement-id ${agreement}`;
    case "currencyCode":
      return "--currency: that of the agreement's offer";
    case "adjustmentReasonCode":
    case "description":
    case "clientToken":
      return "";
  }
};

const write = (file: string, text: string): void => {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Problem(`'${file}' can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
};

export const usageAdjust = ({ terminal, connect }: Context): Command =>
  lineOptions(new Command("adjust").description("Prepares the request that AWS gives back what it bills too much"))
    .requiredOption("--aws-holds <units>", "what AWS holds for the hour", unitsOption)
    .option("--meant <units>", "what should be billed; else what was sealed", unitsOption)
    .option("--unit-price <decimal>", "the price of a unit by the agreement", priceOption)
    .option("--currency <code>", "the currency of the agreement's offer", currencyOption)
    .option("--invoice <id>", "AWS's invoice that bills the hour", idOption)
    .option("--agreement <id>", "the agreement, where AWS has named none to us, or another", idOption)
    .option("--out <file>", "write the request to a file")
    .addHelpText("after", HELP)
    .action(async (subscription: string, _: unknown, called: Command) => {
      const given = called.optsWithGlobals<Given>();
      const { hour, awsHolds, unitPrice, currency, invoice, out } = given;
      const dimension = dimensionOf(given);
      const connection = connect(given);
      const { lines } = await readMonth(connection)(subscription, monthOf(hour));
      const line = lines.find((one) => one.hour === hour && one.dimension === dimension);
      if (line === undefined) throw new Problem(`No ${dimension} of ${hourText(hour)} was sealed for '${subscription}'. See 'stallkeeper usage'.`);
      const meant = given.meant ?? String(line.units);
      if (compareQuantities(awsHolds, meant) <= 0)
        throw new Problem(`AWS holds ${awsHolds}, and ${meant} should be billed: there is nothing to give back.`, EXIT.usage);
      const { state } = await connection.log.load(subscriptions, subscriptionStream(subscription));
      const { units, entry, unknown } = prepareAdjustment({
        subscription,
        hour,
        dimension,
        held: awsHolds,
        meant,
        meteringRecordId: line.meteringRecordId,
        agreementId: given.agreement ?? agreementOf(state, hour),
        invoiceId: invoice,
        unitPrice,
        currency,
      });
      const request = { billingAdjustmentRequestEntries: [entry] };
      if (given.json === true) writeJson(terminal, { units, request, unknown });
      else {
        terminal.line(
          listing(terminal, [
            ["AWS holds", `${awsHolds} ${dimension} of ${hourText(hour)}`],
            ["should be", meant],
            ["to give back", `${units}${unitPrice === undefined ? "" : ` at ${unitPrice} each: ${entry.adjustmentAmount ?? ""} ${currency ?? ""}`.trimEnd()}`],
            ["AWS's record", line.meteringRecordId ?? "AWS named none to us"],
          ]),
        );
        terminal.line(`\n${JSON.stringify(request, undefined, 2)}\n`);
        const missing = unknown.map((member): readonly [string, string] => [member, sourceOf(member, entry.agreementId ?? "<agreement>")]);
        if (missing.length > 0) terminal.line(`${terminal.tone("wait", "Not known yet:")}\n${listing(terminal, missing)}`);
      }
      if (out === undefined) return;
      if (unknown.length > 0) throw new Problem(`Nothing is written: ${unknown.join(", ")} must be known first.`);
      write(out, `${JSON.stringify(request, undefined, 2)}\n`);
      if (given.json !== true) terminal.line(terminal.tone("good", `Written to ${out}. AWS was asked for nothing yet.`));
    });
