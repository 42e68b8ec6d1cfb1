import { z } from "zod";
import { CONTRACTS, type ContractName } from "../../events/public/contracts";
import { SAMPLES } from "../../events/public/samples";

/** A public contract as a file. */
export interface SchemaFile {
  readonly name: string;
  readonly text: string;
}

const fileNameOf = (type: string): string => `${type.toLowerCase().replaceAll(" ", "-")}.v1.json`;

/** Members may be added within a version, so that a schema for consumers lets those pass that it does not name. */
const open = ({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  delete jsonSchema.additionalProperties;
};

const EXAMPLES = new Map(Object.values(SAMPLES).map(({ type, detail }) => [type, detail]));

const schemaOf = ({ type, schema }: (typeof CONTRACTS)[ContractName]): SchemaFile => {
  const file = fileNameOf(type);
  const json = { $id: file, ...z.toJSONSchema(schema, { target: "draft-2020-12", override: open }), examples: [EXAMPLES.get(type)] };
  return { name: file, text: `${JSON.stringify(json, undefined, 2)}\n` };
};

/** The JSON Schema (draft 2020-12) of every public event's `detail`, each with an example. */
export const schemaFiles = (): readonly SchemaFile[] => Object.values(CONTRACTS).map(schemaOf);
