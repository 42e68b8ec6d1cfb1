import { notice } from "../../../events/notice/decider";
import type { NoticeEvent } from "../../../events/notice/events";
import { run } from "../../../events/run/run";
import { scenarios, NOW } from "../../kit/scenarios";

const { given } = scenarios(notice);
const message = { channel: "eventBridge", kind: "License Updated - Manufacturer", body: '{"a": 1 }' } as const;
const received: NoticeEvent = { type: "NoticeReceived", data: { ...message, at: NOW } };
const settled: NoticeEvent = { type: "NoticeSettled", data: { outcome: "applied", subscription: "l-1", at: NOW } };
const parked: NoticeEvent = { type: "NoticeParked", data: { reason: "unknownKind", at: NOW } };

describe("a notice", () => {
  test("is kept exactly as received, once", () => {
    given().when({ type: "Receive", data: message }).then(received);
    given(received).when({ type: "Receive", data: message }).thenNothing();
  });
  test("is settled once", () => {
    given(received)
      .when({ type: "Settle", data: { outcome: "applied", subscription: "l-1" } })
      .then(settled);
    given(received, settled)
      .when({ type: "Settle", data: { outcome: "applied", subscription: "l-1" } })
      .thenNothing();
  });
  test("is parked once, and not after it was settled", () => {
    given(received)
      .when({ type: "Park", data: { reason: "unknownKind" } })
      .then(parked);
    given(received, parked)
      .when({ type: "Park", data: { reason: "unknownKind" } })
      .thenNothing();
    given(received, settled)
      .when({ type: "Park", data: { reason: "unknownKind" } })
      .thenNothing();
  });
  test("is dismissed once, while it waits for a person, and stays so if it is parked again", () => {
    const dismissal = { reason: "Ticket 4715", by: "operator-1" };
    const dismissed: NoticeEvent = { type: "NoticeDismissed", data: { ...dismissal, at: NOW } };
    given(received, parked).when({ type: "Dismiss", data: dismissal }).then(dismissed);
    given(received, parked, dismissed).when({ type: "Dismiss", data: dismissal }).thenNothing();
    given(received, parked, dismissed)
      .when({ type: "Park", data: { reason: "unknownKind" } })
      .thenNothing();
    for (const history of [[received], [received, parked, settled]])
      given(...history)
        .when({ type: "Dismiss", data: dismissal })
        .thenRefused("notWaiting");
  });
  test("is still settled by a release after it was dismissed", () => {
    given(received, parked, { type: "NoticeDismissed", data: { reason: "Ticket 4715", by: "operator-1", at: NOW } })
      .when({ type: "Settle", data: { outcome: "applied", subscription: "l-1" } })
      .then(settled);
  });
  test("that never came can be neither settled nor parked", () => {
    given()
      .when({ type: "Settle", data: { outcome: "applied" } })
      .thenRefused("neverReceived");
    given()
      .when({ type: "Park", data: { reason: "unreadable" } })
      .thenRefused("neverReceived");
  });
});

describe("a run", () => {
  const { given: givenRun } = scenarios(run);
  const end = { machine: "stallkeeper-onboarding", status: "FAILED", error: "Transient", stoppedAt: NOW } as const;

  test("ends once for each time it ends", () => {
    givenRun().when({ type: "RecordEnd", data: end }).then({ type: "RunEnded", data: end });
    givenRun({ type: "RunEnded", data: end }).when({ type: "RecordEnd", data: end }).thenNothing();
  });
  test("ends again after a redrive", () => {
    const later = { ...end, status: "SUCCEEDED", stoppedAt: "2026-11-24T10:00:00.000Z" } as const;
    givenRun({ type: "RunEnded", data: end }).when({ type: "RecordEnd", data: later }).then({ type: "RunEnded", data: later });
  });
  test("is not put back by older news", () => {
    givenRun({ type: "RunEnded", data: end })
      .when({ type: "RecordEnd", data: { ...end, stoppedAt: "2026-11-24T09:00:00.000Z" } })
      .thenNothing();
  });
});
