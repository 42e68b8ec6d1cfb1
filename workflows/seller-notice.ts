import { Succeed, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { InputOf } from "../functions/kernel/task/contract";
import type { NotifySeller } from "../functions/notify-seller/contract";
import type { RecordSellerNotice } from "../functions/record-seller-notice/contract";
import { call } from "./kernel/call";
import { executionInput, field } from "./kernel/ref";
import { route } from "./kernel/route";
import type { TaskOf } from "./kernel/task";

export interface SellerNoticeTasks {
  readonly notifySeller: TaskOf<typeof NotifySeller>;
  readonly recordSellerNotice: TaskOf<typeof RecordSellerNotice>;
}

/** Started when there is something to tell (`tell-<subject, notice and mark>`). */
type SellerNoticeInput = { readonly about: string } & InputOf<typeof NotifySeller>;

/** The seller's topic is told of a registration, or of a matter that waits for a person. Its failure fails nothing else. */
export const sellerNotice = (scope: Construct, { notifySeller, recordSellerNotice }: SellerNoticeTasks): IChainable => {
  const input = executionInput<SellerNoticeInput>();
  const matter = { subject: field(input, "subject"), notice: field(input, "notice"), mark: field(input, "mark") };
  const record = call(scope, "Record that the seller was told", recordSellerNotice, matter).next(
    route(scope, "Is it recorded?", recordSellerNotice, { recorded: () => Succeed.jsonata(scope, "The seller knows") }),
  );
  return call(scope, "Tell the seller's topic", notifySeller, matter).next(
    route(scope, "Was there something to tell?", notifySeller, {
      told: () => record,
      settled: () => Succeed.jsonata(scope, "There is nothing to tell any more"),
    }),
  );
};
