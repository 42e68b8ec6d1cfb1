import { DEFAULT_PORT } from "../../operator/where";

/** The places a visitor goes to, as the terminal and the start page name them. */
export interface Places {
  /** The address of this machine as AWS Marketplace's: another host name than the seller's, so that the form POST crosses sites. */
  readonly simulator: string;
  readonly bills: string;
  readonly fulfilment: string;
  readonly sampleProduct: string;
  readonly supportConsole: string;
}

export const placesAt = (port: number): Places => ({
  simulator: `http://127.0.0.1:${port}/simulator/`,
  bills: `http://127.0.0.1:${port}/simulator/bills`,
  fulfilment: `http://localhost:${port}/fulfilment/`,
  sampleProduct: `http://localhost:${port}/sample-product/`,
  supportConsole: `http://localhost:${port}/console/`,
});

/** Commands to try: what the operator asks, and what any AWS client may. */
export interface Commands {
  readonly explain: string;
  readonly timeline: string;
  readonly aws: string;
}

export const commandsAt = (port: number): Commands => {
  const here = String(port) === DEFAULT_PORT ? "--local" : `--local --port ${port}`;
  return {
    explain: `npx stallkeeper explain ${here} <AWS account>`,
    timeline: `npx stallkeeper timeline ${here} <subscription>`,
    aws: `aws stepfunctions list-state-machines --endpoint-url http://localhost:${port} --region us-east-1`,
  };
};
