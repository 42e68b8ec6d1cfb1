/** What a command ends with. Scripts may rely on them. */
export const EXIT = {
  done: 0,
  /** What was asked for did not come true: nothing found, rows differ, a file is wrong. */
  failed: 1,
  /** The command line makes no sense. */
  usage: 2,
  /** The deployment can't be reached, or it lets this person in no further. */
  unreachable: 3,
} as const;

/** The exit codes, as every help shows them. */
export const EXIT_HELP = `
Exit codes:
  0  done
  1  what was asked for did not come true: nothing found, rows differ, a file is wrong
  2  the command line makes no sense
  3  the deployment can't be reached, or refuses`;

/** A command can't do what it was asked; the message says why and what to do. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(message);
  }
}

const field = (error: unknown, name: "name" | "code"): string => {
  if (typeof error !== "object" || error === null || !(name in error)) return "";
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : "";
};

/** An error with everything that led to it, the outermost first. */
const chain = (error: unknown): readonly unknown[] => {
  const found: unknown[] = [];
  let next: unknown = error;
  while (next !== undefined && next !== null && !found.includes(next)) {
    found.push(next, ...(next instanceof AggregateError ? Array.from<unknown>(next.errors) : []));
    next = next instanceof Error ? next.cause : undefined;
  }
  return found;
};

const UNREACHABLE = new Set(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH"]);
const NO_IDENTITY = new Set(["CredentialsProviderError", "ExpiredTokenException", "ExpiredToken", "UnrecognizedClientException", "InvalidClientTokenId"]);
const REFUSED = new Set(["AccessDeniedException", "AccessDenied", "KMSAccessDeniedException"]);
const NOT_THERE = new Set(["ResourceNotFoundException", "StateMachineDoesNotExist", "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"]);

const namesIn = (error: unknown): readonly string[] =>
  chain(error).flatMap((link) => [field(link, "name"), field(link, "code"), link instanceof Error ? link.message : ""]);

/** Whether AWS says that this person may not. */
export const isRefused = (error: unknown): boolean => namesIn(error).some((name) => REFUSED.has(name));

const endpoint = (): string => process.env["AWS_ENDPOINT_URL"] ?? "AWS";

const explained = (names: readonly string[], prefix: string): string | undefined => {
  const any = (known: ReadonlySet<string>): boolean => names.some((name) => known.has(name));
  if (any(UNREACHABLE)) {
    return process.env["AWS_ENDPOINT_URL"] === undefined
      ? "AWS does not answer. Check the network and the Region (--region), or use --local for the embedded cloud."
      : `Nothing answers at ${endpoint()}. Start the embedded cloud there with 'npm start', or name its port with --port.`;
  }
  if (any(NO_IDENTITY)) return "AWS does not know who you are, or no longer. Log in (such as 'aws sso login'), or use --local for the embedded cloud.";
  if (any(REFUSED)) return "AWS refuses: your role lacks a right that this command needs. The deployment's tables must be readable, and its rebuild startable.";
  if (any(NOT_THERE)) return `There is no deployment with the prefix '${prefix}' at ${endpoint()}. Check --prefix and --region, or deploy first.`;
  return names.includes("Region is missing") ? "No Region is set. Name it with --region or AWS_REGION, or use --local for the embedded cloud." : undefined;
};

/** Puts any error into a sentence for the person at the terminal, with the exit code that goes with it. */
export const describeProblem = (error: unknown, prefix: string): { readonly message: string; readonly exitCode: number } => {
  if (error instanceof Problem) return { message: error.message, exitCode: error.exitCode };
  const message = explained(namesIn(error), prefix);
  if (message !== undefined) return { message, exitCode: EXIT.unreachable };
  const said = error instanceof Error ? error.message : String(error);
  return { message: `${said}\nSet DEBUG=1 to see where it came from.`, exitCode: EXIT.failed };
};
