import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { eventually } from "./eventually";
import { freePort } from "./ports";
import { ended } from "./processes";
import { web } from "./web";

/** The engine nobody here wrote: https://github.com/ministackorg/ministack. Raise it on purpose, and read `GAPS` (`emulator.ts`) again. */
export const MINISTACK_VERSION = "1.5.33";

const ROOT = resolve(__dirname, "../..");
const ENVIRONMENT = join(ROOT, ".local/ministack-venv");

/** Any key does; this one is the account's root, so that what roles may do is all that is enforced. */
export const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" } as const;
export const ACCOUNT = "000000000000";
export const REGION = "us-east-1";

/** Installs the pinned version in a virtual environment of its own, once. */
export const installMiniStack = (): string => {
  const program = join(ENVIRONMENT, "bin/ministack");
  const done = join(ENVIRONMENT, "version");
  if (existsSync(program) && existsSync(done) && readFileSync(done, "utf8") === MINISTACK_VERSION) return program;
  rmSync(ENVIRONMENT, { recursive: true, force: true });
  mkdirSync(join(ROOT, ".local"), { recursive: true });
  execFileSync("python3", ["-m", "venv", ENVIRONMENT], { stdio: "inherit" });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `ministack==${MINISTACK_VERSION}`];
  execFileSync(join(ENVIRONMENT, "bin/python"), pip, { stdio: "inherit" });
  writeFileSync(done, MINISTACK_VERSION);
  return program;
};

export interface MiniStack {
  readonly port: number;
  readonly endpoint: string;
  /** The certificate it made for itself, which its clients must trust. */
  readonly certificate: string;
  readonly log: string;
  readonly stop: () => Promise<void>;
}

/** Whether it answers, and judges every call by IAM: with that switched off, this test would prove half as much. */
const isGuarded = async (port: number, ca: string): Promise<boolean> => {
  const { ask } = web({ scheme: "https", port, host: `localhost:${port}`, base: "", ca });
  const health = await ask("GET", "/_ministack/health").catch(() => undefined);
  if (health?.status !== 200) return false;
  const { auth } = JSON.parse(health.text) as { readonly auth?: string };
  if (auth !== "enabled") throw new Error(`MiniStack does not enforce IAM: its health says auth is '${String(auth)}'.`);
  return true;
};

/** Starts it in a folder of its own, with TLS, and with IAM enforced. */
export const startMiniStack = async (program: string, folder: string): Promise<MiniStack> => {
  const port = await freePort();
  const log = join(folder, "ministack.log");
  mkdirSync(folder, { recursive: true });
  const output = openSync(log, "w");
  const { PATH, HOME } = process.env;
  const child = spawn(program, [], {
    cwd: folder,
    stdio: ["ignore", output, output],
    env: {
      PATH,
      HOME,
      // Its scratch files, the functions' unpacked code among them.
      TMPDIR: folder,
      S3_DATA_DIR: join(folder, "s3"),
      GATEWAY_PORT: String(port),
      BIND_HOST: "127.0.0.1",
      MINISTACK_HOST: "localhost",
      LAMBDA_EXECUTOR: "local",
      // Ten minutes in a Wait state pass in three seconds.
      SFN_WAIT_SCALE: "0.005",
      // Every call of every function is judged by the policies that the stack gave its role.
      AUTH: "true",
      // Our queues, and the CDK's bucket, refuse whoever comes without TLS.
      USE_SSL: "1",
      SFTP_ENABLED: "0",
      IOT_MTLS_ENABLED: "0",
      // No Docker: what would need one must fail, not find the machine's.
      DOCKER_HOST: "unix:///nonexistent",
    },
  });
  const endpoint = `https://127.0.0.1:${port}`;
  const certificate = join(folder, "ministack-tls/server.crt");
  await eventually("MiniStack answers", 60_000, async () => {
    if (child.exitCode !== null) throw new Error(`MiniStack ended with ${child.exitCode}; see ${log}.`);
    return existsSync(certificate) && (await isGuarded(port, readFileSync(certificate, "utf8"))) ? true : undefined;
  });
  return {
    port,
    endpoint,
    certificate,
    log,
    stop: async () => {
      child.kill("SIGTERM");
      await ended(child);
    },
  };
};
