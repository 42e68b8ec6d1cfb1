import { ulid } from "ulid";
import { callsOf, readAnswers, type UsageAnswer, type UsageReport } from "../../../events/public/usage";
import { Failure } from "../task/failure";
import { signedPost, type SignedApi, type SignedPost } from "./signed-post";

/** Usage to be reported. What is left out is given once, before the first attempt, so that no retry counts twice. */
export interface Usage extends Omit<UsageReport, "recordId" | "usedAt"> {
  /** @default - a new ULID */
  readonly recordId?: string;
  /** @default - now */
  readonly usedAt?: string;
}

/** What was reported, by the name it has now, and what became of it. */
export interface Reported {
  readonly report: UsageReport;
  readonly answer: UsageAnswer;
}

/** Of some reports no answer came: they may have been taken or not. Report `unanswered` again, as it is: it counts once. */
export class UsageUnanswered extends Error {
  override readonly name = "UsageUnanswered";

  constructor(
    readonly answered: readonly Reported[],
    readonly unanswered: readonly UsageReport[],
    cause: Failure,
  ) {
    super(`${unanswered.length} of ${answered.length + unanswered.length} reports of usage got no answer. Report them again as they are. ${cause.message}`, {
      cause,
    });
  }
}

/** Reports usage, in as few calls as the API's limits allow. */
export interface UsageClient {
  /**
   * @returns an answer for each, in their order
   * @throws UsageUnanswered when the API could not be reached for some, however often it was tried
   */
  readonly report: (...usage: readonly Usage[]) => Promise<readonly Reported[]>;
}

interface Parts {
  readonly post: SignedPost;
  readonly now?: () => string;
  readonly newId?: () => string;
  /** Whether the API only says what would become of the reports. */
  readonly dryRun?: boolean;
}

/** One answer for each report of a call. @throws Failure */
const answersOf = (body: unknown, reports: readonly UsageReport[]): readonly Reported[] => {
  try {
    const answers = readAnswers(body);
    const answered = reports.flatMap((report, index): readonly Reported[] => {
      const answer = answers[index];
      return answer === undefined ? [] : [{ report, answer }];
    });
    if (answered.length === reports.length) return answered;
    throw new Error(`There are ${answers.length} answers to ${reports.length} reports.`);
  } catch (cause) {
    throw new Failure("Permanent", "The answer is none of Stallkeeper's API: check its address.", { cause });
  }
};

/** The client over any way of posting. */
export const usageReporter = ({ post, now = () => new Date().toISOString(), newId = ulid, dryRun = false }: Parts): UsageClient => ({
  report: async (...usage) => {
    const reports = usage.map((one): UsageReport => ({ ...one, recordId: one.recordId ?? newId(), usedAt: one.usedAt ?? now() }));
    const answered: Reported[] = [];
    for (const call of callsOf(reports, dryRun)) {
      try {
        answered.push(...answersOf(await post("usage", call.body), call.reports));
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        throw new UsageUnanswered(answered, reports.slice(answered.length), error);
      }
    }
    return answered;
  },
});

/**
 * Reports usage to a Stallkeeper, with the rights of this process:
 *
 *     const usage = usageClient({ url: "https://….execute-api.eu-west-1.amazonaws.com/v1" });
 *     const [{ answer }] = await usage.report({ subscription, dimension: "gb_processed", quantity: "12.5" });
 */
export const usageClient = (api: SignedApi): UsageClient => usageReporter({ post: signedPost(api) });
