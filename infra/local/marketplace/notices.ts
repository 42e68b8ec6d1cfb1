import { z } from "zod";
import { agreementEvent } from "./agreement-events";
import { envelope, licenseEvent, type Part } from "./envelopes";
import type { MarketplaceHost } from "./ports";
import type { Notice } from "./purchase";
import { Refusal } from "./refusal";
import type { Settings } from "./settings";
import type { Shelf } from "./shelf";
import type { Told } from "./told";

const DetailType = z.object({ "detail-type": z.string() });

/** What the bus gets; nothing where there is no such event, or the settings want none. */
const eventOf = (told: Told, { at, settings }: { readonly at: string; readonly settings: Settings }): Part | undefined => {
  const { purchase } = told;
  switch (told.about) {
    case "license": {
      const { licenseArn } = purchase;
      // Legacy listings have none: at AWS they are told by SNS.
      return licenseArn === undefined ? undefined : licenseEvent(told.what, { ...purchase, licenseArn }, { at, spelling: settings.eventArn });
    }
    case "agreement":
      return settings.agreementEvents ? agreementEvent(told.what, purchase, at) : undefined;
    case "note":
      return envelope(told.note.detailType, purchase, { at, detail: told.note.detail });
  }
};

/** Sends the seller what AWS would send, and lets a tester hold, repeat and reorder it. */
export const noticeDesk = (
  { deliver, now }: Pick<MarketplaceHost, "deliver" | "now">,
  { notices, settings, exclusively }: Pick<Shelf, "notices" | "settings" | "exclusively">,
) => {
  const inOrder = async (): Promise<readonly Notice[]> => [...(await notices.list())].sort((one, other) => one.number - other.number);

  const send = async (notice: Notice): Promise<Notice> => {
    await deliver(notice.event);
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
    return ids.map((id) => {
      const found = all.find((notice) => notice.id === id);
      if (found === undefined) throw new Refusal(404, `There is no notice '${id}'.`, "GET /simulator/notices lists them.");
      if (found.state !== state)
        throw new Refusal(409, `Notice '${id}' ${found.state === "held" ? "is held: release it first" : "was sent already: send it again with /duplicate"}.`);
      return found;
    });
  };

  const write = async (agreementId: string, event: Part, { holdNotices }: Settings): Promise<void> => {
    const number = (await notices.list()).length + 1;
    const { "detail-type": detailType } = DetailType.parse(event);
    const notice: Notice = { id: `n${number}`, agreementId, detailType, event, state: "held", at: now(), number, deliveries: 0 };
    // Written before it is delivered: after a kill in between it is found here, and can be released.
    await notices.put(notice.id, notice);
    if (!holdNotices) await send(notice);
  };

  return {
    list: inOrder,

    /** Tells of what happened, one after the other. Part of exclusive work. */
    tell: async (all: readonly Told[]): Promise<void> => {
      const inForce = await settings.get();
      for (const told of all) {
        const event = eventOf(told, { at: now(), settings: inForce });
        if (event !== undefined) await write(told.purchase.agreementId, event, inForce);
      }
    },

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

    /** Delivers what is held, newest first. */
    reorder: (): Promise<readonly Notice[]> => exclusively(async () => sendAll((await chosen("held", undefined)).toReversed())),
  };
};
export type NoticeDesk = ReturnType<typeof noticeDesk>;
