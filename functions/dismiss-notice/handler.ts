import { notice as notices, noticeStream } from "../../events/notice/decider";
import { byRun, type Appending } from "../kernel/appending";
import { clock } from "../kernel/clock";
import { eventLog } from "../kernel/event-log";
import { lambdaTask, type Run } from "../kernel/lambda-task";
import { transact } from "../kernel/transact";
import { DismissNotice } from "./contract";

export const dismissNotice =
  (appending: Appending): Run<typeof DismissNotice> =>
  async ({ notice, reason, by }, caller) => {
    const meta = { ...byRun(caller, notice), actor: "operator" };
    const told = await transact(appending, notices, noticeStream(notice), { type: "Dismiss", data: { reason, by } }, meta);
    return told.outcome === "refused" ? { outcome: "refused", notice, refusal: told.refusal } : { outcome: "dismissed", notice };
  };

export const handler = lambdaTask(DismissNotice, () => dismissNotice({ store: eventLog(), clock }));
