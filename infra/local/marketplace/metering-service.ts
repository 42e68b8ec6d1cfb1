import { z } from "zod";
import { later } from "../../../events/kernel/values";
import { AwsError, type AwsService } from "../cloud/aws-service";
import { cloudTrail } from "./metering/cloud-trail";
import { batchMeterUsage } from "./metering/batch-meter-usage";
import type { MarketplaceHost } from "./ports";
import type { Shelf } from "./shelf";
import { takeFault } from "./take-fault";

const ResolveCustomerRequest = z.object({ RegistrationToken: z.string().min(1) });

const HOUR = 3_600_000;

/** AWS Marketplace Metering as the wire has it (API 2016-01-14, AWS JSON 1.1): ResolveCustomer and BatchMeterUsage. */
export const meteringService = (host: Pick<MarketplaceHost, "now" | "catalogue" | "documents">, kept: Shelf): AwsService => {
  const { tokens, purchases, settings } = kept;
  const { now } = host;
  const meter = batchMeterUsage(host, kept);
  const trail = cloudTrail(host.documents, now);
  const resolveCustomer = async (input: unknown): Promise<unknown> => {
    const request = ResolveCustomerRequest.safeParse(input);
    const token = request.success ? await tokens.get(request.data.RegistrationToken) : undefined;
    const purchase = token && (await purchases.get(token.agreementId));
    if (token === undefined || purchase === undefined) throw new AwsError("InvalidTokenException", "Registration token is invalid.", 400);
    const { tokenHours } = await settings.get();
    if (later(token.issuedAt, tokenHours * HOUR) <= now()) throw new AwsError("ExpiredTokenException", "The submitted registration token has expired.", 400);
    const { productCode, accountId, customerIdentifier, licenseArn } = purchase;
    const licensed = licenseArn !== undefined && !(await takeFault(settings, "resolveWithoutLicense"));
    return {
      ProductCode: productCode,
      CustomerAWSAccountId: accountId,
      ...(customerIdentifier !== undefined && { CustomerIdentifier: customerIdentifier }),
      ...(licensed && { LicenseArn: licenseArn }),
    };
  };

  return {
    target: "AWSMPMeteringService",
    jsonVersion: "1.1",
    handle: async (operation, input, call) => {
      if (operation === "ResolveCustomer") return resolveCustomer(input);
      if (operation === "BatchMeterUsage") return trail.through(input, call, () => meter(input, call));
      throw new AwsError("UnknownOperationException", `The simulated AWS Marketplace Metering does not know ${operation}.`, 400);
    },
  };
};
