import type { Catalogue } from "../../../events/product/catalogue";
import { initialSubscription, type Subscription } from "../../../events/subscription/state";
import { watch } from "../../../functions/after-append/watch";
import { dueRuns } from "../../../functions/kernel/runs/due-runs";
import { mailRuns } from "../../../functions/kernel/runs/mail-runs";
import { sellerNoticeRuns } from "../../../functions/kernel/runs/seller-notice-runs";

const NOW = "2026-11-25T12:00:00.000Z";
const LISTING = { productId: "prod-1", productCode: "code1", pricingModel: "subscription" } as const;

const watching = ({ mailFrom, wantsTopic = false }: { readonly mailFrom?: string; readonly wantsTopic?: boolean } = {}) => {
  const started: { machine: string; name: string; input: unknown }[] = [];
  const startNew = async (machine: string, name: string, input: unknown) => {
    await Promise.resolve();
    started.push({ machine, name, input });
    return "started" as const;
  };
  const starter = { startNew };
  const { see } = watch({
    dueRuns: dueRuns({ starter, machine: "changes" }),
    mailRuns: mailRuns({ starter, machine: "mails" }),
    sellerNoticeRuns: wantsTopic ? sellerNoticeRuns({ starter, machine: "notices" }) : undefined,
    catalogue: [{ code: "code1", ...(mailFrom !== undefined && { mailFrom }) }] as unknown as Catalogue,
    clock: { now: () => NOW },
  });
  return { started, see: (state: Partial<Subscription>) => see("subscription-l-1", { state: { ...initialSubscription, ...state }, version: 1 }) };
};

const due = (dueAt?: string) => (dueAt === undefined ? {} : { dueAt });

describe("the watch", () => {
  test("starts the run of a subscription that is due when it is written", async () => {
    const { started, see } = watching();
    await see(due("2026-11-20T00:00:00.000Z"));
    expect(started).toEqual([
      { machine: "changes", name: expect.stringMatching(/^due-[0-9a-f]{32}$/), input: expect.objectContaining({ kind: "due", subscription: "l-1" }) },
    ]);
  });

  test("names the run by the subscription and the time, so that it is one however often it is asked for", async () => {
    const { started, see } = watching();
    await see(due("2026-11-20T00:00:00.000Z"));
    await see(due("2026-11-20T00:00:00.000Z"));
    await see(due("2026-11-21T00:00:00.000Z"));
    expect(new Set(started.map(({ name }) => name)).size).toBe(2);
    expect(started[0]!.name).toBe(started[1]!.name);
  });

  test.each([undefined, "2026-11-25T11:59:59.000Z", "2026-11-26T00:00:00.000Z"])("leaves what is not due to the list: %s", async (dueAt) => {
    const { started, see } = watching();
    await see(due(dueAt));
    expect(started).toEqual([]);
  });
});

describe("the watch over mails", () => {
  const registered = { listing: LISTING, contacts: ["c1"], addressees: [{ contact: "c1", since: NOW }] };

  test("starts a run of its own for each mail that is due, named by it", async () => {
    const { started, see } = watching({ mailFrom: "hello@example.com" });
    await see({ ...registered, readySince: NOW });
    await see({ ...registered, readySince: NOW });
    const [received, ready, ...again] = started;
    expect(again).toEqual([received, ready]);
    expect(received).toEqual({
      machine: "mails",
      name: expect.stringMatching(/^mail-[0-9a-f]{32}$/),
      input: {
        about: "The mail 'received' to a person who registered for l-1 is due.",
        because: "due",
        subscription: "l-1",
        kind: "received",
        contact: "c1",
        request: received!.name,
      },
    });
    expect(ready!.name).not.toBe(received!.name);
  });

  test("starts none where the product has no address to send from", async () => {
    const { started, see } = watching();
    await see(registered);
    expect(started).toEqual([]);
  });

  test("starts none for a product that is no longer served here", async () => {
    const { started, see } = watching({ mailFrom: "hello@example.com" });
    await see({ ...registered, listing: { ...LISTING, productCode: "another" } });
    expect(started).toEqual([]);
  });
});

describe("the watch over what the seller is told", () => {
  const silent = { listing: LISTING, silences: { notRegistered: { since: NOW, open: true } } } as const;

  test("starts a run of its own for each matter, where there is a topic", async () => {
    const { started, see } = watching({ wantsTopic: true });
    await see(silent);
    expect(started).toEqual([
      {
        machine: "notices",
        name: expect.stringMatching(/^tell-[0-9a-f]{32}$/),
        input: { about: "The seller's topic is to be told of l-1: notRegistered.", subject: "l-1", notice: "notRegistered", mark: NOW },
      },
    ]);
  });

  test("starts none where there is no topic", async () => {
    const { started, see } = watching();
    await see(silent);
    expect(started).toEqual([]);
  });
});
