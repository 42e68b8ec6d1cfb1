/** One project a layer, quickest first: pure rules, functions, state machines, infrastructure, browser. */
const project = (name, folder = name) => ({
  displayName: name,
  testEnvironment: "node",
  testMatch: [`<rootDir>/test/${folder}/**/*.test.ts`],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } }] },
});

/** @type {import("jest").Config} */
module.exports = {
  projects: ["events", "functions", "workflows", "infra", "browser", "journey"].map((name) => project(name)),
  // Whole-process tests start an embedded cloud each; the pure ones take milliseconds.
  testTimeout: 30_000,
};
