import { bill, standing, together, type Use } from "./report/bill";

const nothing: Use = { transitions: 0, invocations: 0, gigabyteSeconds: 0, readUnits: 0, writeUnits: 0, events: 0, logBytes: 0 };

describe("a month's bill", () => {
  test("has AWS's own examples right", () => {
    // Step Functions' page: 100,000 runs of 4 transitions and no free tier cost $10.
    expect(bill({ ...nothing, transitions: 400_000 })["State transitions"]).toBeCloseTo(10, 6);
    // DynamoDB's: a million writes of 1 KB $0.625, a million strongly consistent reads of 4 KB $0.125.
    expect(bill({ ...nothing, writeUnits: 1e6, readUnits: 1e6 })).toMatchObject({ "DynamoDB writes": 0.625, "DynamoDB reads": 0.125 });
    // Lambda's: three million calls of 120 ms and 1.5 GB on arm64 are 540,000 GB-seconds, $7.20, and $0.60 for being called.
    expect(bill({ ...nothing, invocations: 3e6, gigabyteSeconds: 540_000 }).Lambda).toBeCloseTo(7.8, 3);
  });

  test("adds up what happens how often", () => {
    expect(
      together([
        { use: { ...nothing, transitions: 10, logBytes: 100 }, times: 0.5 },
        { use: { ...nothing, transitions: 1 }, times: 720 },
      ]),
    ).toEqual({ ...nothing, transitions: 725, logBytes: 50 });
  });

  test("has what stands there when nobody comes", () => {
    expect(standing({ alarms: 70, metrics: 10 })).toBeCloseTo(7 + 3 + 1 + 0.4 + 8, 6);
  });
});
