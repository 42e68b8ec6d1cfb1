/** Which deployment a command is about: the options that every command takes. */
export interface Where {
  readonly local?: boolean;
  readonly port: string;
  readonly prefix: string;
  readonly region?: string;
  readonly json?: boolean;
}

/** The port of the embedded cloud unless it was started with another. */
export const DEFAULT_PORT = "8700";

const isLoopback = (endpoint: string | undefined): boolean => endpoint !== undefined && /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(endpoint);

/** Where the embedded cloud is served that a command is about; undefined for AWS. */
export const embeddedCloud = ({ local, port }: Pick<Where, "local" | "port">): string | undefined => {
  const endpoint = process.env["AWS_ENDPOINT_URL"];
  if (local === true) return `http://localhost:${port}`;
  return isLoopback(endpoint) ? endpoint : undefined;
};

/**
 * Points the AWS clients of this process at the deployment: at the embedded cloud for `--local`, else wherever the AWS
 * variables and profiles say. They read these variables when the first of them is made.
 */
export const pointAt = ({ local, port, region }: Where): void => {
  const env = process.env;
  // The SDK's note on coming Node.js versions is for those who maintain this, not for a person who asks about a buyer.
  env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  if (region !== undefined) env["AWS_REGION"] = region;
  // As the queues there spell their addresses: the SQS client remarks on any other.
  if (local === true) env["AWS_ENDPOINT_URL"] = `http://127.0.0.1:${port}`;
  if (local !== true && !isLoopback(env["AWS_ENDPOINT_URL"])) return;
  // The embedded cloud asks for no identity, but a client signs its requests all the same.
  env["AWS_REGION"] ??= "us-east-1";
  if (env["AWS_PROFILE"] !== undefined) return;
  env["AWS_ACCESS_KEY_ID"] ??= "local";
  env["AWS_SECRET_ACCESS_KEY"] ??= "local";
};
