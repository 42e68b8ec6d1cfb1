import { hasJava, startDynamoDbLocal } from "../../kit/log-tables";
import { costSuite } from "./cost";
import { onEngine } from "./engine";
import { eventStoreSuite } from "./suite";

if (hasJava) {
  eventStoreSuite("Amazon's DynamoDB Local", () => onEngine(startDynamoDbLocal));
  costSuite("Amazon's DynamoDB Local", startDynamoDbLocal, ["PutItem"]);
} else {
  process.stderr.write("\n!! Java was not found: the event store's suite was NOT run on Amazon's DynamoDB Local. Install Java 17 to run it.\n\n");
  test("Amazon's DynamoDB Local needs Java, which CI must have", () => {
    expect(process.env["CI"] ?? "").toBe("");
  });
}
