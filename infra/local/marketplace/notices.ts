import { messagesOf } from "./messages";
import type { AgreementBook } from "./agreement-book";
import type { Message, Notice } from "./notice";
import type { MarketplaceHost } from "./ports";
import type { Purchase } from "./purchase";
import { Refusal } from "./refusal";
import type { Settings } from "./settings";
import type { Shelf } from "./shelf";
import type { Told } from "./told";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

const parse = (text: string): unknown => {
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    return undefined;
  }
};

/** A tester's own text as the channel would take it: what is no event can't pass a bus, and goes to the queue as it is. */
const ownMessage = (body: string, channel: Message["channel"]): Message => {
  const event = parse(body);
  if (channel === "eventBridge" && isRecord(event)) {
    const { "detail-type": kind } = event;
    return { channel, detailType: typeof kind === "string" ? kind : "A tester's own event", event, body };
  }
  return { channel, detailType: channel === "sns" ? "A tester's own SNS message" : "A tester's own text", body };
};

const WHY: Readonly<Record<Notice["state"], string>> = {
  held: "is held: release it first",
  sent: "was sent already: send it again with /duplicate",
  dropped: "was dropped: it is never delivered",
};

/** Sends the seller what AWS would send, and lets a tester hold, repeat and reorder it. */
export const noticeDesk = (
  { deliver, post, now }: Pick<MarketplaceHost, "deliver" | "post" | "now">,
  { notices, settings, record, exclusively }: Pick<Shelf, "notices" | "settings" | "record" | "exclusively">,
  { product }: Pick<AgreementBook, "product">,
) => {
  const inOrder = async (): Promise<readonly Notice[]> => [...(await notices.list())].sort((one, other) => one.number - other.number);

  const send = async (notice: Notice): Promise<Notice> => {
    if (notice.event !== undefined) await deliver(notice.event, notice.body);
    else await post(notice.body ?? "");
    const sent: Notice = { ...notice, state: "sent", deliveries: notice.deliveries + 1 };
    await notices.put(notice.id, sent);
    return sent;
  };

  const sendAll = async (these: readonly Notice[]): Promise<readonly Notice[]> => {
    const sent: Notice[] = [];
    for (const notice of these) sent.push(await send(notice));
    return sent;
  };

  /** Those in a state: all, or the named ones in the order they are named. */
  const chosen = async (state: Notice["state"], ids: readonly string[] | undefined): Promise<readonly Notice[]> => {
    const all = await inOrder();
    if (ids === undefined) return all.filter((notice) => notice.state === state);
    const byId = new Map(all.map((notice) => [notice.id, notice]));
    return ids.map((id) => {
      const found = byId.get(id);
      if (found === undefined) throw new Refusal(404, `There is no notice '${id}'.`, "GET /simulator/notices lists them.");
      if (found.state !== state) throw new Refusal(409, `Notice '${id}' ${WHY[found.state]}.`);
      return found;
    });
  };

  /** Writes messages, and the agreements they tell of; and then delivers them, unless notices wait. */
  const write = async (
    messages: readonly { readonly agreementId: string; readonly message: Message }[],
    { holdNotices }: Settings,
    changed: readonly Purchase[],
  ): Promise<readonly Notice[]> => {
    const first = (await notices.count()) + 1;
    const written = messages.map(({ agreementId, message }, index): Notice => {
      const number = first + index;
      return { ...message, id: `n${number}`, agreementId, state: "held", at: now(), number, deliveries: 0 };
    });
    // Written before they are delivered: after a kill in between they are found here, and taken up.
    await record(changed, written);
    return holdNotices ? written : sendAll(written);
  };

  return {
    list: inOrder,

    /** Writes the agreements that changed, and tells of what happened to them, one after the other. Part of exclusive work. */
    tell: async (all: readonly Told[], changed: readonly Purchase[]): Promise<void> => {
      const inForce = await settings.get();
      const messages = all.flatMap((told) => {
        const { agreementId, productCode } = told.purchase;
        return messagesOf(told, { at: now(), settings: inForce, model: product(productCode).pricingModel }).map((message) => ({ agreementId, message }));
      });
      await write(messages, inForce, changed);
    },

    /** Delivers what was written and not yet delivered when the process ended: nothing is held but by a tester's wish. */
    takeUp: (): Promise<void> =>
      exclusively(async () => {
        if (!(await settings.get()).holdNotices) await sendAll(await chosen("held", undefined));
      }),

    /** Sends a tester's own message as AWS would, to the letter. */
    sendOwn: (body: string, channel: Message["channel"]): Promise<Notice> =>
      exclusively(async () => {
        const [sent] = await write([{ agreementId: "", message: ownMessage(body, channel) }], await settings.get(), []);
        if (sent === undefined) throw new Error("A message that was written is there.");
        return sent;
      }),

    /** From now on, notices wait. */
    hold: async (): Promise<void> => {
      await settings.change((before) => ({ ...before, holdNotices: true }));
    },

    /** Delivers what is held, in the order of `ids` where given; without ids notices flow again. */
    release: (ids?: readonly string[]): Promise<readonly Notice[]> =>
      exclusively(async () => {
        if (ids === undefined) await settings.put({ ...(await settings.get()), holdNotices: false });
        return sendAll(await chosen("held", ids));
      }),

    /** Delivers again what was sent before, to the letter. */
    duplicate: (ids?: readonly string[]): Promise<readonly Notice[]> => exclusively(async () => sendAll(await chosen("sent", ids))),

    /** Throws away what is held, all of it or what is named: the seller is never told. */
    drop: (ids?: readonly string[]): Promise<readonly Notice[]> =>
      exclusively(async () => {
        const dropped = (await chosen("held", ids)).map((notice): Notice => ({ ...notice, state: "dropped" }));
        for (const notice of dropped) await notices.put(notice.id, notice);
        return dropped;
      }),

    /** Delivers what is held, newest first. */
    reorder: (): Promise<readonly Notice[]> => exclusively(async () => sendAll((await chosen("held", undefined)).toReversed())),
  };
};
export type NoticeDesk = ReturnType<typeof noticeDesk>;
