import { randomBytes } from "node:crypto";
import { z } from "zod";
import { AwsError, unknownOperation, type AwsService } from "./aws-service";
import type { Documents } from "./documents";
import { ACCOUNT, REGION, type ResolvedTemplate } from "./template";

const Properties = z.object({ Name: z.string(), GenerateSecretString: z.object({ PasswordLength: z.number().default(32) }).optional() });
const Request = z.object({ SecretId: z.string() });

/** The embedded Secrets Manager: each secret of the template is made once, and kept. */
export const startSecrets = async (template: ResolvedTemplate, documents: Documents): Promise<AwsService> => {
  for (const { properties } of template.ofType("AWS::SecretsManager::Secret")) {
    const { Name, GenerateSecretString } = Properties.parse(properties);
    if ((await documents.get("secret", Name)) !== undefined) continue;
    const length = GenerateSecretString?.PasswordLength ?? 32;
    await documents.put("secret", Name, randomBytes(length).toString("hex").slice(0, length));
  }
  return {
    target: "secretsmanager",
    jsonVersion: "1.1",
    handle: async (operation, input) => {
      if (operation !== "GetSecretValue") throw unknownOperation("Secrets Manager", operation);
      const name = Request.parse(input).SecretId.split(":secret:").at(-1) ?? "";
      const value = await documents.get("secret", name);
      if (value === undefined) throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
      return { ARN: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`, Name: name, SecretString: value };
    },
  };
};
