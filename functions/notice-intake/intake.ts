import { notice as notices, noticeStream } from "../../events/notice/decider";
import { noticeIdentity, type Delivery } from "../../events/notice/message";
import type { Instant } from "../../events/kernel/values";
import type { Appending } from "../kernel/appending";
import { hash } from "../kernel/hash";
import type { Starter } from "../kernel/starter";
import { transact } from "../kernel/transact";

export interface IntakeDependencies extends Appending {
  readonly starter: Starter;
  /** ARN of the EntitlementChange state machine. */
  readonly machine: string;
}

/** The log keeps a message whole; what is longer than AWS's own limit for an event (256 KB) can't be one of AWS's. */
const LONGEST_BODY = 262_144;

/**
 * Takes one message in: first it is stored exactly as received, then its run is started. Only after both may it be
 * acknowledged. The same message again, in whatever wrapping the transport gave it, is the same notice and the same run.
 * @returns the notice's id
 */
export const takeIn = async (
  { store, clock, starter, machine }: IntakeDependencies,
  { body, messageId, sentAt }: Delivery & { readonly sentAt: Instant },
): Promise<string> => {
  const { channel, kind, parts } = noticeIdentity({ body, messageId });
  const id = hash(...parts);
  const { state } = await transact(
    { store, clock, expects: "newStream" },
    notices,
    noticeStream(id),
    { type: "Receive", data: { channel, kind: kind.slice(0, 256), body: body.slice(0, LONGEST_BODY), sentAt } },
    { correlation: id, causation: "notice-intake", actor: "stallkeeper" },
  );
  if (state.settled === undefined && state.parked === undefined) {
    const about = kind === "" ? "AWS Marketplace sent a message that can't be read." : `AWS Marketplace said: ${kind}.`;
    await starter.start(machine, `notice-${id}`, { about, kind: "notice", notice: id });
  }
  return id;
};
