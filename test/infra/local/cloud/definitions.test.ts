import { knownDefinitions } from "../../../../infra/local/cloud/step-functions/definitions";

const source = {
  arn: "arn:aws:states:us-east-1:000000000000:stateMachine:one",
  name: "one",
  definition: JSON.stringify({ QueryLanguage: "JSONata", StartAt: "End", States: { End: { Type: "Succeed" } } }),
};

/** Definitions on disk, and how often one was written or read there. */
const disk = () => {
  const stored = new Map<string, string>();
  const log: string[] = [];
  return {
    log,
    failNext: false,
    async putDefinition(id: string, definition: string) {
      log.push("put");
      if (this.failNext) {
        this.failNext = false;
        throw new Error("The disk is full.");
      }
      stored.set(id, definition);
    },
    async definition(id: string) {
      log.push("get");
      return stored.get(id) ?? "";
    },
  };
};

const executionOf = (definition: string) => ({ name: "run", definition }) as Parameters<ReturnType<typeof knownDefinitions>["find"]>[0];

describe("a definition", () => {
  test("is written and read once, however many executions start with it", async () => {
    const kept = disk();
    const definitions = knownDefinitions(kept);
    const started = await Promise.all([1, 2, 3].map(() => definitions.keep(source)));
    expect(new Set(started.map(({ machine }) => machine)).size).toBe(1);
    expect(await definitions.find(executionOf(started[0]!.id))).toBe(started[0]!.machine);
    expect(kept.log).toEqual(["put"]);
  });

  test("that could not be written stops the start, and is written by the next", async () => {
    const kept = disk();
    const definitions = knownDefinitions(kept);
    kept.failNext = true;
    await expect(definitions.keep(source)).rejects.toThrow("The disk is full.");
    await definitions.keep(source);
    expect(kept.log).toEqual(["put", "put"]);
  });

  test("of another release is found where that release left it", async () => {
    const kept = disk();
    const { id } = await knownDefinitions(kept).keep(source);
    const later = knownDefinitions(kept);
    expect((await later.find(executionOf(id))).StartAt).toBe("End");
    await later.find(executionOf(id));
    expect(kept.log).toEqual(["put", "get"]);
  });
});
