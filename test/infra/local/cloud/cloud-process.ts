import { behind, machineArn, open } from "./fixture";

/** A cloud to be killed: fifty tasks, each long enough to be met half-way. */
const main = async (dataDir: string): Promise<void> => {
  process.stdout.write(`${process.pid}\n`);
  behind("work", async (event) => {
    await new Promise((done) => setTimeout(done, 20));
    process.stdout.write(".");
    return event;
  });
  const cloud = await open({ dataDir });
  await cloud.engine.start(machineArn("long"), "killed", "{}");
};

void main(process.argv[2] ?? "");
