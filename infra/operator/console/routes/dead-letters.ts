import { Hono } from "hono";
import { inParallel } from "../../../../functions/kernel/task/batches";
import type { Desk } from "../desk";
import { deadLettersPage } from "../pages/dead-letters";
import { notFoundPage } from "../pages/not-found";
import { PATHS } from "../parts/ui";

/** Messages shown of a queue. More are worked on by moving them back, not by reading. */
const SHOWN = 20;

/** SQS is asked for some queues at once. */
const WIDTH = 4;

/** The dead letters, and moving them back. */
export const deadLetterRoutes = ({ ui, sources, show, refuseAction }: Desk): Hono => {
  const routes = new Hono();

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
