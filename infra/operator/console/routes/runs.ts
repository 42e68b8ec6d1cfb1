import { Hono } from "hono";
import type { ExecutionDetail } from "../../../../functions/kernel/aws/executions";
import { ExecutionStatus } from "../../../../functions/kernel/aws/state-machines";
import { awsConsolePage } from "../../run-links";
import type { Desk } from "../desk";
import { readGraph } from "../graph/definition";
import { standingOf } from "../graph/standing";
import { findRun, machinesOf, newestRuns } from "../models/runs";
import { notFoundPage } from "../pages/not-found";
import { runPage, type RunModel } from "../pages/run";
import { runsPage } from "../pages/runs";
import { PATHS } from "../parts/ui";
import type { Sources } from "../sources";

/** Runs on a page. */
const SHOWN = 50;

/** What came of an action that leads to a run, by what its address then says. */
const SAID: Readonly<Record<string, string>> = {
  redriven: "The run was taken up again at the state that failed.",
  dismissed: "The notice was dismissed. This run records it; reload to see that it has.",
  visitDismissed: "The visit was dismissed. This run records it; reload to see that it has.",
  closed: "This run records that the usage was seen to; reload to see what came of it.",
  released: "The notice was released. This run deals with it; reload to see how far it is.",
};

/** Events of a history on a page: the longest ordinary run has a few dozen, a rebuild some hundreds. */
const EVENTS = 2000;

const modelOf = async (run: ExecutionDetail, whole: boolean, { executions, atAws, now }: Sources): Promise<RunModel> => {
  const [definition, history] = await Promise.all([executions.definition(run.arn), executions.history(run.arn, EVENTS)]);
  const graph = readGraph(definition);
  const standing = standingOf(history.entries, run.status, new Set(graph?.states.map(({ name }) => name)));
  return { run, graph, standing, whole, history, now: now(), awsConsole: atAws === true ? awsConsolePage(run.arn) : undefined };
};

/** The pages about runs, and taking up a failed one again. */
export const runRoutes = ({ ui, sources, show, refuseAction }: Desk): Hono => {
  const routes = new Hono();

  const missing = () =>
    notFoundPage(ui(), {
      title: "There is no such run",
      advice: "Step Functions forgets a run 90 days after its end. What it did stays in the timeline of the subscription.",
    });

  const find = async (machine: string, name: string): Promise<ExecutionDetail | undefined> => {
    const known = (await machinesOf(sources())).find((one) => one.name === machine);
    return known === undefined ? undefined : await sources().executions.find(known, name);
  };

  routes.get(PATHS.runs, async (context) => {
    const { machine, status: asked, from } = context.req.query();
    const parts = sources();
    const status = ExecutionStatus.safeParse(asked).data;
    const machines = await machinesOf(parts);
    const chosen = machines.find(({ name }) => name === machine);
    const filter = status === undefined ? {} : { status };
    const { items, next } =
      chosen === undefined
        ? { items: await newestRuns(parts, SHOWN, status), next: undefined }
        : await parts.executions.list(chosen, { most: SHOWN, ...filter, ...(from !== undefined && { from }) });
    return show(context, runsPage(ui(), { machines, machine: chosen?.name, status, runs: items, next, now: parts.now() }));
  });

  routes.get("/runs/:name", async (context) => {
    const found = await findRun(context.req.param("name"), sources());
    return found === undefined ? show(context, missing(), 404) : context.redirect(`${ui().base}${PATHS.run(found.machine, found.name)}`, 302);
  });

  routes.get("/runs/:machine/:name", async (context) => {
    const run = await find(context.req.param("machine"), context.req.param("name"));
    if (run === undefined) return show(context, missing(), 404);
    const done = Object.entries(SAID).find(([name]) => context.req.query(name) !== undefined);
    return show(context, { ...runPage(ui(), await modelOf(run, context.req.query("whole") !== undefined, sources())), said: done?.[1] });
  });

  routes.post("/runs/:machine/:name/redrive", async (context) => {
    const refused = refuseAction(context);
    if (refused !== undefined) return refused;
    const run = await find(context.req.param("machine"), context.req.param("name"));
    if (run === undefined) return show(context, missing(), 404);
    await sources().executions.redrive(run.arn);
    return context.redirect(`${ui().base}${PATHS.run(run.machine, run.name)}?redriven`, 303);
  });

  return routes;
};
