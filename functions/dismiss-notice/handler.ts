import { notice as notices, noticeStream } from "../../events/notice/decider";
import { byRun, type Appending } from "../kernel/streams/appending";
import { clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { transact } from "../kernel/streams/transact";
import { DismissNotice } from "./contract";

export const dismissNotice =
  (appending: Appending): Run<typeof DismissNotice> =>
  async ({ notice, reason, by }, caller) => {
    const meta = { ...byRun(caller, notice), actor: "operator" };
    const told = await transact(appending, notices, noticeStream(notice), { type: "Dismiss", data: { reason, by } }, meta);
    return told.outcome === "refused" ? { outcome: "refused", notice, refusal: told.refusal } : { outcome: "dismissed", notice };
  };

export const handler = lambdaTask(DismissNotice, () => dismissNotice({ store: eventLog(), clock }));
