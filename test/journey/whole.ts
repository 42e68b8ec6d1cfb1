import { SUBSCRIPTION_CATEGORY } from "../../functions/kernel/projections/projector";
import { afterCommit, publicEvents } from "../../events/public/published";
import { subscription } from "../../events/subscription/decider";
import type { StreamId } from "../../events/kernel/stream";
import { connect } from "../../infra/operator/connection";
import type { Commit, Evidence } from "./evidence";
import type { Heard, Shop } from "./shop";

/** @returns the places where a stream has a gap or an overlap */
const brokenStreams = (log: ReadonlyMap<string, readonly Commit[]>): readonly string[] =>
  [...log].flatMap(([stream, commits]) =>
    commits.flatMap(({ sk, n, ev }, index) => {
      const after = commits[index - 1]?.n ?? 0;
      return sk === after + 1 && n === after + ev.length ? [] : [`${stream}@${sk} after ${after}`];
    }),
  );

/** The ids and sequences of all public events that the log says there are, folded anew from its start. */
export const publicEventsOfLog = async (port: number, streams: readonly string[]): Promise<Readonly<Record<string, number>>> => {
  const { log } = connect({ local: true, port: String(port), prefix: "stallkeeper" });
  const told: Record<string, number> = {};
  for (const stream of streams.filter((one) => one.startsWith(`${SUBSCRIPTION_CATEGORY}-`)) as StreamId<"subscription">[]) {
    let before = subscription.decider.initialState;
    let lastSequence = 0;
    for await (const commit of log.history(subscription, stream)) {
      const after = afterCommit(before, commit);
      for (const { detail } of publicEvents(commit, { before, after, lastSequence, tenantAccess: null })) {
        told[detail.metadata.id] = detail.metadata.sequence;
        lastSequence = detail.metadata.sequence;
      }
      before = after;
    }
  }
  return told;
};

/** The same of what a product heard. */
export const publicEventsHeard = (heard: readonly Heard[]): Readonly<Record<string, number>> =>
  Object.fromEntries(heard.map(({ detail }) => [detail.metadata.id, detail.metadata.sequence]));

/** What went wrong on the way and was told nobody. */
export const troubles = async (shop: Shop, seen: Evidence): Promise<readonly string[]> => {
  const log = await seen.log();
  const failed = (await seen.executions()).filter(({ status }) => status !== "SUCCEEDED").map(({ name, status }) => `${name} ${status}`);
  const parked = [...log].filter(([, commits]) => commits.some(({ ev }) => ev.some(({ t }) => t === "NoticeParked"))).map(([stream]) => `${stream} is parked`);
  const dead = Object.entries(await seen.deadLetters()).flatMap(([queue, count]) => (count === 0 ? [] : [`${queue} has ${count}`]));
  const held = (await shop.notices()).filter(({ state }) => state === "held").map(({ id }) => `${id} is held`);
  return [...failed, ...parked, ...dead, ...held, ...brokenStreams(log)];
};
