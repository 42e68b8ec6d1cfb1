import { notice as notices, noticeStream } from "../../events/notice/decider";
import { noticeIdentity, type Delivery } from "../../events/notice/message";
import type { Instant } from "../../events/kernel/values";
import type { Appending } from "../kernel/streams/appending";
import { hash } from "../kernel/task/hash";
import type { Starter } from "../kernel/aws/starter";
import { transact } from "../kernel/streams/transact";

export interface IntakeDependencies extends Appending {
  readonly starter: Starter;
  /** ARN of the EntitlementChange state machine. */
  readonly machine: string;
}

/** In bytes, as JSON: no event of EventBridge's is longer (256 KB), and a commit holds 300 KB. */
const LONGEST_BODY = 262_144;

/** JSON spells no character with more bytes (`\u0001`). */
const MOST_BYTES = 6;

/** The log keeps a message whole; of what is too long to be one of AWS's, as SQS would take it, the beginning shows a person what it is. */
const kept = (body: string): string => (Buffer.byteLength(JSON.stringify(body)) <= LONGEST_BODY ? body : body.slice(0, Math.floor(LONGEST_BODY / MOST_BYTES)));

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
    { type: "Receive", data: { channel, kind: kind.slice(0, 256), body: kept(body), sentAt } },
    { correlation: id, causation: "notice-intake", actor: "stallkeeper" },
  );
  if (state.settled === undefined && state.parked === undefined) {
    const about = kind === "" ? "AWS Marketplace sent a message that can't be read." : `AWS Marketplace said: ${kind}.`;
    await starter.start(machine, `notice-${id}`, { about, kind: "notice", notice: id });
  }
  return id;
};
