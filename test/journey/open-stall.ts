import { quietly } from "../../infra/local/quietly";
import { startStall } from "../../infra/local/stall";
import { launchChromium } from "../browser/chromium";
import { eventually } from "../deploy/eventually";
import { evidence } from "./evidence";
import { allRunsEnded } from "./rest";
import { askAt, PATIENCE, shop } from "./shop";
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

/** The real stall in memory on a free port, with buyers at its door and a look behind it; closed once nothing is under way. */
export const openShop = async () => {
  const stall = await startStall({ port: 0, environment: quietly() });
  const at = shop(askAt(stall.port));
  const seen = evidence(stall.port);
  return {
    stall,
    at,
    seen,
    close: async (): Promise<void> => {
      await allRunsEnded(at, seen);
      // What is under way would go on in another test's file.
      await eventually("nothing is under way", PATIENCE, () => Promise.resolve(stall.idle() ? true : undefined));
      seen.close();
      await stall.stop();
    },
  };
};

/** The embedded cloud starts in some four seconds, the browser in two; a busy machine takes its time. */
export const OPENING_MS = 60_000;
