const VARIABLE = "AWS_ENDPOINT_URL_MARKETPLACE_METERING";

/** Where usage should be metered can't be used; the message says why. */
export class UnusableEndpoint extends Error {
  override readonly name = "UnusableEndpoint";
}

const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Takes AWS's variable for the endpoint of the Metering service out of the environment, for two reasons: the functions'
 * clients would ask it for ResolveCustomer too, which only the Marketplace that sold the purchase can answer; and it may
 * name this very process, which would then ask itself for ever.
 * @param port where this process is served
 * @returns where usage is metered; undefined for the simulator
 * @throws UnusableEndpoint
 */
export const takeMeteringEndpoint = (port: number, environment = process.env): string | undefined => {
  const endpoint = environment[VARIABLE];
  delete environment["AWS_ENDPOINT_URL_MARKETPLACE_METERING"];
  if (endpoint === undefined || endpoint === "") return undefined;
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new UnusableEndpoint(`${VARIABLE} is no http or https address: '${endpoint}'. Mend it, or unset it.`);
  return LOOPBACK.has(url.hostname) && Number(url.port) === port ? undefined : url.href;
};
