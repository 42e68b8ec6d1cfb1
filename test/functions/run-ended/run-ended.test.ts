import { run, runStream } from "../../../events/run/run";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { count } from "../../../functions/kernel/task/metrics";
import { runEnded } from "../../../functions/run-ended/handler";

jest.mock("../../../functions/kernel/task/metrics", () => ({ count: jest.fn() }));
const counted = jest.mocked(count);
beforeEach(() => counted.mockClear());

const AT = "2026-11-24T09:30:00.000Z";
const STOPPED = "2026-11-24T09:29:58.123Z";

/** As Step Functions puts it on the bus (developer guide, "Automating event delivery with EventBridge"). */
const change = (status: string, detail: object = {}) => ({
  source: "aws.states",
  "detail-type": "Step Functions Execution Status Change",
  detail: {
    name: "onboard-1",
    stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:stallkeeper-Onboarding",
    status,
    stopDate: Date.parse(STOPPED),
    input: '{"sealedToken":"v1.secret"}',
    error: null,
    cause: null,
    ...detail,
  },
});

const log = () => {
  const store = memoryEventStore();
  const heard = runEnded({ store, clock: { now: () => AT } });
  const ends = async () => {
    const events = [];
    for await (const commit of store.history(run, runStream("onboard-1"))) events.push(...commit.events);
    return events;
  };
  return { heard, ends };
};

const ended = (status: string, more: object = {}) => ({ type: "RunEnded", data: { machine: "stallkeeper-Onboarding", status, stoppedAt: STOPPED, ...more } });

describe("the end of a run", () => {
  test.each(["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"])("is recorded with Step Functions' own time: %s", async (status) => {
    const { heard, ends } = log();
    await heard(change(status));
    expect(await ends()).toEqual([ended(status)]);
    expect(counted.mock.calls).toEqual(status === "SUCCEEDED" ? [] : [["RunFailed"]]);
  });

  test.each(["RUNNING", "PENDING_REDRIVE"])("is none while it is %s", async (status) => {
    const { heard, ends } = log();
    await heard(change(status, { stopDate: null }));
    expect([await ends(), counted.mock.calls]).toEqual([[], []]);
  });

  test("is recorded once, however often it is told, and again after a redrive, whatever is told last", async () => {
    const { heard, ends } = log();
    const [failed, mended] = [change("FAILED", { error: "Transient" }), change("SUCCEEDED", { stopDate: Date.parse(AT) })];
    for (const told of [failed, failed, mended, failed, mended]) await heard(told);
    expect(await ends()).toEqual([ended("FAILED", { error: "Transient" }), ended("SUCCEEDED", { stoppedAt: AT })]);
  });

  test("is recorded with the error's name, and nothing of what it was given or said", async () => {
    const { heard, ends } = log();
    await heard(change("FAILED", { error: "E".repeat(300), cause: "mole@burrow.example was refused" }));
    expect(await ends()).toEqual([ended("FAILED", { error: "E".repeat(256) })]);
  });

  test("that Step Functions gives no time is recorded when it is heard", async () => {
    const { heard, ends } = log();
    await heard(change("ABORTED", { stopDate: null }));
    expect(await ends()).toEqual([ended("ABORTED", { stoppedAt: AT })]);
  });

  test("that the log does not take is told again", async () => {
    const heard = runEnded({ store: { ...memoryEventStore(), append: () => Promise.reject(new Error("no log")) }, clock: { now: () => AT } });
    await expect(heard(change("FAILED"))).rejects.toThrow();
    expect(counted).not.toHaveBeenCalled();
  });
});
