import { Hono, type Context } from "hono";
import { clockDesk } from "./clock-desk";
import type { Controls } from "./controls";
import { faultDesk } from "./fault-desk";
import type { Marketplace } from "./marketplace";
import { monthOf } from "./metering/billing-time";
import { readMonth } from "./metering/metering-api";
import { agreement } from "./pages/agreement";
import { agreementActions } from "./pages/agreement-actions";
import { bill, bills, monthName } from "./pages/bills";
import { controlDesk } from "./pages/control-desk";
import { deskActions } from "./pages/desk-actions";
import { readForm, readOrder } from "./pages/forms";
import { layout, type Page } from "./pages/layout";
import { listing, type Entered } from "./pages/listing";
import { mailbox } from "./pages/mailbox";
import { PATHS, safeBack } from "./pages/paths";
import { sentenceOf, type Said } from "./pages/said";
import { storefront } from "./pages/storefront";
import { stylesheet } from "./pages/style";
import { Refusal } from "./refusal";

/** How many accounts a buyer is offered to buy from once more. */
const RECENT_ACCOUNTS = 20;

/** The simulator as a buyer sees it in a browser, without JavaScript, beside the control desk. */
export const buyersPages = (stall: Marketplace, controls: Controls): Hono => {
  const pages = new Hono();
  const { kept, desk } = stall;
  const faults = faultDesk(stall, controls);
  const toAgreements = agreementActions(stall);
  const actions = deskActions(stall, clockDesk(stall, controls), faults);

  const show = async (context: Context, page: Pick<Page, "title" | "body" | "current"> & { readonly back?: string }, refused?: string) => {
    const sentence = refused ?? sentenceOf(context.req.query("said"));
    const now = controls.now();
    const { back = context.req.method === "GET" ? context.req.path : PATHS.home } = page;
    const [settings, on, notices] = await Promise.all([kept.settings.get(), faults.list(), desk.list()]);
    return context.html(
      layout({
        ...page,
        now,
        desk: controlDesk({ now, settings, faults: on, notices, back }),
        ...(sentence !== undefined && { said: { sentence, bad: refused !== undefined } }),
      }),
    );
  };

  const saying = (path: string, said: Said): string => `${path}?said=${said}`;

  const home = async (context: Context, refused?: string) =>
    show(context, { title: "Products", body: storefront(stall.products(), await kept.purchases.list()), current: "home" }, refused);

  const showListing = async (context: Context, code: string, { entered, refused }: { readonly entered: Entered; readonly refused?: string }) => {
    const product = stall.product(code);
    const accounts = [...new Set((await kept.purchases.list()).toReversed().map(({ accountId }) => accountId))].slice(0, RECENT_ACCOUNTS);
    return show(
      context,
      { title: product.name, body: listing(product, { place: stall.products().indexOf(product), accounts, entered }), back: PATHS.listing(code) },
      refused,
    );
  };

  pages.get("/", (context) => home(context));
  pages.get("/style.css", (context) => context.body(stylesheet, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "no-cache" }));
  pages.get("/mailbox", async (context) => show(context, { title: "Mailbox", body: mailbox(await controls.sent()), current: "mailbox" }));
  pages.get("/mailbox/:id", async (context) => {
    const mail = (await controls.sent()).find(({ id }) => id === context.req.param("id"));
    if (mail?.service !== "ses" || mail.html === undefined) throw new Refusal(404, "There is no such mail in HTML.");
    // A mail is somebody else's page: it may be styled, and do nothing. Its frame is the mailbox alone.
    return context.html(mail.html, 200, {
      "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
    });
  });
  pages.get("/bills", async (context) => {
    const statement = await stall.invoices.ofMonth(monthOf(controls.now()));
    return show(context, { title: "Bills", body: bills(statement, controls.now()), current: "bills" });
  });
  pages.get("/bills/:month", async (context) => {
    const statement = await stall.invoices.ofMonth(readMonth(context.req.param("month"), controls.now()));
    return show(context, { title: "Bills", body: bills(statement, controls.now()), current: "bills" });
  });
  pages.get("/bills/:month/:id", async (context) => {
    const month = readMonth(context.req.param("month"), controls.now());
    const purchase = await stall.find(context.req.param("id"));
    const invoice = await stall.invoices.ofAgreement(stall.product(purchase.productCode), purchase, month);
    return show(context, { title: `Bill of ${monthName(month)}`, body: bill({ invoice, month, ...stall.invoices.stateOf(month) }), current: "bills" });
  });
  pages.get("/listings/:code", (context) => showListing(context, context.req.param("code"), { entered: new Map(Object.entries(context.req.query())) }));

  pages.post("/listings/:code/subscribe", async (context) => {
    const code = context.req.param("code");
    const entered = await readForm(context);
    try {
      const { agreementId } = await stall.buy(readOrder(code, entered));
      return context.redirect(`${PATHS.agreement(agreementId)}?new`, 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 404) throw error;
      context.status(error.status);
      return await showListing(context, code, { entered, refused: error.message });
    }
  });

  pages.get("/agreements/:id", async (context) => {
    const purchase = await stall.find(context.req.param("id"));
    const product = stall.product(purchase.productCode);
    const notices = (await desk.list()).filter(({ agreementId }) => agreementId === purchase.agreementId);
    // As at AWS, a page that shows the button holds a token of its own.
    const setUp = purchase.status === "active" || purchase.status === "scheduled" ? await stall.setUp(purchase.agreementId) : undefined;
    const isNew = context.req.query("new") !== undefined;
    const place = stall.products().indexOf(product);
    const month = monthOf(controls.now());
    const metered = product.dimensions.some(({ kind }) => kind === "metered");
    const usage = metered ? { month, invoice: await stall.invoices.ofAgreement(product, purchase, month) } : undefined;
    return show(context, { title: purchase.productName, body: agreement({ purchase, product, place, setUp, notices, isNew, usage }) });
  });

  pages.post("/agreements/:id/:what", async (context) => {
    const { id, what } = context.req.param();
    const action = toAgreements.get(what);
    if (action === undefined) throw new Refusal(404, `Nothing that is called '${what}' can be done to an agreement.`);
    const { agreementId } = await action.does(id, await readForm(context));
    return context.redirect(saying(PATHS.agreement(agreementId), action.says), 303);
  });

  pages.post("/desk/:what", async (context) => {
    const action = actions.get(context.req.param("what"));
    if (action === undefined) throw new Refusal(404, `The control desk has no '${context.req.param("what")}'.`);
    const entered = await readForm(context);
    await action.does(entered);
    return context.redirect(saying(safeBack(entered.get("back")), action.says), 303);
  });

  pages.onError(async (error, context) => {
    if (!(error instanceof Refusal)) throw error;
    context.status(error.status);
    return home(context, error.message);
  });
  return pages;
};
