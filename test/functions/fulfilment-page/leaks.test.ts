import { Failure } from "../../../functions/kernel/task/failure";
import { arrive, cookieOf, handIn, postToken, stall } from "./stall";

const TOKEN = "l-one.MARKERTOKEN";
const PERSON = { email: "markermail@example.com", name: "MARKERNAME", company: "MARKERFIRM", phone: "0000MARKER", costCentre: "MARKERCC" };
const MARKER = /marker/i;

describe("the token and personal data", () => {
  test("appear in no log line, URL, cookie, run's input or event, and in no page but the person's own faulty form", async () => {
    const page = stall();
    const seen: Response[] = [];
    const note = <T extends Response>(answer: T): T => (seen.push(answer), answer);
    const cookie = cookieOf(note(await postToken(page, TOKEN)));
    await page.settle();
    const buyer = { cookie, arrival: cookie.split(".")[1]! };
    const faulty = await handIn(page, buyer, { ...PERSON, email: "markermail" });
    expect(await faulty.text()).toMatch(MARKER);
    note(await handIn(page, buyer, PERSON));
    note(await page.get("/arrival", { cookie }));
    await page.settle();
    await page.activate("l-one");
    note(await page.get("/arrival", { cookie }));
    note(await page.get(`/arrival?email=${PERSON.email}`, { cookie }));
    note(await page.get(`/MARKERPATH?token=${TOKEN}`));
    note(await page.post("/api/arrivals", JSON.stringify({ token: TOKEN }), { "content-type": "application/json" }));
    page.fail(new Failure("Transient", "Step Functions does not answer."));
    note(await postToken(page, `${TOKEN}2`));
    note(await page.post("/", `x-amzn-marketplace-token=${TOKEN}&x-amzn-marketplace-token=${TOKEN}`));
    note(await page.post("/", `x-amzn-marketplace-token=${TOKEN}%00`));

    for (const answer of seen) {
      expect([...answer.headers].join()).not.toMatch(MARKER);
      expect(await answer.text()).not.toMatch(MARKER);
    }
    expect(JSON.stringify(page.lines)).not.toMatch(MARKER);
    expect(page.lines.length).toBe(seen.length + 1);
    expect(JSON.stringify(page.starts)).not.toMatch(MARKER);
  });

  test("stay out of the log when something unforeseen throws them", async () => {
    const page = stall();
    const buyer = await arrive(page, "l-one");
    const failing = new TypeError(`unforeseen: ${PERSON.email} ${TOKEN}`);
    page.fail(failing);
    const answer = await handIn(page, buyer, PERSON);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toMatch(MARKER);
    expect(JSON.stringify(page.lines)).not.toMatch(MARKER);
    expect(page.lines.at(-1)).toMatchObject(["request failed", { error: "TypeError", route: "/registration", status: 500, arrival: buyer.arrival }]);
  });

  test("log lines name the request, the route, the status and the arrival", async () => {
    const page = stall();
    const { cookie, arrival } = await arrive(page, "l-one");
    await page.get("/arrival", { cookie });
    expect(page.lines.at(-1)).toEqual([
      "request",
      { request: "request-1", method: "GET", route: "/arrival", status: 200, milliseconds: expect.any(Number), arrival },
    ]);
  });
});
