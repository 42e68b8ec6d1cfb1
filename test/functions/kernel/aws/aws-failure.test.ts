import { toFailure } from "../../../../functions/kernel/aws/aws-failure";

interface Shape {
  readonly name?: string;
  readonly code?: string;
  readonly status?: number;
  /** Whether the SDK had begun the call. */
  readonly called?: boolean;
}

const error = ({ name = "Error", code, status, called = true }: Shape): Error =>
  Object.assign(new Error("what was sent"), {
    name,
    ...(code !== undefined && { code }),
    ...(called && { $metadata: { attempts: 3, ...(status !== undefined && { httpStatusCode: status }) } }),
  });

const classOf = (shape: Shape): string => toFailure("AWS Marketplace Agreement", error(shape)).name;

describe("what an AWS SDK client throws", () => {
  test.each(["ThrottlingException", "TooManyRequestsException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"])(
    "is throttling: %s",
    (name) => {
      expect(classOf({ name, status: 400 })).toBe("Throttled");
    },
  );

  test.each([
    "ECONNRESET",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "EPIPE",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "EADDRNOTAVAIL",
    "EMFILE",
    "HPE_INVALID_CONSTANT",
  ])("passes where the network failed: %s", (code) => {
    expect(classOf({ code })).toBe("Transient");
  });

  test.each<[string, Shape]>([
    ["a fault of AWS's", { name: "InternalServiceErrorException", status: 500 }],
    ["any answer of 500 and more", { name: "UnknownError", status: 503 }],
    ["no answer at all", {}],
    ["an answer that breaks off, or is a proxy's page", { name: "SyntaxError", status: 200 }],
    ["a time-out", { name: "TimeoutError" }],
  ])("passes: %s", (_, shape) => {
    expect(classOf(shape)).toBe("Transient");
  });

  test.each<[string, Shape]>([
    ["what AWS does not take", { name: "ValidationException", status: 400 }],
    ["what the role may not do", { name: "AccessDeniedException", status: 400 }],
    ["a mistake of ours before the call", { name: "TypeError", called: false }],
    ["the same, of what JSON has no form for", { name: "SyntaxError", called: false }],
  ])("stays: %s", (_, shape) => {
    expect(classOf(shape)).toBe("Permanent");
  });

  test("is told by its name, never by its text", () => {
    expect(toFailure("DynamoDB", error({ name: "ValidationException", status: 400 })).message).toBe(
      "DynamoDB refused the call (ValidationException); trying again would say the same.",
    );
  });
});
