import type { Day } from "../../../events/kernel/hour";
import type { UsageNews } from "../../../events/kernel/usage-problem";
import { subscription as subscriptions, subscriptionStream } from "../../../events/subscription/decider";
import { usage, usageStream } from "../../../events/usage/decider";
import type { Book } from "../../../events/usage/book";
import type { Appending } from "../streams/appending";
import type { CommitMeta } from "../streams/event-store";
import { transact } from "../streams/transact";

/** One commit of so many is well below what an item holds. */
const NEWS_AT_ONCE = 100;

const chunks = (news: readonly UsageNews[]): readonly (readonly UsageNews[])[] =>
  Array.from({ length: Math.ceil(news.length / NEWS_AT_ONCE) }, (_, index) => news.slice(index * NEWS_AT_ONCE, (index + 1) * NEWS_AT_ONCE));

/**
 * Takes what a book has to tell of problems to the subscription's stream, from where it is on the worklist and, in its place of
 * the dense sequence, on the bus. The book keeps its news until then, and whoever writes it again tells them: whatever had to be
 * written is on a list of what is due until it was, so that a crash between the two streams loses nothing.
 */
export const tellUsageNews =
  (appending: Appending) =>
  async (subscription: string, day: Day, { news }: Book, by: CommitMeta): Promise<void> => {
    for (const some of chunks(news)) {
      await transact(appending, subscriptions, subscriptionStream(subscription), { type: "HearUsageNews", data: { day, news: some } }, by);
      const upTo = some.at(-1)?.number ?? 0;
      await transact(appending, usage, usageStream(subscription, day), { type: "MarkProblemsTold", data: { upTo } }, by);
    }
  };
