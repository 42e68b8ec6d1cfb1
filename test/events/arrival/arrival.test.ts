import { arrival, visitNoticeDue } from "../../../events/arrival/decider";
import type { ArrivalEvent } from "../../../events/arrival/events";
import { scenarios, NOW } from "../../kit/scenarios";

const { given } = scenarios(arrival);
const resolution = { subscription: "l-1", form: "license", productCode: "code1", returning: false } as const;
const resolved: ArrivalEvent = { type: "ArrivalResolved", data: { ...resolution, at: NOW } };
const refused: ArrivalEvent = { type: "ArrivalRefused", data: { reason: "tokenExpired", at: NOW } };
const unlicensed: ArrivalEvent = { type: "ArrivalUnlicensed", data: { productCode: "code1", at: NOW } };

const leftOpen: ArrivalEvent = { type: "LicenseLeftOpen", data: { candidates: ["l-1", "l-2"], at: NOW } };

describe("an arrival", () => {
  test("is resolved once", () => {
    given().when({ type: "Resolve", data: resolution }).then(resolved);
    given(resolved).when({ type: "Resolve", data: resolution }).thenNothing();
  });
  test("that was resolved is not refused when its token has run out since", () => {
    given(resolved)
      .when({ type: "Refuse", data: { reason: "tokenExpired" } })
      .thenNothing();
    given(resolved)
      .when({ type: "LeaveUnlicensed", data: { productCode: "code1" } })
      .thenNothing();
  });
  test("that was refused, or left without a license, may still be resolved", () => {
    given(refused).when({ type: "Resolve", data: resolution }).then(resolved);
    given(unlicensed).when({ type: "Resolve", data: resolution }).then(resolved);
  });
  test("is refused for one reason once", () => {
    given()
      .when({ type: "Refuse", data: { reason: "tokenExpired" } })
      .then(refused);
    given(refused)
      .when({ type: "Refuse", data: { reason: "tokenExpired" } })
      .thenNothing();
  });
  test("without a license says so once", () => {
    given()
      .when({ type: "LeaveUnlicensed", data: { productCode: "code1" } })
      .then(unlicensed);
    given(unlicensed)
      .when({ type: "LeaveUnlicensed", data: { productCode: "code1" } })
      .thenNothing();
  });
  test("without a license is left to a person once, with what it may be", () => {
    given(unlicensed)
      .when({ type: "LeaveToPerson", data: { candidates: ["l-1", "l-2"] } })
      .then(leftOpen);
    given(unlicensed, leftOpen)
      .when({ type: "LeaveToPerson", data: { candidates: ["l-1", "l-2"] } })
      .thenNothing();
    given(unlicensed, leftOpen).when({ type: "Resolve", data: resolution }).then(resolved);
  });
  test("without a license waits for nobody once a person has dismissed it, and may still be resolved", () => {
    const because = { reason: "Ticket 4716", by: "operator-1" };
    const dismissed: ArrivalEvent = { type: "ArrivalDismissed", data: { ...because, at: NOW } };
    given(unlicensed, leftOpen).when({ type: "Dismiss", data: because }).then(dismissed);
    given(unlicensed, leftOpen, dismissed).when({ type: "Dismiss", data: because }).thenNothing();
    given(unlicensed, resolved).when({ type: "Dismiss", data: because }).thenNothing();
    given().when({ type: "Dismiss", data: because }).thenNothing();
    given(unlicensed, dismissed).when({ type: "Resolve", data: resolution }).then(resolved);
    expect(visitNoticeDue(given(unlicensed, leftOpen, dismissed).state)).toBeUndefined();
    // What AWS said last stays with it; whoever dismissed it knew.
    expect(given(unlicensed, dismissed, leftOpen).state).toMatchObject({ candidates: ["l-1", "l-2"], dismissed: because });
  });

  test("that has its license by now is left to nobody", () => {
    given(unlicensed, resolved)
      .when({ type: "LeaveToPerson", data: { candidates: [] } })
      .thenNothing();
  });

  test("is told of to the seller once it waits for a person, and once only", () => {
    const told: ArrivalEvent = { type: "SellerNotified", data: { mark: NOW, at: NOW } };
    const due = (...history: readonly ArrivalEvent[]) => visitNoticeDue(given(...history).state);
    expect([due(), due(unlicensed), due(unlicensed, leftOpen), due(unlicensed, leftOpen, told), due(unlicensed, leftOpen, resolved)]).toEqual([
      undefined,
      undefined,
      NOW,
      undefined,
      undefined,
    ]);
    given(unlicensed, leftOpen)
      .when({ type: "RecordSellerNotice", data: { mark: NOW } })
      .then(told);
    for (const history of [
      [unlicensed, leftOpen, told],
      [unlicensed, leftOpen, resolved],
    ])
      given(...history)
        .when({ type: "RecordSellerNotice", data: { mark: NOW } })
        .thenNothing();
  });
});
