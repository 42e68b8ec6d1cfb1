/** The deploy test (docs/deploy-test.md): apart from the others, for it needs Python and takes a minute. */
const { projects } = require("./jest.config.cjs");

const [{ transform, testEnvironment }] = projects;

/** @type {import("jest").Config} */
module.exports = {
  displayName: "deploy",
  testEnvironment,
  transform,
  modulePathIgnorePatterns: ["<rootDir>/.local"],
  testMatch: ["<rootDir>/test/deploy/**/*.test.ts"],
  // Installing MiniStack, building twenty functions and deploying them takes half a minute here, and longer on a busy machine.
  testTimeout: 300_000,
};
