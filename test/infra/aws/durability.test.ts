import { asText, ofType, template, type Intrinsic, type Loose } from "./template";

const property = (of: Loose, path: string): unknown =>
  path.split(".").reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name], of);

describe("a table", () => {
  test.each(ofType("AWS::DynamoDB::Table"))("%s is retained, recoverable, protected and encrypted with the seller's key", (_, table) => {
    expect(table.DeletionPolicy).toBe("Retain");
    expect(table.UpdateReplacePolicy).toBe("Retain");
    expect(table.Properties).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
      SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
    });
    expect(asText(property(table.Properties, "SSESpecification.KMSMasterKeyId") as Intrinsic)).toMatch(/^\$\{ResourcesKey\w+\.Arn\}$/);
  });

  test("of events tells of changes by their keys alone", () => {
    const streams = ofType("AWS::DynamoDB::Table").map(([, { Properties }]) => [
      String(Properties.TableName),
      Properties.StreamSpecification?.StreamViewType as unknown,
    ]);
    expect(streams).toEqual([
      ["stallkeeper-log", "KEYS_ONLY"],
      ["stallkeeper-contacts", undefined],
      ["stallkeeper-projections", undefined],
      ["stallkeeper-cursors", undefined],
      ["stallkeeper-usage", undefined],
      // What is written there is no event of ours: only rows that wait are to wake the function.
      ["stallkeeper-usage-rows", "NEW_IMAGE"],
    ]);
  });
});

describe("what must outlive the stack", () => {
  test.each(["AWS::KMS::Key", "AWS::SecretsManager::Secret", "AWS::Logs::LogGroup", "AWS::Lambda::Version"])("is retained: %s", (type) => {
    const found = ofType(type);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(([, { DeletionPolicy }]) => DeletionPolicy !== "Retain").map(([id]) => id)).toEqual([]);
  });

  test("is logged for 400 days", () => {
    expect([...new Set(ofType("AWS::Logs::LogGroup").map(([, { Properties }]) => Properties.RetentionInDays as unknown))]).toEqual([400]);
  });
});

describe("a queue", () => {
  const queues = ofType("AWS::SQS::Queue");
  const dead = new Set(queues.filter(([, { Properties }]) => String(Properties.QueueName).endsWith("-dead")).map(([id]) => id));

  test("has a dead-letter queue, or is one", () => {
    for (const [id, { Properties }] of queues) {
      const target = property(Properties, "RedrivePolicy.deadLetterTargetArn.Fn::GetAtt.0");
      expect({ id, laysAside: dead.has(id) ? undefined : dead.has(String(target)) }).toEqual({ id, laysAside: dead.has(id) ? undefined : true });
    }
  });

  test("keeps messages for 14 days and takes none without TLS", () => {
    for (const [id, { Properties }] of queues) {
      expect(Properties).toMatchObject({ MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true });
      const policy = ofType("AWS::SQS::QueuePolicy").find(([, policy]) => asText(policy.Properties.Queues[0] as Intrinsic) === `\${${id}}`);
      expect(JSON.stringify(policy?.[1])).toContain('{"Bool":{"aws:SecureTransport":"false"}}');
    }
  });

  test("gives its consumer six times as long as it takes", () => {
    for (const [, { Properties }] of ofType("AWS::Lambda::EventSourceMapping")) {
      const queue = queues.find(([id]) => id === Properties.EventSourceArn["Fn::GetAtt"][0]);
      if (queue === undefined) continue;
      const consumer = template().Resources[Properties.FunctionName.Ref]!;
      expect(queue[1].Properties.VisibilityTimeout).toBe(consumer.Properties.Timeout * 6);
      expect(Properties.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
    }
  });

  test("leaves Lambda's concurrency to others, however many messages it holds", () => {
    const mappings = ofType("AWS::Lambda::EventSourceMapping").filter(([, { Properties }]) => Properties.StartingPosition === undefined);
    const bounds = mappings.map(([, { Properties }]) => Properties.ScalingConfig?.MaximumConcurrency as unknown);
    expect(bounds).toEqual([20, 10]);
  });
});

describe("what can't be delivered", () => {
  test("is laid aside by every rule", () => {
    for (const [id, { Properties }] of ofType("AWS::Events::Rule")) {
      for (const { DeadLetterConfig } of Properties.Targets)
        expect({ id, dead: DeadLetterConfig?.Arn }).toMatchObject({ dead: { "Fn::GetAtt": expect.anything() } });
    }
  });

  test("is laid aside by every function that a rule calls, also where the function was called and failed", () => {
    const laysAside = new Map(
      ofType("AWS::Lambda::EventInvokeConfig").map(([, { Properties }]) => [
        Properties.FunctionName.Ref as string,
        Properties.DestinationConfig.OnFailure.Destination["Fn::GetAtt"][0] as string,
      ]),
    );
    const called = ofType("AWS::Events::Rule").flatMap(([, { Properties }]) =>
      (Properties.Targets as Loose[]).map(({ Arn }) => Arn["Fn::GetAtt"][0] as string),
    );
    const functions = [...new Set(called)].filter((id) => template().Resources[id]!.Type === "AWS::Lambda::Function");
    expect(functions.length).toBeGreaterThan(4);
    for (const id of functions) {
      const queue = template().Resources[laysAside.get(id) ?? ""];
      expect({ id, dead: queue?.Properties.QueueName }).toEqual({ id, dead: expect.stringMatching(/-dead$/) });
    }
  });

  test.each([
    ["WakeUpsDead", 82_800],
    ["DropInRowsDead", 64_800],
  ])("is laid aside by a table's stream before it would vanish: %s", (dead, seconds) => {
    const mappings = ofType("AWS::Lambda::EventSourceMapping").filter(([, { Properties }]) => Properties.StartingPosition !== undefined);
    const [, { Properties }] = mappings.find(([, { Properties }]) => JSON.stringify(Properties.DestinationConfig).includes(dead))!;
    expect(mappings).toHaveLength(2);
    expect(Properties).toMatchObject({
      StartingPosition: "TRIM_HORIZON",
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: seconds,
    });
    expect(Properties.MaximumRetryAttempts).toBeUndefined();
  });
});
