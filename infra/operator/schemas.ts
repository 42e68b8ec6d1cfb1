import { z } from "zod";
import { CONTRACTS, type ContractName } from "../../events/public/contracts";
import { SAMPLES } from "../../events/public/samples";

/** A public contract as a file. */
export interface SchemaFile {
  readonly name: string;
  readonly text: string;
}

const fileNameOf = (type: string): string => `${type.toLowerCase().replaceAll(" ", "-")}.v1.json`;

const schemaOf = (name: ContractName): SchemaFile => {
  const { type, schema } = CONTRACTS[name];
  const file = fileNameOf(type);
  const json = { $id: file, ...z.toJSONSchema(schema, { target: "draft-2020-12" }), examples: [SAMPLES[name].detail] };
  return { name: file, text: `${JSON.stringify(json, undefined, 2)}\n` };
};

/** The JSON Schema (draft 2020-12) of every public event's `detail`, each with an example. */
export const schemaFiles = (): readonly SchemaFile[] => [
  schemaOf("customerRegistered"),
  schemaOf("accessGranted"),
  schemaOf("entitlementsChanged"),
  schemaOf("accessRevoked"),
  schemaOf("tenantLinked"),
];
