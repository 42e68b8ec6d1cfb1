import { deciding } from "./deciding";
import { limits } from "./limits";
import { stored } from "./stored";
import { streams } from "./streams";
import { workbench, type StoreUnderTest } from "./workbench";

/** What every adapter must keep. More than 150 checks; each could fail. */
export const eventStoreSuite = (name: string, start: () => Promise<StoreUnderTest & { readonly stop: () => Promise<void> }>): void => {
  describe(`an event store on ${name}`, () => {
    const bench = workbench(start);
    streams(bench);
    stored(bench);
    limits(bench);
    deciding(bench);
  });
};
