import { z } from "zod";
import { accept, type Decider } from "../kernel/decider";
import type { StreamDefinition, StreamId } from "../kernel/stream";
import { AwsAccountId, ProductCode } from "../kernel/values";
import { arrivalCodec, ArrivalRefusal, type ArrivalEvent } from "./events";

/** What became of one buyer who came with a token. */
export const Arrival = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("open") }).readonly(),
  z.strictObject({ status: z.literal("resolved"), subscription: z.string(), productCode: ProductCode, returning: z.boolean() }).readonly(),
  z.strictObject({ status: z.literal("refused"), reason: ArrivalRefusal }).readonly(),
  z.strictObject({ status: z.literal("unlicensed"), productCode: ProductCode, awsAccountId: AwsAccountId.optional() }).readonly(),
]);
export type Arrival = z.infer<typeof Arrival>;

type FactOf<Type extends ArrivalEvent["type"]> = Omit<Extract<ArrivalEvent, { readonly type: Type }>["data"], "at">;

export type ArrivalCommand =
  | { readonly type: "Resolve"; readonly data: FactOf<"ArrivalResolved"> }
  | { readonly type: "Refuse"; readonly data: FactOf<"ArrivalRefused"> }
  | { readonly type: "LeaveUnlicensed"; readonly data: FactOf<"ArrivalUnlicensed"> };

const arrivalDecider: Decider<Arrival, ArrivalCommand, ArrivalEvent, never> = {
  initialState: { status: "open" },
  evolve: (_, { type, data }) => {
    switch (type) {
      case "ArrivalResolved":
        return { status: "resolved", subscription: data.subscription, productCode: data.productCode, returning: data.returning };
      case "ArrivalRefused":
        return { status: "refused", reason: data.reason };
      case "ArrivalUnlicensed":
        return { status: "unlicensed", productCode: data.productCode, ...(data.awsAccountId !== undefined && { awsAccountId: data.awsAccountId }) };
    }
  },
  // A token that AWS resolved once stays resolved: a later refusal only says that the token has since run out.
  decide: (command, state, at) => {
    if (state.status === "resolved") return accept();
    switch (command.type) {
      case "Resolve":
        return accept({ type: "ArrivalResolved", data: { ...command.data, at } });
      case "Refuse":
        return state.status === "refused" && state.reason === command.data.reason
          ? accept()
          : accept({ type: "ArrivalRefused", data: { ...command.data, at } });
      case "LeaveUnlicensed":
        return state.status === "unlicensed" ? accept() : accept({ type: "ArrivalUnlicensed", data: { ...command.data, at } });
    }
  },
};

/** One visit with one token. Its id is a hash of the token, so that the same token is the same arrival. */
export const arrival: StreamDefinition<Arrival, ArrivalCommand, ArrivalEvent, never, "arrival"> = {
  category: "arrival",
  codec: arrivalCodec,
  decider: arrivalDecider,
  state: Arrival,
  foldVersion: 2,
};

/** The stream of one arrival. */
export const arrivalStream = (id: string): StreamId<"arrival"> => `arrival-${id}`;
