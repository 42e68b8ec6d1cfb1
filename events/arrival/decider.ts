import { z } from "zod";
import { accept, type Decider } from "../kernel/decider";
import type { StreamDefinition, StreamId } from "../kernel/stream";
import { AwsAccountId, Instant, ProductCode } from "../kernel/values";
import { arrivalCodec, ArrivalRefusal, type ArrivalEvent } from "./events";

/** Whether AWS named no license at first. */
const WithoutLicense = z.literal(true).optional();

/** What became of one buyer who came with a token. */
export const Arrival = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("open") }).readonly(),
  z
    .strictObject({
      status: z.literal("resolved"),
      subscription: z.string(),
      productCode: ProductCode,
      returning: z.boolean(),
      wasUnlicensed: WithoutLicense,
    })
    .readonly(),
  z.strictObject({ status: z.literal("refused"), reason: ArrivalRefusal, wasUnlicensed: WithoutLicense }).readonly(),
  z
    .strictObject({
      status: z.literal("unlicensed"),
      productCode: ProductCode,
      awsAccountId: AwsAccountId.optional(),
      since: Instant,
      /** The subscriptions that may be the buyer's, once a person has to say which; AWS is being asked again until then. */
      candidates: z.array(z.string()).readonly().optional(),
      /** It waits for nobody, though nothing came of it. The same token, or a person, may still resolve it. */
      dismissed: z.strictObject({ reason: z.string(), by: z.string(), at: Instant }).readonly().optional(),
      /** The mark of what the seller's topic was told. */
      notified: z.string().optional(),
    })
    .readonly(),
]);
export type Arrival = z.infer<typeof Arrival>;

type FactOf<Type extends ArrivalEvent["type"]> = Omit<Extract<ArrivalEvent, { readonly type: Type }>["data"], "at">;

export type ArrivalCommand =
  /** `chosen`: not AWS but a person named the subscription. */
  | { readonly type: "Resolve"; readonly data: FactOf<"ArrivalResolved">; readonly chosen?: Omit<FactOf<"LicenseChosen">, "subscription"> }
  | { readonly type: "Refuse"; readonly data: FactOf<"ArrivalRefused"> }
  | { readonly type: "LeaveUnlicensed"; readonly data: FactOf<"ArrivalUnlicensed"> }
  | { readonly type: "LeaveToPerson"; readonly data: FactOf<"LicenseLeftOpen"> }
  | { readonly type: "Dismiss"; readonly data: FactOf<"ArrivalDismissed"> }
  | { readonly type: "RecordSellerNotice"; readonly data: FactOf<"SellerNotified"> };

const before = (state: Arrival): { readonly wasUnlicensed?: true } =>
  state.status === "unlicensed" || (state.status !== "open" && state.wasUnlicensed === true) ? { wasUnlicensed: true } : {};

const arrivalDecider: Decider<Arrival, ArrivalCommand, ArrivalEvent, never> = {
  initialState: { status: "open" },
  evolve: (state, { type, data }) => {
    switch (type) {
      case "ArrivalResolved":
        return { status: "resolved", subscription: data.subscription, productCode: data.productCode, returning: data.returning, ...before(state) };
      case "ArrivalRefused":
        return { status: "refused", reason: data.reason, ...before(state) };
      case "ArrivalUnlicensed":
        return {
          status: "unlicensed",
          productCode: data.productCode,
          ...(data.awsAccountId !== undefined && { awsAccountId: data.awsAccountId }),
          since: data.at,
        };
      case "LicenseChosen":
        return state;
      case "LicenseLeftOpen":
        return state.status === "unlicensed" ? { ...state, candidates: data.candidates } : state;
      case "ArrivalDismissed":
        return state.status === "unlicensed" ? { ...state, dismissed: data } : state;
      case "SellerNotified":
        return state.status === "unlicensed" ? { ...state, notified: data.mark } : state;
    }
  },
  // A token that AWS resolved once stays resolved: a later refusal only says that the token has since run out.
  decide: (command, state, at) => {
    if (state.status === "resolved") return accept();
    switch (command.type) {
      case "Resolve": {
        const resolved: ArrivalEvent = { type: "ArrivalResolved", data: { ...command.data, at } };
        const { chosen, data } = command;
        return chosen === undefined
          ? accept(resolved)
          : accept<ArrivalEvent>({ type: "LicenseChosen", data: { subscription: data.subscription, ...chosen, at } }, resolved);
      }
      case "Refuse":
        return state.status === "refused" && state.reason === command.data.reason
          ? accept()
          : accept({ type: "ArrivalRefused", data: { ...command.data, at } });
      case "LeaveUnlicensed":
        return state.status === "unlicensed" ? accept() : accept({ type: "ArrivalUnlicensed", data: { ...command.data, at } });
      case "LeaveToPerson":
        return state.status === "unlicensed" && state.candidates?.join() !== command.data.candidates.join()
          ? accept({ type: "LicenseLeftOpen", data: { ...command.data, at } })
          : accept();
      case "Dismiss":
        return state.status === "unlicensed" && state.dismissed === undefined ? accept({ type: "ArrivalDismissed", data: { ...command.data, at } }) : accept();
      case "RecordSellerNotice":
        return state.status === "unlicensed" && state.notified !== command.data.mark
          ? accept({ type: "SellerNotified", data: { ...command.data, at } })
          : accept();
    }
  },
};

/** One visit with one token. Its id is a hash of the token, so that the same token is the same arrival. */
export const arrival: StreamDefinition<Arrival, ArrivalCommand, ArrivalEvent, never, "arrival"> = {
  category: "arrival",
  codec: arrivalCodec,
  decider: arrivalDecider,
  state: Arrival,
  foldVersion: 5,
};

/** The stream of one arrival. */
export const arrivalStream = (id: string): StreamId<"arrival"> => `arrival-${id}`;

/** What the seller's topic is to be told of a visit: that a person has to say whose it is, since when it waits. Undefined: nothing, or it was. */
export const visitNoticeDue = (state: Arrival): Instant | undefined =>
  state.status === "unlicensed" && state.candidates !== undefined && state.dismissed === undefined && state.notified !== state.since ? state.since : undefined;
