import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../../..");

/** The command as people type it. */
const stallkeeper = (...args: readonly string[]) =>
  spawnSync("npx", ["stallkeeper", ...args], { cwd: root, encoding: "utf8", env: { PATH: process.env["PATH"], HOME: process.env["HOME"] } });

describe("npx stallkeeper", () => {
  test("shows its help without a build", () => {
    const { status, stdout } = stallkeeper("--help");
    expect(status).toBe(0);
    expect(stdout).toContain("Usage: stallkeeper");
    expect(stdout).toContain("npm start");
  });

  test("says to start the embedded cloud when nothing answers, in one sentence and with code 3", () => {
    const { status, stdout, stderr } = stallkeeper("timeline", "l-1", "--local", "--port", "1");
    expect(stderr).toContain("Start the embedded cloud there with 'npm start'");
    expect(stderr).not.toContain("    at ");
    expect([status, stdout]).toEqual([3, ""]);
  });

  test("opens no console in front of a deployment that does not answer", () => {
    const { status, stdout, stderr } = stallkeeper("console", "--local", "--port", "1");
    expect(stderr).toContain("Start the embedded cloud there with 'npm start'");
    expect([status, stdout]).toEqual([3, ""]);
  });

  test("colours nothing that goes to a pipe", () => {
    // eslint-disable-next-line no-control-regex -- the escape is what is looked for
    expect(stallkeeper("schemas", "--out", "/tmp/stallkeeper-schemas").stdout).not.toMatch(/\u001B/);
  });
});
