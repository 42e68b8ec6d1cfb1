// The SDK's notice of Node.js 20's end of support, told once here (engines in package.json) and not in every test.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** One project a layer, quickest first: pure rules, functions, state machines, infrastructure, browser. */
const project = (name) => ({
  displayName: name,
  testEnvironment: "node",
  // D3's packages are modules, but for a bundle that they name "umd".
  testEnvironmentOptions: { customExportConditions: ["node", "node-addons", "umd"] },
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } }] },
});

/** @type {import("jest").Config} */
module.exports = {
  projects: [
    project("events"),
    // A task's log lines and metrics are no test's output. Whole processes keep theirs, for tests look for leaks in them.
    { ...project("functions"), setupFiles: ["<rootDir>/test/kit/quiet.ts"] },
    ...["workflows", "infra", "browser", "journey", "bench"].map(project),
  ],
  // Jest's own choice leaves a core idle, which on two is half of the machine.
  maxWorkers: "100%",
  // Whole-process tests start an embedded cloud each; the pure ones take milliseconds.
  testTimeout: 30_000,
};
