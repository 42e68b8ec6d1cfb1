/** Where MiniStack 1.5.33 differs from AWS in creating what the template asks for. `docs/deploy-test.md` says what is thereby not tried. */

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** What it refuses to create, and so is left out. */
export const GAPS: readonly { readonly type: string; readonly only?: (properties: Readonly<Record<string, unknown>>) => boolean; readonly says: string }[] = [
  { type: "AWS::WAFv2::WebACLAssociation", says: "Unrecognized resource types" },
  {
    type: "AWS::CloudWatch::Alarm",
    only: (properties) => "Metrics" in properties,
    says: "Properties.Metrics (metric math) is not supported; use MetricName and Namespace",
  },
];

const isGap = ({ Type, Properties = {} }: Resource): boolean => GAPS.some(({ type, only }) => type === Type && (only?.(Properties) ?? true));

/** `Ref` of a secret is its name there, and its ARN on AWS. Its attribute `Id` is the ARN in both. */
const secretRefs = (value: unknown, secrets: ReadonlySet<string>): unknown => {
  if (Array.isArray(value)) return value.map((each) => secretRefs(each, secrets));
  if (typeof value !== "object" || value === null) return value;
  const { Ref } = value as { Ref?: string };
  if (Ref !== undefined && secrets.has(Ref)) return { "Fn::GetAtt": [Ref, "Id"] };
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, secretRefs(each, secrets)]));
};

const withVariables = (resource: Resource, variables: Readonly<Record<string, string>>): Resource => {
  if (resource.Type !== "AWS::Lambda::Function") return resource;
  const { Variables } = (resource.Properties?.["Environment"] ?? {}) as { readonly Variables?: Readonly<Record<string, unknown>> };
  return { ...resource, Properties: { ...resource.Properties, Environment: { Variables: { ...Variables, ...variables } } } };
};

/** The template as the emulator can take it: without the gaps, with the secret named rightly, and every function told where AWS Marketplace answers. */
export const adapted = (template: Template, variables: Readonly<Record<string, string>>): Template => {
  const kept = Object.entries(template.Resources).filter(([, resource]) => !isGap(resource));
  const secrets = new Set(kept.filter(([, { Type }]) => Type === "AWS::SecretsManager::Secret").map(([id]) => id));
  return {
    ...template,
    Resources: Object.fromEntries(kept.map(([id, resource]) => [id, withVariables(secretRefs(resource, secrets) as Resource, variables)])),
  };
};
