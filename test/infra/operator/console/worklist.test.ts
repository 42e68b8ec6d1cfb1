import type { SubscriptionCommand } from "../../../../events/subscription/commands";
import { open } from "./open";

describe("the worklist", () => {
  test("groups what waits by kind, each with what to do and where to look", async () => {
    const page = await (await open()).get("/worklist");
    for (const text of [
      "Parked notices <b>1</b>",
      "Buyers without a license <b>1</b>",
      "/notices/n1",
      "/arrivals/a9",
      "stallkeeper notices show n1",
      "it may be l-1 or l-2",
    ])
      expect(page).toContain(text);
    expect(page).toContain("AWS sent what this release can&#39;t act on: &lt;b&gt;New&lt;/b&gt;.");
  });

  test("shows one kind alone, and says so when none of it waits", async () => {
    const { get } = await open();
    const parked = await get("/worklist?kind=parkedNotice");
    expect([parked.includes("/notices/n1"), parked.includes("/arrivals/a9")]).toEqual([true, false]);
    expect(await get("/worklist?kind=mailFailed")).toContain("Nothing of this kind waits.");
    expect(await get("/worklist?kind=nonsense")).toContain("/arrivals/a9");
  });

  test("counts on the overview what waits for a person", async () => {
    expect(await (await open()).get("/")).toMatch(/<b>2<\/b\s*><span>wait for a person/);
  });
});

describe("a visit's page", () => {
  test("says what AWS said, whose it may be, and the command that joins it", async () => {
    const page = await (await open()).get("/arrivals/a9");
    for (const text of [
      "AWS named the buyer without a license.",
      "/subscriptions/l-1",
      "/subscriptions/l-2",
      "stallkeeper arrivals join a9 --to",
      "License left open",
    ])
      expect(page).toContain(text);
  });

  test("dismisses it with a reason, once, and then says who did and why", async () => {
    const { get, post, done } = await open({ actions: true });
    expect((await post("/arrivals/a9/dismiss", { reason: "hare@tortoise.example wrote" })).status).toBe(422);
    const answer = await post("/arrivals/a9/dismiss", { reason: "Came again, ticket 4716" });
    expect(answer.headers.get("location")).toBe("/runs/stallkeeper-onboarding/onboard-1?visitDismissed");
    expect(await get("/worklist")).not.toContain("/arrivals/a9");
    const page = await get("/arrivals/a9");
    for (const text of ["dismissed", "operator-1: Came again, ticket 4716"]) expect(page).toContain(text);
    expect(page).not.toContain("/arrivals/a9/dismiss");
    expect((await post("/arrivals/a9/dismiss", { reason: "Again" })).status).toBe(404);
    expect(done).toEqual(["a9: Came again, ticket 4716"]);
    expect((await (await open()).post("/arrivals/a9/dismiss", { reason: "Ticket 4716" })).status).toBe(403);
  });

  test("is not there for one that never came", async () => {
    expect((await (await open()).send("/arrivals/a1000")).status).toBe(404);
  });
});

describe("a parked notice's page", () => {
  test("leads to the run that deals with it, once it is released", async () => {
    const answer = await (await open({ actions: true })).post("/notices/n1/release");
    expect(answer.headers.get("location")).toBe("/runs/stallkeeper-onboarding/onboard-1?released");
  });

  test("releases none that does not wait", async () => {
    const { post, done } = await open({ actions: true });
    expect([(await post("/notices/n2/release")).status, done]).toEqual([404, []]);
  });

  test("dismisses one with a reason, and shows it among the dismissed", async () => {
    const { get, post, done } = await open({ actions: true });
    const answer = await post("/notices/n1/dismiss", { reason: " Nothing to do, ticket 4715 " });
    expect(answer.headers.get("location")).toBe("/runs/stallkeeper-onboarding/onboard-1?dismissed");
    expect(done).toEqual(["n1: Nothing to do, ticket 4715"]);
    expect(await get("/worklist")).not.toContain("/notices/n1");
    for (const path of ["/notices", "/notices/n1"]) {
      const page = await get(path);
      for (const text of ["operator-1", "Nothing to do, ticket 4715", "&lt;b&gt;New&lt;/b&gt;"]) expect(page).toContain(text);
    }
    expect(await get("/notices/n1")).not.toContain("/notices/n1/dismiss");
    expect((await post("/notices/n1/dismiss", { reason: "Again" })).status).toBe(404);
  });

  test("dismisses none without a reason that may be kept, and none at all where the console only looks", async () => {
    const { post, done } = await open({ actions: true });
    const statuses = [];
    for (const reason of ["", "x".repeat(301), "hare@tortoise.example wrote"]) statuses.push((await post("/notices/n1/dismiss", { reason })).status);
    expect([statuses, done]).toEqual([[422, 422, 422], []]);
    expect((await (await open()).post("/notices/n1/dismiss", { reason: "Ticket 4715" })).status).toBe(403);
  });
});

describe("the page of usage that AWS does not bill", () => {
  const problem = {
    part: "line",
    hour: "2026-11-24T09",
    dimension: "gb",
    kind: "refused",
    quantity: "12",
    because: "Invalid<b>Tag",
  } as const;
  const news: SubscriptionCommand = {
    type: "HearUsageNews",
    data: {
      day: "2026-11-24",
      news: [
        { news: "raised", number: 1, problem },
        { news: "raised", number: 2, problem: { ...problem, dimension: "calls", kind: "disputed", because: "otherRecord", meteringRecordId: "mr-9" } },
        {
          news: "raised",
          number: 3,
          problem: { ...problem, hour: "2026-11-24T10", kind: "notSubscribed", because: "notSubscribed", retriedUntil: "2026-11-25T10:00:00.000Z" },
        },
      ],
    },
  };
  const FORM = { hour: "2026-11-24T09", dimension: "gb", resolution: "writtenOff", reason: "Ticket 4711" };

  test("shows the difference and the reason of each, as text", async () => {
    const page = await (await open({ heard: [news] })).get("/subscriptions/l-1/unbilled");
    for (const text of ["2026-11-24 09h", "−12", "Invalid&lt;b&gt;Tag", "mr-9", "unknown", "AWS is told again until"]) expect(page).toContain(text);
    expect(page).not.toContain("Close now");
  });

  test("is where the worklist leads", async () => {
    const page = await (await open({ heard: [news] })).get("/worklist?kind=usageRefused");
    for (const text of ["/subscriptions/l-1/unbilled", "12 sealed, AWS bills 0: -12", "stallkeeper usage close l-1"]) expect(page).toContain(text);
  });

  test("closes one with a reason, where acting is allowed, and leads to the run", async () => {
    const { get, post, done } = await open({ actions: true, heard: [news] });
    expect((await get("/subscriptions/l-1/unbilled")).match(/Close now/g)).toHaveLength(2);
    const answer = await post("/subscriptions/l-1/unbilled/close", FORM);
    expect(answer.headers.get("location")).toBe("/runs/stallkeeper-onboarding/onboard-1?closed");
    expect(done).toEqual([expect.stringMatching(/^l-1\|2026-11-24T09\|gb\|writtenOff\|Ticket 4711\|/)]);
  });

  test("closes nothing where it only looks, with an e-mail address as a reason, or with a form that is none of its own", async () => {
    const looking = await open({ heard: [news] });
    expect((await looking.post("/subscriptions/l-1/unbilled/close", FORM)).status).toBe(403);
    const { post, done } = await open({ actions: true, heard: [news] });
    expect((await post("/subscriptions/l-1/unbilled/close", { ...FORM, reason: "asked a@b.example" })).status).toBe(422);
    expect((await post("/subscriptions/l-1/unbilled/close", { ...FORM, hour: "nine" })).status).toBe(422);
    expect([looking.done, done]).toEqual([[], []]);
  });
});
