import { Problem } from "../../../../infra/operator/problem";
import { open } from "./open";

describe("search", () => {
  test.each([
    ["111122223333", "/customers/111122223333"],
    ["  l-1 ", "/subscriptions/l-1"],
    ["arn:aws:license-manager::1:license:l-1", "/subscriptions/l-1"],
    ["acme", "/tenants/acme"],
    ["agmt-1", "/subscriptions/l-1"],
    ["onboard-1", "/runs/stallkeeper-onboarding/onboard-1"],
  ])("leads from %j to its page", async (text, place) => {
    const answer = await (await open()).post("/search", { text });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, place]);
  });

  test.each([
    ["999999999999", "Nobody has bought from this AWS account"],
    ["tortoise@hare.example", "Ask the buyer for the AWS account"],
    ["Achilles & Sons", "Ask the buyer for the AWS account"],
    ["agmt-9", "Try the AWS account"],
  ])("says what else to try when there is no %j", async (text, advice) => {
    const answer = await (await open()).post("/search", { text });
    expect([answer.status, answer.headers.get("location")]).toEqual([404, null]);
    expect(await answer.text()).toContain(advice);
  });

  test.each(["Hare@Tortoise.example", "tortoise & hare"])("leads from %j, with which a person registered, to what they bought", async (text) => {
    const answer = await (await open()).post("/search", { text });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/subscriptions/l-1"]);
  });

  test("says which right is missing to look for a person", async () => {
    const answer = await (
      await open({ broken: { keys: () => Promise.reject(new Problem("Your role needs the right secretsmanager:GetSecretValue.")) } })
    ).post("/search", { text: "hare@tortoise.example" });
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining("secretsmanager:GetSecretValue")]);
  });

  test.each(['"><script>alert(1)</script>', "<img/src=x>", "'; drop table", "\u202eevil"])("shows %j as text", async (text) => {
    const page = await (await (await open()).post("/search", { text })).text();
    expect(page).not.toContain('"><script>alert');
    expect(page).not.toContain("<img");
    expect(page.match(/<script/g)).toHaveLength(1);
  });
});
