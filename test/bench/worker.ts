import { bundles } from "./measure/bundles";
import { eventStore } from "./measure/event-store";
import { explain } from "./measure/explain";
import { meteredHour } from "./measure/metering/hour";
import { usageTaken } from "./measure/metering/intake";
import { notices } from "./measure/notices";
import { oneBuyer } from "./measure/one-buyer";
import { rebuild } from "./measure/rebuild";
import { wayIn } from "./measure/way-in";

/** What is measured in a process of its own. Takes JSON, answers JSON. */
const MEASURES = { bundles, eventStore, explain, meteredHour, notices, oneBuyer, rebuild, usageTaken, wayIn };
export type Measures = typeof MEASURES;

const isMeasure = (name: string): name is keyof Measures => Object.hasOwn(MEASURES, name);

const main = async (name = "", input = "{}"): Promise<void> => {
  const send = (message: object): Promise<void> =>
    new Promise((done, failed) => {
      if (process.send === undefined) throw new Error("This is started by `npm run bench`, which listens.");
      process.send(message, (error: Error | null) => {
        if (error === null) done();
        else failed(error);
      });
    });
  try {
    if (!isMeasure(name)) throw new Error(`There is nothing to measure called '${name}'.`);
    const measure = MEASURES[name] as (given: unknown, tell: (step: string) => void) => Promise<unknown>;
    const result = await measure(JSON.parse(input), (step) => void send({ step }));
    await send({ result });
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    await send({ failed: failure.message, stack: failure.stack ?? failure.message });
  } finally {
    process.disconnect();
    process.exit();
  }
};

void main(process.argv[2], process.argv[3]);
