import { later, type Instant } from "../kernel/values";
import { accessEndsAt, EXPIRY_GRACE_HOURS, handedOverAt, lastExpiry, renewalGraceEndsAt } from "./access";
import { guessDueAt } from "./kinship";
import { FINAL_HOUR, newestAgreement, standing } from "./standing";
import type { Subscription } from "./state";
import { Silence } from "./values";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long a buyer may be silent before a person should look. */
export const PATIENCE = { notArrived: 24 * HOUR, notRegistered: HOUR, noLicense: 30 * MINUTE } as const;

const DAY = 24 * HOUR;
const NOTICE = 90 * DAY;

/** A term shorter than this, such as a trial of two weeks, leaves nobody time to ask. */
const SHORTEST_TERM = 30 * DAY;

/** The last third of a term shorter than nine months, else its last 90 days: unless it renews by itself, or goes on already. */
const notRenewed = (state: Subscription, since: Instant): { readonly since: Instant; readonly from: Instant } | undefined => {
  const agreement = newestAgreement(state);
  const endsAt = agreement?.endsAt ?? lastExpiry(state);
  if (endsAt === undefined || agreement?.autoRenewal === true || state.successor !== undefined) return undefined;
  const term = Date.parse(endsAt) - Date.parse(agreement?.startsAt ?? since);
  if (term < SHORTEST_TERM) return undefined;
  const from = later(endsAt, -Math.min(NOTICE, Math.floor(term / 3)));
  return { since: from, from };
};

/** Since when, and from when on, a buyer counts as silent in each way; undefined: they are not. Facts alone, no clock. */
export const silenceOf = (state: Subscription, kind: Silence): { readonly since: Instant; readonly from: Instant } | undefined => {
  // Time only turns what is alive into what has ended, and then nobody waits for the buyer.
  const stands = standing(state, state.consideredAt ?? "");
  const known = state.arrived || state.registeredAt !== undefined || state.predecessor !== undefined;
  switch (kind) {
    case "notArrived":
      return stands.status === "alive" && !known ? { since: stands.since, from: later(stands.since, PATIENCE.notArrived) } : undefined;
    case "notRegistered":
      return state.arrivedAt !== undefined && state.registeredAt === undefined && stands.status !== "ended"
        ? { since: state.arrivedAt, from: later(state.arrivedAt, PATIENCE.notRegistered) }
        : undefined;
    case "noLicense":
      return state.registeredAt !== undefined && stands.status === "unknown"
        ? { since: state.registeredAt, from: later(state.registeredAt, PATIENCE.noLicense) }
        : undefined;
    case "notRenewed":
      return stands.status === "alive" ? notRenewed(state, stands.since) : undefined;
    case "notProvisioned": {
      const { provisioning } = state;
      return provisioning !== undefined && provisioning.confirmedAt === undefined && stands.status !== "ended"
        ? { since: provisioning.requestedAt, from: provisioning.deadline }
        : undefined;
    }
  }
};

/** What may be otherwise from a time on. `sentences.ts` says each in words. */
export type Turn =
  | "expiry"
  | "lastReading"
  | "entitlementsLapse"
  | "finalHourOver"
  | "grantOver"
  | "successorSought"
  | "renewalGraceOver"
  | "handedOver"
  | "agreementStarts"
  | Silence;

type TurningPoint = readonly [Turn, Instant | undefined];

/** When what was bought may have run out: at its expiry AWS is asked anew, and half a day before the grace is over once more. */
const readingsDue = (state: Subscription): readonly TurningPoint[] => {
  const endsAt = accessEndsAt(state);
  return [
    ["expiry", lastExpiry(state)],
    ["lastReading", endsAt === undefined ? undefined : later(endsAt, (-EXPIRY_GRACE_HOURS * HOUR) / 2)],
    ["entitlementsLapse", endsAt],
  ];
};

/** Whether the time has come to ask AWS what is entitled. */
export const isReadingDue = (state: Subscription, now: Instant): boolean =>
  readingsDue(state).some(([, at]) => at !== undefined && at <= now && (state.reading === undefined || state.reading.at < at));

/** While a renewal is under way its successor is looked for once its messages must have come, and given up when the grace is over. */
const renewalsDue = (state: Subscription): readonly TurningPoint[] => {
  const stands = standing(state, state.consideredAt ?? "");
  return [
    ["successorSought", guessDueAt(state)],
    ["renewalGraceOver", stands.status === "ended" ? renewalGraceEndsAt(state, stands) : undefined],
  ];
};

/** Every time at which the same facts may mean something else. */
const turningPoints = (state: Subscription): readonly TurningPoint[] => {
  const { departingAt } = state.signs;
  return [
    ...readingsDue(state),
    ["finalHourOver", departingAt === undefined ? undefined : later(departingAt, FINAL_HOUR)],
    ["grantOver", state.override?.kind === "granted" ? state.override.until : undefined],
    ...renewalsDue(state),
    ["handedOver", handedOverAt(state)],
    // Whoever waits for nothing else is told of a start that is to come; one that has passed was taken into account with its fact.
    ["agreementStarts", state.access.reason === "awaitingStart" ? newestAgreement(state)?.startsAt : undefined],
    ...Silence.options.map((kind): TurningPoint => [kind, state.silences[kind]?.open === true ? undefined : silenceOf(state, kind)?.from]),
  ];
};

/** The next time at which the state must be looked at again if nothing more is heard, and what for; undefined: never. */
export const nextTurn = (state: Subscription): { readonly turn: Turn; readonly at: Instant } | undefined =>
  turningPoints(state)
    .flatMap(([turn, at]) => (at !== undefined && at > (state.consideredAt ?? "") ? [{ turn, at }] : []))
    .toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)))
    .at(0);

/** When the state must be looked at again if nothing more is heard; undefined: never. */
export const nextDue = (state: Subscription): Instant | undefined => nextTurn(state)?.at;

/** The hour of a time: `2026-11-24T09`. */
export const hourOf = (at: Instant): string => at.slice(0, "2026-11-24T09".length);
