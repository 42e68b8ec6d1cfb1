import { z } from "zod";
import { accept, refuse, type Decider } from "../kernel/decider";
import type { StreamDefinition, StreamId } from "../kernel/stream";
import { Instant } from "../kernel/values";
import { noticeCodec, NoticeOutcome, ParkingReason, type NoticeEvent } from "./events";

/** One message from AWS, and what became of it. */
export const Notice = z
  .strictObject({
    received: z
      .strictObject({ channel: z.enum(["eventBridge", "sns"]), kind: z.string(), body: z.string(), sentAt: Instant })
      .readonly()
      .optional(),
    settled: NoticeOutcome.optional(),
    parked: z.strictObject({ reason: ParkingReason, at: Instant }).readonly().optional(),
    /** It waits for nobody any more, though no run could act on it. A release may still settle it. */
    dismissed: z.strictObject({ reason: z.string(), by: z.string(), at: Instant }).readonly().optional(),
  })
  .readonly();
export type Notice = z.infer<typeof Notice>;

type FactOf<Type extends NoticeEvent["type"]> = Omit<Extract<NoticeEvent, { readonly type: Type }>["data"], "at">;

export type NoticeCommand =
  | { readonly type: "Receive"; readonly data: FactOf<"NoticeReceived"> }
  | { readonly type: "Settle"; readonly data: FactOf<"NoticeSettled"> }
  | { readonly type: "Park"; readonly data: FactOf<"NoticeParked"> }
  | { readonly type: "Dismiss"; readonly data: FactOf<"NoticeDismissed"> };

export type NoticeRefusal = "neverReceived" | "notWaiting";

const noticeDecider: Decider<Notice, NoticeCommand, NoticeEvent, NoticeRefusal> = {
  initialState: {},
  evolve: (state, { type, data }) => {
    switch (type) {
      case "NoticeReceived":
        return { ...state, received: { channel: data.channel, kind: data.kind, body: data.body, sentAt: data.sentAt ?? data.at } };
      case "NoticeSettled":
        return { ...state, settled: data.outcome };
      case "NoticeParked":
        return { ...state, parked: { reason: data.reason, at: data.at } };
      case "NoticeDismissed":
        return { ...state, dismissed: data };
    }
  },
  decide: (command, state, at) => {
    const { received, parked, settled, dismissed } = state;
    if (command.type === "Receive") return received ? accept() : accept({ type: "NoticeReceived", data: { ...command.data, at } });
    if (!received) return refuse("neverReceived");
    switch (command.type) {
      case "Settle":
        return settled !== undefined ? accept() : accept({ type: "NoticeSettled", data: { ...command.data, at } });
      case "Park":
        return parked !== undefined || settled !== undefined ? accept() : accept({ type: "NoticeParked", data: { ...command.data, at } });
      case "Dismiss":
        if (parked === undefined || settled !== undefined) return refuse("notWaiting");
        return dismissed !== undefined ? accept() : accept({ type: "NoticeDismissed", data: { ...command.data, at } });
    }
  },
};

/** The stream of one notice. Its id is a hash of what identifies the message, whatever the transport did to it. */
export const notice: StreamDefinition<Notice, NoticeCommand, NoticeEvent, NoticeRefusal, "notice"> = {
  category: "notice",
  codec: noticeCodec,
  decider: noticeDecider,
  state: Notice,
  foldVersion: 4,
};

export const noticeStream = (id: string): StreamId<"notice"> => `notice-${id}`;
