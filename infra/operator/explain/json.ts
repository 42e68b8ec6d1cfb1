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

/** An explanation for machines. `reason` is a sentence; codes and all else that is known have `stallkeeper subscription --json`. */
export const explanationJson = async ({ id, access, sentence, facts }: Explanation, linkOf: RunLinks) => ({
  id,
  access: access.status,
  reason: sentence,
  facts: await Promise.all(facts.map((fact) => factJson(fact, linkOf))),
});
