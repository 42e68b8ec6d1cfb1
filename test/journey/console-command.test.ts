import { spawn } from "node:child_process";
import { once } from "node:events";
import { walkIn } from "../../infra/local/demo/walk-in";
import { newVisitor } from "../browser/visitor";
import { eventually } from "../deploy/eventually";
import { openStall, OPENING_MS, type OpenStall } from "./open-stall";

let open: OpenStall;

beforeAll(async () => {
  open = await openStall();
}, OPENING_MS);
afterAll(() => open.close());

describe("npx stallkeeper console", () => {
  /** The command in front of the stall, until it has said where it answers. */
  const command = async (...more: readonly string[]) => {
    const args = ["infra/operator/stallkeeper.mjs", "console", "--local", "--port", String(open.stall.port), ...more];
    const child = spawn(process.execPath, args, { env: { PATH: process.env["PATH"], HOME: process.env["HOME"] }, stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const url = await eventually("the command says where it answers", OPENING_MS, () => Promise.resolve(/(http:\/\/\S+)/.exec(said)?.[1]));
    return { child, url, said: () => said };
  };

  test("serves the same console, read-only, until it is told to stop", async () => {
    const { subscription } = await walkIn(open.stall.url, "harbourlight0contract0001", () => {});
    const visitor = await newVisitor(open.browser);
    const heading = (name: string) => visitor.page.getByRole("heading", { level: 1, name }).waitFor();
    const { child, url, said } = await command("--console-port", "0");
    const exited = once(child, "exit");
    try {
      expect(said()).toContain("It only looks");
      await visitor.page.goto(`${url}subscriptions/${subscription}`);
      await heading(subscription);
      await visitor.page.getByText("Read-only.").waitFor();
      await visitor.page.goto(url.replace("/console/", "/"));
      await heading("Whom is it about?");
    } finally {
      child.kill("SIGINT");
      await visitor.context.close();
    }
    await expect(exited).resolves.toEqual([0, null]);
  }, 60_000);
});
