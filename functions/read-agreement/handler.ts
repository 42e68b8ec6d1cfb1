import { agreement as agreements, agreementStream } from "../../events/agreement/decider";
import type { Catalogue } from "../../events/product/catalogue";
import { byRun, type Appending } from "../kernel/streams/appending";
import { carryAgreement } from "../kernel/purchases/carry-agreement";
import { catalogue } from "../kernel/task/catalogue";
import { clock } from "../kernel/task/clock";
import type { InputOf, OutcomeOf } from "../kernel/task/contract";
import { eventLog } from "../kernel/streams/event-log";
import { Failure } from "../kernel/task/failure";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { log } from "../kernel/task/log";
import { marketplaceAgreement, type AgreementReading, type MarketplaceAgreement } from "../kernel/aws/marketplace-agreement";
import { count } from "../kernel/task/metrics";
import { transact } from "../kernel/streams/transact";
import { ReadAgreement } from "./contract";

interface Dependencies extends Appending {
  readonly catalogue: Catalogue;
  readonly marketplace: Pick<MarketplaceAgreement, "read">;
}

type Reading = AgreementReading | Exclude<OutcomeOf<typeof ReadAgreement>["outcome"], "read">;

/** Throttling passes within minutes, and is waited for in any case. */
const readFrom = async (
  { marketplace }: Dependencies,
  { agreement, ifUnanswered }: Pick<InputOf<typeof ReadAgreement>, "agreement" | "ifUnanswered">,
): Promise<Reading> => {
  try {
    return await marketplace.read(agreement);
  } catch (error) {
    if (ifUnanswered === "tryAgain" || !(error instanceof Failure) || error.name === "Throttled") throw error;
    log.warn("AWS did not say how an agreement stands", { agreement, failure: error.name });
    return "unanswered";
  }
};

export const readAgreement =
  (dependencies: Dependencies): Run<typeof ReadAgreement> =>
  async ({ agreement, subscription, ifUnanswered }, caller) => {
    const { store, clock } = dependencies;
    // Before the call: what changes meanwhile is newer than this reading.
    const at = clock.now();
    const reading = await readFrom(dependencies, { agreement, ifUnanswered });
    if (reading === "notPermitted") count("AgreementsNotPermitted");
    if (typeof reading === "string") return { outcome: reading, subscription };
    const by = byRun(caller, subscription);
    const fact = { type: "AgreementRead", data: { ...reading, updatedAt: at, at } } as const;
    const { state, version } = await transact({ store, clock }, agreements, agreementStream(agreement), { type: "RecordFact", fact }, by);
    await carryAgreement(dependencies, { id: agreement, state, version }, by);
    return { outcome: "read", subscription };
  };

export const handler = lambdaTask(ReadAgreement, () =>
  readAgreement({ store: eventLog(), clock, catalogue: catalogue(), marketplace: marketplaceAgreement() }),
);
