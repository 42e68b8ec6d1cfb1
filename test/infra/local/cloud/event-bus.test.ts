import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { awsRuleTargets } from "../../../../functions/kernel/aws/rule-targets";
import { behind, clientOf, eventually, failWith, fixtureTemplate, open } from "./fixture";
import { messageDesk } from "./message-desk";

const desk = messageDesk();

describe("the embedded EventBridge", () => {
  const put = async (...entries: readonly { readonly Source?: string; readonly Detail?: string }[]) => {
    const events = new EventBridgeClient(clientOf(desk.cloud));
    const Entries = entries.map((entry) => ({
      Source: "shop.till",
      DetailType: "Sold",
      Detail: '{"colour":"blue","size":1}',
      EventBusName: "fixture",
      ...entry,
    }));
    return events.send(new PutEventsCommand({ Entries })).finally(() => {
      events.destroy();
    });
  };

  test("answers for each entry, and refuses AWS's own sources and malformed details", async () => {
    const { FailedEntryCount, Entries } = await put({}, { Source: "aws.states" }, { Detail: "no json" });
    expect(FailedEntryCount).toBe(2);
    expect(Entries).toMatchObject([{ EventId: expect.any(String) }, { ErrorCode: "NotAuthorizedForSourceException" }, { ErrorCode: "MalformedDetail" }]);
    await eventually("the one that was taken", () => Promise.resolve(desk.heard.length === 1 ? true : undefined));
  });

  test("takes events of AWS Marketplace from anybody, who then plays AWS", async () => {
    await expect(put({ Source: "aws.agreement-marketplace" })).resolves.toMatchObject({ FailedEntryCount: 0 });
  });

  test("gives up what its function can't do after three tries, to where the function's configuration says", async () => {
    let tries = 0;
    behind("work", () => {
      tries += 1;
      return failWith("Permanent", "It will not do.");
    });
    desk.cloud = await open({
      template: fixtureTemplate({
        Called: {
          Type: "AWS::Events::Rule",
          Properties: {
            Name: "fixture-called",
            EventBusName: { Ref: "Bus" },
            EventPattern: { source: ["called.shop"] },
            Targets: [{ Arn: { "Fn::GetAtt": ["Work", "Arn"] } }],
          },
        },
        GivenUp: {
          Type: "AWS::Lambda::EventInvokeConfig",
          Properties: { FunctionName: { Ref: "Work" }, DestinationConfig: { OnFailure: { Destination: { "Fn::GetAtt": ["Plain", "Arn"] } } } },
        },
      }),
    });
    await put({ Source: "called.shop" });
    await eventually("three tries, the second a minute and the third two more after the one before", async () => {
      await desk.cloud.advance(60_000);
      return tries === 3 ? true : undefined;
    });
    const [given] = await eventually("what was given up", async () => {
      const received = await desk.cloud.queues.receive("fixture-plain", 1);
      return received.length === 1 ? received : undefined;
    });
    expect(JSON.parse(given!.body)).toMatchObject({
      requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 3 },
      requestPayload: { source: "called.shop", detail: { colour: "blue" } },
      responsePayload: { errorType: "Permanent", errorMessage: "It will not do." },
    });
    expect(tries).toBe(3);
  });

  test("loses one entry of a batch where the fault asks for it", async () => {
    desk.cloud.faults.add({ kind: "partial", service: "AWSEvents", operation: "PutEvents", times: 1 });
    await expect(put({}, {})).resolves.toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: "InternalFailure" }, { EventId: expect.any(String) }] });
    await expect(put({}, {})).resolves.toMatchObject({ FailedEntryCount: 0 });
  });

  test("delivers what fits a rule's pattern, and nothing else", async () => {
    const details = ['{"colour":"blue","size":1}', '{"colour":"red","size":1}', '{"colour":"green"}'];
    await put(...details.map((Detail) => ({ Detail })), { Source: "bakery" });
    const bodies = (await desk.receive("fixture-plain")).map(({ Body }): unknown => JSON.parse(Body ?? ""));
    expect(bodies).toMatchObject([{ source: "shop.till", "detail-type": "Sold", detail: { colour: "blue", size: 1 } }]);
  });
});

describe("a subscriber's rule", () => {
  const targets = () => awsRuleTargets(new EventBridgeClient(clientOf(desk.cloud)), desk.sqs);

  test("is found with its account, Region, pattern and queue; one that is not there is not", async () => {
    expect(await targets().rule("fixture", "hearer")).toEqual({
      account: "000000000000",
      region: "us-east-1",
      pattern: '{"source":["shop.till"]}',
      targets: [{ kind: "queue", arn: "arn:aws:sqs:us-east-1:000000000000:hearer" }],
    });
    expect(await targets().rule("fixture", "nobody")).toBeUndefined();
    expect(await targets().rule("default", "hearer")).toBeUndefined();
  });

  test("judges an event by its pattern", async () => {
    expect(await targets().fits('{"source":["shop.till"]}', { id: "1", source: "shop.till" })).toBe(true);
    expect(await targets().fits('{"source":["shop.till"]}', { id: "1", source: "bakery" })).toBe(false);
  });

  test("hears what is sent to its queue alone, just as it was sent", async () => {
    const event = { id: "1", source: "bakery", detail: { loaf: 1 } };
    await targets().send({ kind: "queue", arn: "arn:aws:sqs:us-east-1:000000000000:hearer" }, event);
    await eventually("the event", () => Promise.resolve(desk.heard.length === 1 ? true : undefined));
    expect(desk.heard).toEqual([event]);
    expect(await desk.receive("fixture-plain")).toEqual([]);
  });
});
