import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Failure } from "../task/failure";
import { toFailure as failureOf } from "./aws-failure";

let client: DynamoDBDocumentClient | undefined;

/** The process' client of DynamoDB. Members that are undefined are left out of items. */
export const documentClient = (): DynamoDBDocumentClient =>
  (client ??= DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } }));

/** The same without making JavaScript's values of DynamoDB's: a number keeps all of its digits. */
export const lowLevelClient = (): DynamoDBClient => new DynamoDBClient({});

/** A failure of DynamoDB in one of the three classes. */
export const toFailure = (error: unknown): Failure => failureOf("DynamoDB", error);

/** Makes a write on a condition. @returns whether the condition held; if not, nothing was written */
export const holds = async (write: () => Promise<unknown>): Promise<boolean> => {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw toFailure(error);
  }
};
