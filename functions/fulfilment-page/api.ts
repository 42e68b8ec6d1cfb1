import { Hono } from "hono/tiny";
import { z } from "zod";
import { problemResponse, type Problem } from "../kernel/web/problem";
import { mediaType, readBody, readJson } from "../kernel/web/read-body";
import { formFields } from "../kernel/buyers/registration-form";
import { isPassing, RETRY_AFTER, type WebEnvironment } from "../kernel/web/serve";
import { SERVICE_PROBLEMS } from "../kernel/web/service-api";
import { acceptToken, readToken, type TokenFault } from "./accept-token";
import { logInUrl, viewArrival, type ArrivalView } from "./arrival-view";
import type { FulfilmentDependencies } from "./dependencies";
import { isRegistrable, register } from "./register";
import { arrivalOfCaller } from "./visit";

const NewArrival = z.object({ token: z.string(), offerType: z.string().optional() });
const Registration = z.record(z.string(), z.string());

/** The problems of the API, each with a type that programs may rely on. */
const PROBLEMS = {
  tooLarge: { status: 413, type: "tooLarge", title: "The body is too large", detail: "Send at most 64 KB." },
  notJson: SERVICE_PROBLEMS.notJson,
  invalid: { status: 400, type: "invalid", title: "The body does not fit", detail: "Send an object whose members are texts, as the documentation lists them." },
  noHandle: {
    status: 401,
    type: "noHandle",
    title: "The handle is missing, altered or has run out",
    detail: "Send 'Authorization: Bearer <handle>', with the handle that POST /api/arrivals answered less than four hours ago.",
  },
  notReady: {
    status: 409,
    type: "notReady",
    title: "This arrival takes no registration",
    detail: "Ask GET /api/arrival for its status. It takes one once AWS has named the buyer, and until the subscription ends.",
  },
  faulty: { status: 422, type: "faulty", title: "The registration has faults", detail: "Mend the fields listed in 'errors', and send it again." },
  nowhere: { status: 404, type: "nowhere", title: "There is no such resource", detail: "See the documentation for those there are." },
  busy: SERVICE_PROBLEMS.busy,
  broken: SERVICE_PROBLEMS.broken,
} as const satisfies Readonly<Record<string, Problem>>;

/** What to do about a token that can't be taken to AWS. */
const TOKEN_DETAILS: Readonly<Record<TokenFault, string>> = {
  missing: "Send the value of x-amzn-marketplace-token as 'token'.",
  repeated: "Send one token.",
  tooLong: "A token has at most 4096 characters; send it as AWS Marketplace posted it.",
  malformed: "A token has no control characters; send it as AWS Marketplace posted it.",
};

/** The problem of a path that leads nowhere. */
export const apiNotFound = (): Response => problemResponse(PROBLEMS.nowhere);

const readJsonBody = async (request: Request): Promise<{ readonly json: unknown } | { readonly problem: Problem }> => {
  const body = await readBody(request);
  if (body.kind === "tooLarge") return { problem: PROBLEMS.tooLarge };
  const json = mediaType(request) === "application/json" ? readJson(body.text) : undefined;
  return json === undefined ? { problem: PROBLEMS.notJson } : { json };
};

/** The view as the API tells it: what a seller's own page needs to show. */
const described = async (deps: FulfilmentDependencies, view: ArrivalView): Promise<Readonly<Record<string, unknown>>> => ({
  status: view.status,
  ...("reason" in view && { reason: view.reason }),
  ...("product" in view && { product: { code: view.product.code, name: view.product.name, logInUrl: view.product.logInUrl, support: view.product.support } }),
  ...("returning" in view && { returning: view.returning }),
  // Whether those who registered are told by e-mail when it is done: a page must promise it only then.
  ...("mails" in view && { mails: view.mails }),
  ...(isRegistrable(view) && { fields: formFields(view.product).map(({ name, label, required, maxLength }) => ({ name, label, required, maxLength })) }),
  ...(view.status === "ready" && { logInUrl: await logInUrl(deps, view) }),
});

const noHandle = (): Response => problemResponse(PROBLEMS.noHandle, { "www-authenticate": "Bearer" });

/** The page's doings as JSON, for sellers with a page of their own: same rules, same runs. */
export const arrivalApi = (deps: FulfilmentDependencies): Hono<WebEnvironment> => {
  const api = new Hono<WebEnvironment>();

  api.post("/arrivals", async (context) => {
    const body = await readJsonBody(context.req.raw);
    if ("problem" in body) return problemResponse(body.problem);
    const wanted = NewArrival.safeParse(body.json);
    if (!wanted.success) return problemResponse(PROBLEMS.invalid);
    const brought = readToken([wanted.data.token], wanted.data.offerType === undefined ? [] : [wanted.data.offerType]);
    if ("fault" in brought) return problemResponse({ status: 400, type: "token", title: "The token can't be used", detail: TOKEN_DETAILS[brought.fault] });
    return context.json({ handle: await acceptToken(deps, brought), status: "resolving" }, 202);
  });

  api.get("/arrival", async (context) => {
    const arrival = await arrivalOfCaller(context, deps);
    if (arrival === undefined) return noHandle();
    return context.json(await described(deps, await viewArrival(deps, arrival)));
  });

  api.post("/registration", async (context) => {
    const arrival = await arrivalOfCaller(context, deps);
    if (arrival === undefined) return noHandle();
    const body = await readJsonBody(context.req.raw);
    if ("problem" in body) return problemResponse(body.problem);
    const wanted = Registration.safeParse(body.json);
    if (!wanted.success) return problemResponse(PROBLEMS.invalid);
    const view = await viewArrival(deps, arrival);
    if (!isRegistrable(view)) return problemResponse(PROBLEMS.notReady);
    const done = await register(deps, arrival, view, new Map(Object.entries(wanted.data).map(([name, value]) => [name, [value]])));
    return done.outcome === "faulty" ? problemResponse({ ...PROBLEMS.faulty, errors: done.faults }) : context.json({ status: "saving" }, 202);
  });

  api.onError((error) => (isPassing(error) ? problemResponse(PROBLEMS.busy, RETRY_AFTER) : problemResponse(PROBLEMS.broken)));
  return api;
};
