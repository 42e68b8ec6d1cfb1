import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";
import type { Measures } from "./worker";
import { Wrong } from "./right";

const Message = z.union([
  z.strictObject({ step: z.string() }),
  z.strictObject({ result: z.unknown() }),
  z.strictObject({ failed: z.string(), stack: z.string() }),
]);
type Message = z.infer<typeof Message>;

type Input<Name extends keyof Measures> = Parameters<Measures[Name]>[0];
type Output<Name extends keyof Measures> = Awaited<ReturnType<Measures[Name]>>;

/**
 * Measures in a process of its own: its memory is nobody else's, and the functions of one embedded cloud, which keep
 * their clients, never meet another's. @throws Wrong with what it complained of
 */
export const inOwnProcess = async <Name extends keyof Measures>(
  name: Name,
  input: Input<Name>,
  tell: (step: string) => void,
  { heapMb }: { readonly heapMb?: number } = {},
): Promise<Output<Name>> => {
  const child = fork(join(__dirname, "worker.ts"), [name, JSON.stringify(input)], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    // A collection before the heap is weighed shows what is held, not what is waiting to be thrown away.
    execArgv: [...process.execArgv, "--expose-gc", ...(heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`])],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  });
  let complaints = "";
  child.stderr?.on("data", (chunk: Buffer) => (complaints += chunk.toString("utf8")));
  let last: Message | undefined;
  child.on("message", (message) => {
    const said = Message.parse(message);
    if ("step" in said) tell(said.step);
    else last = said;
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (last !== undefined && "failed" in last) throw new Wrong(`${last.stack}\n${complaints.slice(-2000)}`.trimEnd());
  if (last === undefined || !("result" in last))
    throw new Wrong(`The process that measured ${name} ended with ${code ?? "a signal"} and no result.\n${complaints.slice(-2000)}`);
  return last.result as Output<Name>;
};
