import { envelope, type Told } from "./envelopes";
import type { MarketplaceHost } from "./ports";
import type { Notice, Purchase } from "./purchase";
import { Refusal } from "./refusal";
import type { Shelf } from "./shelf";

/** Sends the seller what AWS would send, and lets a tester hold, repeat and reorder it. */
export const noticeDesk = ({ deliver, now }: Pick<MarketplaceHost, "deliver" | "now">, { notices, settings }: Pick<Shelf, "notices" | "settings">) => {
  const inOrder = async (): Promise<readonly Notice[]> => [...(await notices.list())].sort((one, other) => one.number - other.number);

  const send = async (notice: Notice): Promise<Notice> => {
    await deliver(notice.event);
    const sent: Notice = { ...notice, state: "sent" };
    await notices.put(notice.id, sent);
    return sent;
  };

  const chosen = async (ids: readonly string[] | undefined): Promise<readonly Notice[]> => {
    const all = await inOrder();
    if (ids === undefined) return all;
    return ids.map((id) => {
      const found = all.find((notice) => notice.id === id);
      if (found === undefined) throw new Refusal(404, `There is no notice '${id}': GET /simulator/notices lists them.`);
      return found;
    });
  };

  return {
    list: inOrder,

    /** Writes the notice down and, unless notices are held, delivers it. */
    tell: async (told: Told, purchase: Purchase): Promise<void> => {
      const { eventArn, holdNotices } = await settings.get();
      const at = now();
      const event = envelope(told, purchase, { at, spelling: eventArn });
      const number = (await notices.list()).length + 1;
      const notice: Notice = { id: `n${number}`, agreementId: purchase.agreementId, detailType: told, event, state: "held", at, number };
      await notices.put(notice.id, notice);
      if (!holdNotices) await send(notice);
    },

    /** From now on, notices wait. */
    hold: async (): Promise<void> => settings.put({ ...(await settings.get()), holdNotices: true }),

    /** Delivers what is held, in the order of `ids` where given; without ids notices flow again. */
    release: async (ids?: readonly string[]): Promise<readonly Notice[]> => {
      if (ids === undefined) await settings.put({ ...(await settings.get()), holdNotices: false });
      const held = (await chosen(ids)).filter(({ state }) => state === "held");
      const sent: Notice[] = [];
      for (const notice of held) sent.push(await send(notice));
      return sent;
    },

    /** Delivers again what was sent before, to the letter. */
    duplicate: async (ids?: readonly string[]): Promise<readonly Notice[]> => {
      const again = (await chosen(ids)).filter(({ state }) => state === "sent");
      for (const { event } of again) await deliver(event);
      return again;
    },

    /** Delivers what is held, newest first. */
    reorder: async (): Promise<readonly Notice[]> => {
      const held = (await inOrder()).filter(({ state }) => state === "held").toReversed();
      const sent: Notice[] = [];
      for (const notice of held) sent.push(await send(notice));
      return sent;
    },
  };
};
export type NoticeDesk = ReturnType<typeof noticeDesk>;
