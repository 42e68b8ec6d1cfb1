import type { RunLinks } from "../run-links";
import { awsTimeOf, tellEvent, titleOf } from "../telling";
import type { Explanation, Placed } from "./explanation";

/** A fact for machines; `link` leads to the run that recorded it. */
const factJson = async ({ version, event, at, meta }: Placed, linkOf: RunLinks) => {
  const awsTime = awsTimeOf(event);
  const link = meta.run === undefined ? {} : await linkOf(meta.run);
  return {
    version,
    type: event.type,
    says: [titleOf(event), tellEvent(event)].filter((part) => part !== "").join(": "),
    ...(awsTime !== undefined && { awsTime }),
    recordedAt: at,
    actor: meta.actor,
    causation: meta.causation,
    ...(meta.run !== undefined && { run: meta.run }),
    ...(meta.state !== undefined && { step: meta.state }),
    ...("link" in link && link),
    data: event.data,
  };
};

/** An explanation for machines: members are only added. `reason` is a sentence, `reasonCode` the same for programs. */
export const explanationJson = async (explanation: Explanation, linkOf: RunLinks) => {
  const { id, at, access, sentence, since, missing, next, state, version } = explanation;
  return {
    id,
    access: access.status,
    reason: sentence,
    reasonCode: access.reason,
    at,
    since: since ?? null,
    waitsFor: missing ?? null,
    next: next === undefined ? null : { at: next.at, meaning: next.sentence },
    productCode: state.listing?.productCode ?? null,
    awsAccountId: state.awsAccountId ?? null,
    tenantId: state.tenantId ?? null,
    test: state.test,
    version,
    facts: await Promise.all(explanation.facts.map((fact) => factJson(fact, linkOf))),
  };
};
