import fc from "fast-check";
import type { HistoryEntry } from "../../../../functions/kernel/aws/executions";
import { labelOf, readGraph } from "../../../../infra/operator/console/graph/definition";
import { drawing } from "../../../../infra/operator/console/graph/drawing";
import { inLines, place } from "../../../../infra/operator/console/graph/layout";
import { onTheWay } from "../../../../infra/operator/console/graph/on-the-way";
import { standingOf } from "../../../../infra/operator/console/graph/standing";

const DEFINITION = JSON.stringify({
  StartAt: "Read",
  States: {
    Read: { Type: "Task", Next: "Was it read?", Catch: [{ ErrorEquals: ["States.ALL"], Next: "Give up" }] },
    "Was it read?": {
      Type: "Choice",
      Choices: [
        { Condition: "{% $states.input.outcome = 'read' %}", Next: "Done" },
        { Condition: "{% $states.input.outcome = 'empty' %}", Next: "Wait" },
        { Condition: "{% $states.input.outcome = 'late' %}", Next: "Wait" },
      ],
      Default: "Give up",
    },
    Wait: { Type: "Wait", Seconds: 600, Next: "Read" },
    Done: { Type: "Succeed" },
    "Give up": { Type: "Fail" },
  },
});

const graph = readGraph(DEFINITION)!;
const known = new Set(graph.states.map(({ name }) => name));

let events = 0;
const entry = (type: string, state?: string): HistoryEntry => {
  events += 1;
  return { id: events, at: "2026-11-25T00:00:00.000Z", type, ...(state !== undefined && { state }) };
};
const passed = (state: string): readonly HistoryEntry[] => [entry("TaskStateEntered", state), entry("TaskSucceeded"), entry("TaskStateExited", state)];

describe("a state graph", () => {
  test("has every state, and every way between them with when it is taken", () => {
    expect(graph.start).toBe("Read");
    expect(graph.states.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      "Read: Task",
      "Was it read?: Choice",
      "Wait: Wait",
      "Done: Succeed",
      "Give up: Fail",
    ]);
    expect(graph.edges).toEqual([
      { from: "Read", to: "Was it read?" },
      { from: "Read", to: "Give up", label: "any error" },
      { from: "Was it read?", to: "Done", label: "read" },
      { from: "Was it read?", to: "Wait", label: "empty or late" },
      { from: "Was it read?", to: "Give up", label: "otherwise" },
      { from: "Wait", to: "Read" },
    ]);
  });

  test.each([
    ["{% $states.input.access.status = 'granted' %}", "granted"],
    ["{% $states.input.found = 0 %}", "found = 0"],
    ["{% $count($states.input.entitlements) > 0 and $states.input.first %}", "$count(entitlements) > 0 an…"],
  ])("shortens %s", (condition, label) => {
    expect(labelOf(condition)).toBe(label);
  });

  test.each(["", "not JSON", "{}", '{"StartAt":"A","States":{}}', '{"StartAt":"A","States":{"A":7}}'])("is none for a definition like %j", (definition) => {
    expect(readGraph(definition)).toBeUndefined();
  });
});

describe("where a run stands", () => {
  test("is the state that was entered last, with the way there", () => {
    const standing = standingOf([...passed("Read"), ...passed("Was it read?"), entry("WaitStateEntered", "Wait")], "RUNNING", known);
    expect(standing.path).toEqual(["Read", "Was it read?", "Wait"]);
    expect([...known].map(standing.of)).toEqual(["passed", "passed", "current", "untouched", "untouched"]);
    expect([standing.taken("Read", "Was it read?"), standing.taken("Read", "Give up"), standing.taken("Wait", "Read")]).toEqual([1, 0, 0]);
  });

  test.each([
    ["RUNNING", "current"],
    ["PENDING_REDRIVE", "current"],
    ["FAILED", "failed"],
    ["TIMED_OUT", "failed"],
    ["ABORTED", "failed"],
    ["SUCCEEDED", "passed"],
  ] as const)("is, for one that is %s, a state that has %s", (status, standing) => {
    expect(standingOf([entry("TaskStateEntered", "Read")], status, known).of("Read")).toBe(standing);
  });

  test("counts each round of a loop", () => {
    const round = [...passed("Read"), ...passed("Was it read?"), ...passed("Wait")];
    const standing = standingOf([...round, ...round, entry("TaskStateEntered", "Read")], "RUNNING", known);
    expect([standing.taken("Wait", "Read"), standing.taken("Was it read?", "Wait")]).toEqual([2, 2]);
    expect(standing.of("Read")).toBe("current");
  });

  test("takes a state that a redrive enters again for the same one", () => {
    const failed = [entry("TaskStateEntered", "Read"), entry("TaskFailed"), entry("ExecutionFailed"), entry("ExecutionRedriven")];
    const standing = standingOf([...failed, ...passed("Read"), entry("SucceedStateEntered", "Done")], "SUCCEEDED", known);
    expect(standing.path).toEqual(["Read", "Done"]);
    expect(standing.taken("Read", "Read")).toBe(0);
  });

  test("leaves out what is not on the graph", () => {
    expect(standingOf([...passed("Inside a map"), ...passed("Read")], "RUNNING", known).path).toEqual(["Read"]);
  });
});

describe("what lies on a run's way", () => {
  const names = (entries: readonly HistoryEntry[], status: "RUNNING" | "SUCCEEDED" | "FAILED") => {
    const part = onTheWay(graph, standingOf(entries, status, known));
    return [part.states.map(({ name }) => name), part.edges.map(({ from, to }) => `${from} > ${to}`)];
  };

  test("is the whole machine before it has entered any state", () => {
    expect(onTheWay(graph, standingOf([], "RUNNING", known))).toEqual(graph);
  });

  test("is what it passed, once it has come to an end: the ways it did not go are left out", () => {
    const done = [...passed("Read"), ...passed("Was it read?"), entry("SucceedStateEntered", "Done")];
    expect(names(done, "SUCCEEDED")).toEqual([
      ["Read", "Was it read?", "Done"],
      ["Read > Was it read?", "Was it read? > Done"],
    ]);
  });

  test("is the way to where it failed, and nothing after it", () => {
    expect(names([...passed("Read"), entry("ChoiceStateEntered", "Was it read?")], "FAILED")).toEqual([["Read", "Was it read?"], ["Read > Was it read?"]]);
  });

  test("is everything that a loop may still lead to", () => {
    const waits = [...passed("Read"), ...passed("Was it read?"), entry("WaitStateEntered", "Wait")];
    expect(names(waits, "RUNNING")[0]).toEqual(graph.states.map(({ name }) => name));
  });
});

describe("the layout", () => {
  const overlap = (one: { x: number; y: number; width: number; height: number }, other: typeof one): boolean =>
    Math.abs(one.x - other.x) < (one.width + other.width) / 2 && Math.abs(one.y - other.y) < (one.height + other.height) / 2;

  test("is the same each time", () => {
    expect(place(graph)).toEqual(place(readGraph(DEFINITION)!));
  });

  test("puts no box on another and none outside, whatever the machine", () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 12 });
    const machines = names.chain((states) =>
      fc.record({
        states: fc.constant(states),
        ways: fc.uniqueArray(fc.tuple(fc.constantFrom(...states), fc.constantFrom(...states)), {
          maxLength: 20,
          selector: ([from, to]) => JSON.stringify([from, to]),
        }),
      }),
    );
    fc.assert(
      fc.property(machines, ({ states, ways }) => {
        const placed = place({
          start: states[0]!,
          states: states.map((name) => ({ name, type: "Task" })),
          edges: ways.map(([from, to]) => ({ from, to, label: "now and then" })),
        });
        for (const [index, one] of placed.states.entries()) {
          expect(placed.states.slice(index + 1).some((other) => overlap(one, other))).toBe(false);
          expect(one.x - one.width / 2).toBeGreaterThanOrEqual(0);
          expect(one.x + one.width / 2).toBeLessThanOrEqual(placed.width);
          expect(one.y + one.height / 2).toBeLessThanOrEqual(placed.height);
        }
        expect(placed.edges.every(({ points }) => points.length >= 2)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("breaks names between words and loses none", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1, maxLength: 12 }), (words) => {
        expect(inLines(words.join(" ")).join(" ")).toBe(words.join(" "));
      }),
    );
  });
});

describe("the drawing", () => {
  test("marks by class, by sign and in words", async () => {
    const standing = standingOf([...passed("Read"), entry("ChoiceStateEntered", "Was it read?")], "FAILED", known);
    const svg = String(await drawing(graph, standing, "It failed at 'Was it read?'."));
    expect(svg).toContain("It failed at &#39;Was it read?&#39;.");
    expect(svg.match(/class="state (passed|failed|untouched)/g)).toEqual([
      'class="state passed',
      'class="state failed',
      'class="state untouched',
      'class="state untouched',
      'class="state untouched',
    ]);
    expect(svg.match(/class="way taken"/g)).toHaveLength(1);
  });

  test("escapes what a definition names", async () => {
    const hostile = readGraph(JSON.stringify({ StartAt: "<script>", States: { "<script>": { Type: '"><img src=x>' } } }))!;
    const svg = String(await drawing(hostile, standingOf([], "RUNNING", new Set()), "<b>"));
    expect(svg).not.toMatch(/<(script|img|b)\b/);
  });
});
