import type { count as Count } from "../../../../functions/kernel/task/metrics";

/** What is written while a deployment of this name counts something, as the log's agent reads it. */
const counted = (service: string): string => {
  const before = { ...process.env };
  const written: string[] = [];
  const spy = jest.spyOn(process.stdout, "write").mockImplementation((line) => written.push(String(line)) > 0);
  Object.assign(process.env, { POWERTOOLS_SERVICE_NAME: service, POWERTOOLS_METRICS_DISABLED: "false" });
  try {
    jest.isolateModules(() => {
      const { count } = jest.requireActual<{ readonly count: typeof Count }>("../../../../functions/kernel/task/metrics");
      count("MailFailed");
    });
  } finally {
    spy.mockRestore();
    process.env = before;
  }
  return written.join("");
};

describe("what a function counts", () => {
  test("is its own deployment's: another one in the same account has other alarms", () => {
    expect(JSON.parse(counted("other"))).toMatchObject({
      service: "other",
      MailFailed: 1,
      _aws: { CloudWatchMetrics: [{ Namespace: "Stallkeeper", Dimensions: [["service"]] }] },
    });
  });
});
