import { Failure } from "../../../functions/kernel/task/failure";
import type { Connection } from "../../../infra/operator/connection";
import { run } from "../../../infra/operator/program";
import { operator } from "./operator";

describe("the command line", () => {
  const commands = [
    "explain",
    "events",
    "timeline",
    "subscription",
    "customers",
    "rebuild",
    "replay",
    "reconcile",
    "sweep",
    "products",
    "products check",
    "schemas",
    "worklist",
    "usage",
    "mail",
    "notices",
    "arrivals",
    "arrivals join",
    "arrivals dismiss",
  ];
  /** What only holds other commands, each with an example of its own. */
  const groups = ["products", "mail", "notices", "arrivals"];

  test.each(commands)("helps with %s, and names its exit codes", async (command) => {
    const { cli } = await operator();
    const { code, helped } = await cli(...command.split(" "), "--help");
    expect(code).toBe(0);
    expect(helped).toContain(`Usage: stallkeeper ${command}`);
    expect(helped).toContain("Exit codes:");
  });

  test.each(commands.filter((name) => !groups.includes(name)))("shows an example of %s", async (command) => {
    const { cli } = await operator();
    expect((await cli(...command.split(" "), "--help")).helped).toMatch(/Examples?:\n {2}stallkeeper /);
  });

  test.each([["nonsense"], ["timeline"], ["timeline", "a", "b"], ["sweep", "--wrong"]])("ends with 2 for '%s %s'", async (...args) => {
    const { cli } = await operator();
    expect(await cli(...args.filter((arg) => typeof arg === "string"))).toMatchObject({ code: 2 });
  });

  test("says what an AWS account looks like where it is given none", async () => {
    const { cli } = await operator();
    expect(await cli("customers", "12")).toMatchObject({ code: 2, complaints: expect.stringContaining("twelve digits") as string });
  });

  test("takes its options before and after the command", async () => {
    const { cli, asked } = await operator();
    await cli("--local", "--prefix", "other", "timeline", "l-1");
    await cli("timeline", "l-1", "--local", "--prefix", "other");
    expect(asked).toHaveLength(2);
    for (const where of asked) expect(where).toMatchObject({ local: true, prefix: "other", port: "8700" });
  });
});

describe("what can't be done", () => {
  // eslint-disable-next-line require-yield -- it fails before it has anything to yield
  const failing = async function* (error: unknown) {
    await Promise.resolve();
    throw error;
  };
  const complain = async (error: unknown) => {
    const complaints: string[] = [];
    const terminal = { line: () => undefined, tone: (_: string, text: string) => text, isTty: false, columns: 100 };
    const code = await run(
      ["timeline", "l-1"],
      { terminal, connect: () => ({ log: { history: () => failing(error) } }) as unknown as Connection },
      (text) => void complaints.push(text),
    );
    return { code, text: complaints.join("\n") };
  };
  const caused = (name: string, by: Partial<Error & { code: string }>) =>
    new Failure("Transient", "DynamoDB did not answer.", { cause: Object.assign(new Error(name), { name, ...by }) });

  test("is told in a sentence that says what to do, without a stack", async () => {
    const { code, text } = await complain(caused("Error", { code: "ECONNREFUSED" }));
    expect(code).toBe(3);
    expect(text).not.toContain("    at ");
  });

  test("points to npm start when the embedded cloud does not answer", async () => {
    process.env["AWS_ENDPOINT_URL"] = "http://localhost:8700";
    const { text } = await complain(caused("AggregateError", { code: "ECONNREFUSED" }));
    delete process.env["AWS_ENDPOINT_URL"];
    expect(text).toContain("npm start");
  });

  test.each([
    ["CredentialsProviderError", "--local"],
    ["AccessDeniedException", "lacks a right"],
    ["ResourceNotFoundException", "--prefix"],
  ])("explains %s", async (name, words) => {
    expect(await complain(caused(name, {}))).toMatchObject({ code: 3, text: expect.stringContaining(words) as string });
  });

  test("keeps the words of a failure that it knows no better ones for", async () => {
    expect(await complain(new Failure("Permanent", "The stream x can't be read."))).toMatchObject({
      code: 1,
      text: expect.stringContaining("can't be read") as string,
    });
  });
});
