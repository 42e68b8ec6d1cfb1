import { Hono, type Context } from "hono";
import { html } from "hono/html";
import { setTimeout as sleep } from "node:timers/promises";
import { ulid } from "ulid";
import { z } from "zod";
import { isZero, readQuantity } from "../../../events/kernel/quantity";
import type { Product } from "../../../events/product/product";
import { parsePublicEvent, tenantHasAccess } from "../../../events/public/consumer";
import { AccessStatus } from "../../../events/subscription/values";
import { hearing } from "./hearing";
import { inbox, type Received } from "./inbox";
import { layout, PATHS, type Shown } from "./pages/layout";
import { logIn, nothingHere, products, type LogIn } from "./pages/log-in";
import { provisioningSwitch } from "./pages/provisioning";
import { stylesheet } from "./pages/style";
import { workspacePage } from "./pages/workspace";
import type { Claimed, SampleProductHost } from "./ports";
import { provisioning } from "./provisioning";
import { usageOf } from "./usage";
import { tenantIdOf, WorkspaceName, workspaces } from "./workspaces";

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const REFUSED: Readonly<Record<Exclude<Claimed["outcome"], "linked">, { readonly status: 404 | 409 | 410 | 503; readonly sentence: string }>> = {
  unknown: { status: 404, sentence: "This log-in link is not complete. Go back to the seller's page and follow it once more." },
  used: { status: 409, sentence: "This log-in link was used for another workspace. If you have it, log in below; else go back to the seller's page." },
  expired: { status: 410, sentence: "This log-in link is older than 15 minutes. Go back to the seller's page, which makes a new one." },
  unreachable: { status: 503, sentence: "We can't link your purchase just now. Nothing is lost: please try again." },
};

/** The newest state of each subscription, as the events tell it. */
const STATE = "sample-state";
const State = z.looseObject({ tenantId: z.string().nullable(), access: AccessStatus });

/** How long a log-in waits for the event that tells of it, so that the first page is whole. Usually it is there within 200 ms. */
const WAIT_MS = 2000;
const STEP_MS = 25;

/** A product as sellers have one: log-in links lead to it, and it hears the bus. It stands where the seller's own will. */
export const sampleProduct = (host: SampleProductHost) => {
  const { catalogue, api } = host;
  const events = inbox(host);
  const tenants = workspaces(host);
  const setUp = provisioning(host);
  const counted = usageOf(host);
  const hear = hearing({
    documents: host.documents,
    follow: ({ data }) => host.documents.put(STATE, data.subscriptionId, data),
    provision: setUp.provision,
  });
  const pages = new Hono();

  const shownOf = (code: string): Shown | undefined => {
    const place = catalogue.findIndex((product: Product) => product.code === code);
    const product = catalogue[place];
    return product === undefined ? undefined : { product, place };
  };
  const notFound = (context: Context, sentence: string) => context.html(layout({ title: "Not found", narrow: true, body: nothingHere(sentence) }), 404);
  const unknownProduct = (context: Context, code: string) => notFound(context, `No product has the code '${code}'.`);

  const showLogIn = async (context: Context, view: Omit<LogIn, "workspaces">) => {
    const { code } = view.shown.product;
    return context.html(layout({ title: "Log in", shown: view.shown, narrow: true, body: logIn({ ...view, workspaces: await tenants.list(code) }) }));
  };

  const heardOfTenant = async (subscription: string, tenantId: string): Promise<void> => {
    const deadline = Date.now() + WAIT_MS;
    const tells = ({ detail }: Received): boolean => detail.data.tenantId === tenantId;
    while (!(await events.list(subscription)).some(tells) && Date.now() < deadline) await sleep(STEP_MS);
  };

  pages.use(async (context, next) => {
    if (context.req.method !== "GET" && context.req.header("sec-fetch-site") === "cross-site") return context.text("This came from another site's page.", 403);
    await next();
    context.header("content-security-policy", POLICY);
    context.header("x-content-type-options", "nosniff");
    // The log-in link holds a one-time code: no other site is to read it from a referrer.
    context.header("referrer-policy", "same-origin");
    context.header("cache-control", "no-store");
    return undefined;
  });

  pages.get("/", async (context) =>
    context.html(
      layout({
        title: "All",
        body: html`${products(catalogue.map((product, place) => ({ product, place })))}
        ${provisioningSwitch({ held: await setUp.isHeld(), owed: await setUp.owed() })}`,
      }),
    ),
  );
  pages.get("/style.css", (context) => context.body(stylesheet, 200, { "content-type": "text/css; charset=utf-8" }));
  pages.post("/provisioning", async (context) => {
    const form = new URLSearchParams(await context.req.text());
    await setUp.hold(form.get("held") === "yes");
    return context.redirect(PATHS.home, 303);
  });
  pages.get("/events.json", async (context) => context.json(await events.list(context.req.query("subscription"))));

  pages.get("/:code", (context) => {
    const shown = shownOf(context.req.param("code"));
    return shown === undefined ? unknownProduct(context, context.req.param("code")) : showLogIn(context, { shown, claim: context.req.query("claim") });
  });

  pages.post("/:code", async (context) => {
    const shown = shownOf(context.req.param("code"));
    if (shown === undefined) return unknownProduct(context, context.req.param("code"));
    const { code } = shown.product;
    const form = new URLSearchParams(await context.req.text());
    const claim = form.get("claim") ?? undefined;
    const name = WorkspaceName.safeParse(form.get("tenant") ?? "");
    if (!name.success) {
      context.status(400);
      return showLogIn(context, { shown, claim, refused: name.error.issues[0]?.message, name: form.get("tenant") ?? "" });
    }
    const tenantId = tenantIdOf(code, name.data);
    if (claim === undefined) {
      await tenants.open(code, name.data);
      return context.redirect(PATHS.workspace(code, tenantId), 303);
    }
    const claimed = await api.claim(claim, tenantId);
    if (claimed.outcome !== "linked") {
      const { status, sentence } = REFUSED[claimed.outcome];
      context.status(status);
      return showLogIn(context, { shown, claim: claimed.outcome === "unreachable" ? claim : undefined, refused: sentence, name: name.data });
    }
    const { subscriptionId } = claimed.subscription;
    await tenants.open(code, name.data, subscriptionId);
    await heardOfTenant(subscriptionId, tenantId);
    return context.redirect(PATHS.workspace(code, tenantId), 303);
  });

  /** A workspace's page. `fault` is what was wrong with what was just used. */
  const showWorkspace = async (context: Context, fault?: { readonly subscription: string; readonly sentence: string }) => {
    const shown = shownOf(context.req.param("code") ?? "");
    if (shown === undefined) return unknownProduct(context, context.req.param("code") ?? "");
    const workspace = await tenants.find(shown.product.code, context.req.param("tenant") ?? "");
    if (workspace === undefined) return notFound(context, `${shown.product.name} has no such workspace.`);
    const used = await Promise.all(
      workspace.subscriptions.map(async (id) => ({
        id,
        subscription: await api.subscription(id),
        events: await events.list(id),
        reported: await counted.list(id),
      })),
    );
    const newest = (await host.documents.list(STATE)).map(({ document }) => State.parse(document));
    const access = tenantHasAccess(workspace.tenantId, newest);
    return context.html(layout({ title: workspace.name, shown, body: workspacePage(workspace, used.toReversed(), { shown, access, fault }) }));
  };

  pages.get("/:code/workspaces/:tenant", (context) => showWorkspace(context));

  pages.post("/:code/workspaces/:tenant/usage", async (context) => {
    const { code, tenant } = context.req.param();
    const form = new URLSearchParams(await context.req.text());
    const subscription = form.get("subscription") ?? "";
    const workspace = await tenants.find(code, tenant);
    if (workspace?.subscriptions.includes(subscription) !== true) return notFound(context, "This workspace uses no such purchase.");
    const quantity = readQuantity((form.get("quantity") ?? "").trim());
    if (quantity === undefined || isZero(quantity)) {
      context.status(400);
      return showWorkspace(context, { subscription, sentence: "Say how much as a number above nothing, such as 5 or 12.5." });
    }
    await counted.use({ recordId: ulid(), subscription, dimension: form.get("dimension") ?? "", quantity });
    return context.redirect(PATHS.workspace(code, tenant), 303);
  });

  return {
    /** To be mounted at /sample-product. */
    pages,
    /** Takes an event of the bus `stallkeeper`; returns when it is kept. */
    receive: async (event: Readonly<Record<string, unknown>>): Promise<void> => {
      const parsed = parsePublicEvent(event);
      if ("ok" in parsed) await events.keep(parsed.ok, event["detail"]);
      await hear(event);
    },
  };
};
