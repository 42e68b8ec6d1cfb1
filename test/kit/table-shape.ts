import type { TableProperties } from "../../infra/local/cloud/database";

/** A table with the keys that all of ours have: `pk`, and `sk`, a number in the log and text elsewhere. */
export const tableShape = (TableName: string, sort: "S" | "N"): TableProperties => ({
  TableName,
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  AttributeDefinitions: [
    { AttributeName: "pk", AttributeType: "S" },
    { AttributeName: "sk", AttributeType: sort },
  ],
});
