import { quietly } from "../../infra/local/quietly";
import { startStall } from "../../infra/local/stall";
import { launchChromium } from "../browser/chromium";
import { placesOf } from "./way-in";

/** The real stall in memory on a free port, and a browser to visit it. */
export const openStall = async () => {
  const browser = await launchChromium();
  const stall = await startStall({ port: 0, environment: quietly() });
  return {
    browser,
    stall,
    places: placesOf(stall),
    close: async (): Promise<void> => {
      await browser.close();
      await stall.stop();
    },
  };
};
export type OpenStall = Awaited<ReturnType<typeof openStall>>;

/** The embedded cloud starts in some four seconds, the browser in two; a busy machine takes its time. */
export const OPENING_MS = 60_000;
