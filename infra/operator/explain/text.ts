import type { Instant } from "../../../events/kernel/values";
import { trialOf } from "../../../events/subscription/derived";
import type { Subscription } from "../../../events/subscription/state";
import type { RunLinks } from "../run-links";
import { agreementText, awsTimeOf, entitlementText, secondOf, tellEvent, titleOf } from "../telling";
import { accessTone, folded, listing, table, type Row, type Terminal } from "../terminal";
import type { Explanation, Placed } from "./explanation";

type Entry = readonly [string, string];

const time = (instant: Instant): string => `${secondOf(instant)} UTC`;

const heading = (terminal: Terminal, { id, state }: Explanation): readonly string[] => {
  const who = [
    state.listing?.productCode ?? "",
    state.awsAccountId === undefined ? "" : `AWS account ${state.awsAccountId}`,
    state.customerIdentifier === undefined ? "" : `customer ${state.customerIdentifier}`,
    state.tenantId === undefined ? "" : `tenant ${state.tenantId}`,
  ].filter((part) => part !== "");
  const test = state.test ? ` ${terminal.tone("wait", "a test of the seller's")}` : "";
  return [`${terminal.tone("strong", id)}${test}`, ...(who.length === 0 ? [] : folded(terminal, 0, who.join(", ")))];
};

const entitled = ({ reading, lastEntitled }: Subscription): readonly Entry[] => {
  if (reading === undefined) return [];
  const list = reading.entitlements.map(entitlementText).join(", ");
  const before = reading.entitlements.length === 0 && lastEntitled !== undefined ? `; ${lastEntitled.entitlements.map(entitlementText).join(", ")} before` : "";
  return [["entitled to", `${list === "" ? "nothing" : list}${before}, as read ${time(reading.at)}`]];
};

const trial = (state: Subscription): readonly Entry[] => {
  const is = trialOf(state);
  return is === undefined ? [] : [["free trial", is ? "yes" : "no"]];
};

const people = ({ arrivedAt, registeredAt, contacts, predecessor }: Subscription): string => {
  if (registeredAt !== undefined) {
    const from = predecessor === undefined ? "" : `, taken over from ${predecessor.subscription}`;
    return `registered ${time(registeredAt)}, ${contacts.length === 1 ? "1 contact" : `${contacts.length} contacts`}${from}`;
  }
  return arrivedAt === undefined ? "has not come to the registration page" : `came ${time(arrivedAt)}, has not registered`;
};

const entries = ({ state, access, since, next, missing }: Explanation): readonly Entry[] => [
  ["since", since === undefined ? (access.status === "none" ? "" : "by the clock alone; the run that records it is due") : time(since)],
  ["waits for", missing ?? ""],
  ["next", next === undefined ? "" : `${time(next.at)}: ${next.sentence}`],
  ...state.agreements.map((agreement): Entry => ["agreement", agreementText(agreement)]),
  ...entitled(state),
  ...trial(state),
  ["goes on as", state.successor?.subscription ?? ""],
  ["buyer", state.listing === undefined ? "" : people(state)],
];

const placeOf = async ({ meta: { run, actor } }: Placed, linkOf: RunLinks): Promise<string> => {
  if (run === undefined) return `by the ${actor}`;
  const link = await linkOf(run);
  return "link" in link ? link.link : `${run} (${link.without})`;
};

const factRow = async (fact: Placed, linkOf: RunLinks): Promise<Row> => {
  const { version, event, at, meta } = fact;
  const awsTime = awsTimeOf(event);
  return {
    cells: [
      String(version),
      secondOf(at),
      awsTime === undefined ? "-" : secondOf(awsTime),
      [titleOf(event), tellEvent(event)].filter((part) => part !== "").join(": "),
    ],
    beneath: { column: 1, text: `${meta.state ?? meta.causation}: ${await placeOf(fact, linkOf)}` },
  };
};

const FACTS = ["#", "recorded (UTC)", "AWS's time (UTC)", "what decided it"];

/** An explanation for a person: what access is, why, what comes next, and the facts with the runs that recorded them. */
export const explanationText = async (terminal: Terminal, explanation: Explanation, linkOf: RunLinks): Promise<string> => {
  const { access, sentence } = explanation;
  const told = entries(explanation).filter(([, value]) => value !== "");
  const rows = await Promise.all(explanation.facts.map((fact) => factRow(fact, linkOf)));
  return [
    ...heading(terminal, explanation),
    "",
    ...folded(terminal, 2, `${terminal.tone(accessTone(access.status), access.status.toUpperCase())}  ${sentence}`),
    "",
    ...(told.length === 0 ? [] : [listing(terminal, told), ""]),
    rows.length === 0 ? terminal.tone("faint", "No fact decides: nothing was known.") : table(terminal, FACTS, rows),
  ].join("\n");
};
