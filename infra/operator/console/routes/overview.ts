import { Hono } from "hono";
import { describeProblem } from "../../problem";
import type { Desk } from "../desk";
import { countFailed, countRunning, newestRuns, type Count } from "../models/runs";
import { home } from "../pages/home";
import { PATHS } from "../parts/ui";

/** Runs on the overview: enough to see what is going on, few enough to stay on one screen. */
const RECENT = 12;

/** The overview. */
export const overviewRoutes = ({ ui, sources, show }: Desk): Hono => {
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
    const listed = async (): Promise<Count> => ({ number: (await parts.worklist()).length, atLeast: false });
    const dead = async (): Promise<Count> => {
      const queues = await parts.deadLetters.queues(`${parts.prefix}-`);
      return { number: queues.reduce((sum, { messages }) => sum + messages, 0), atLeast: false };
    };
    const [running, failed, waiting, letters, recent] = await Promise.all([
      attempt(countRunning(parts)),
      attempt(countFailed(parts)),
      attempt(listed()),
      attempt(dead()),
      attempt(newestRuns(parts, RECENT)),
    ]);
    return show(context, home(ui(), { running, failed, waiting, dead: letters, recent, now: parts.now() }));
  });

  return routes;
};
