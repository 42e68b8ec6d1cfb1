// The SDK's notice of Node.js 20's end of support, told once here (engines in package.json) and not in every test.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** One project a layer, quickest first: pure rules, functions, state machines, infrastructure, browser. */
const project = (name, folder = name) => ({
  displayName: name,
  testEnvironment: "node",
  // D3's packages are modules, but for a bundle that they name "umd".
  testEnvironmentOptions: { customExportConditions: ["node", "node-addons", "umd"] },
  testMatch: [`<rootDir>/test/${folder}/**/*.test.ts`],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } }] },
});

/** @type {import("jest").Config} */
module.exports = {
  projects: ["events", "functions", "workflows", "infra", "browser", "journey", "bench"].map((name) => project(name)),
  // Jest's own choice leaves a core idle, which on two is half of the machine.
  maxWorkers: "100%",
  // Whole-process tests start an embedded cloud each; the pure ones take milliseconds.
  testTimeout: 30_000,
};
