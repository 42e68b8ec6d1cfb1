import { Hono } from "hono";
import { inParallel } from "../../../../functions/kernel/batches";
import { describeProblem } from "../../problem";
import type { Desk } from "../desk";
import { renewalsOf } from "../models/renewals";
import { countFailed, countRunning, newestRuns, type Count } from "../models/runs";
import { subscriptionRow } from "../models/subscription-row";
import { deadLettersPage } from "../pages/dead-letters";
import { home } from "../pages/home";
import { noticesPage } from "../pages/notices";
import { notFoundPage } from "../pages/not-found";
import { renewalsPage } from "../pages/renewals";
import { PATHS } from "../parts/ui";

/** Runs on the overview: enough to see what is going on, few enough to stay on one screen. */
const RECENT = 12;

/** Messages shown of a queue. More are worked on by moving them back, not by reading. */
const SHOWN = 20;

/** SQS is asked for some queues at once. */
const WIDTH = 4;

/** The overview, and the lists of what waits for a person. */
export const worklistRoutes = ({ ui, sources, show, refuseAction }: Desk): Hono => {
  const routes = new Hono();

  /** A part of the overview that can't be had is told as such, and the others are shown. */
  const attempt = async <T>(ask: Promise<T>): Promise<T | { readonly trouble: string }> => {
    try {
      return await ask;
    } catch (error) {
      return { trouble: describeProblem(error, sources().prefix).message };
    }
  };

  routes.get(PATHS.home, async (context) => {
    const parts = sources();
    const parked = async (): Promise<Count> => {
      const { items, complete } = await parts.parkedNotices();
      return { number: items.length, atLeast: !complete };
    };
    const dead = async (): Promise<Count> => {
      const queues = await parts.deadLetters.queues(`${parts.prefix}-`);
      return { number: queues.reduce((sum, { messages }) => sum + messages, 0), atLeast: false };
    };
    const [running, failed, waiting, letters, recent] = await Promise.all([
      attempt(countRunning(parts)),
      attempt(countFailed(parts)),
      attempt(parked()),
      attempt(dead()),
      attempt(newestRuns(parts, RECENT)),
    ]);
    return show(context, home(ui(), { running, failed, parked: waiting, dead: letters, recent, now: parts.now() }));
  });

  routes.get(PATHS.notices, async (context) => show(context, noticesPage(ui(), await sources().parkedNotices())));

  routes.get(PATHS.renewals, async (context) => {
    const { now, subscriptionsWhere } = sources();
    const at = now();
    const isDue = (row: Parameters<typeof subscriptionRow>[0]): boolean =>
      renewalsOf(
        [subscriptionRow(row)].filter((one) => one !== undefined),
        at,
      ).length > 0;
    const { items, ...seen } = await subscriptionsWhere(isDue);
    const rows = items.map(subscriptionRow).filter((one) => one !== undefined);
    return show(context, renewalsPage(ui(), renewalsOf(rows, at), seen));
  });

  routes.get(PATHS.deadLetters, async (context) => {
    const { deadLetters, prefix } = sources();
    const queues = await deadLetters.queues(`${prefix}-`);
    const found = await inParallel(queues, WIDTH, async (queue) => ({
      queue,
      letters: queue.messages === 0 ? [] : await deadLetters.peek(queue.url, SHOWN),
    }));
    const said = context.req.query("redriven") === undefined ? undefined : "SQS is moving the messages back. They are tried again at once.";
    return show(context, { ...deadLettersPage(ui(), found), said });
  });

  routes.post("/dead-letters/:queue/redrive", async (context) => {
    const refused = refuseAction(context);
    if (refused !== undefined) return refused;
    const { deadLetters, prefix } = sources();
    const queue = (await deadLetters.queues(`${prefix}-`)).find(({ name }) => name === context.req.param("queue"));
    if (queue?.source === undefined)
      return show(
        context,
        notFoundPage(ui(), { title: "There is no such queue", advice: "It has no queue to go back to, or is not of this deployment." }),
        404,
      );
    await deadLetters.redrive(queue);
    return context.redirect(`${ui().base}${PATHS.deadLetters}?redriven`, 303);
  });

  return routes;
};
