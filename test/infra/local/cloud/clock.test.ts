import { movableClock } from "../../../../infra/local/cloud/clock";

const HOUR = 3_600_000;

describe("the movable clock", () => {
  let clock: ReturnType<typeof movableClock>;
  let rung: string[];
  beforeEach(() => {
    clock = movableClock();
    rung = [];
  });
  afterEach(() => {
    clock.stop();
  });
  const ring = (name: string, inMs: number): void => {
    clock.at(clock.now() + inMs, () => rung.push(name));
  };

  test("lets what is due happen in the order of its times, whatever the order it was set in", () => {
    for (const hours of [3, 1, 5, 2, 4]) ring(`${hours}`, hours * HOUR);
    clock.advance(3 * HOUR + 1_000);
    expect(rung).toEqual(["1", "2", "3"]);
    clock.advance(2 * HOUR);
    expect(rung).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("keeps the order of what is due at one time", () => {
    const at = clock.now() + HOUR;
    for (const name of ["first", "second", "third"]) clock.at(at, () => rung.push(name));
    clock.advance(2 * HOUR);
    expect(rung).toEqual(["first", "second", "third"]);
  });

  test("lets happen at once what is due already, though much waits for later", async () => {
    for (let index = 0; index < 1_000; index += 1) ring("later", HOUR + index);
    const now = new Promise<void>((done) => {
      clock.at(clock.now() - 1, done);
    });
    await now;
    expect(rung).toEqual([]);
  });

  test("wakes for a timer that is set before the soonest", async () => {
    ring("later", HOUR);
    await new Promise((done) => setImmediate(done));
    await new Promise<void>((done) => {
      clock.at(clock.now() + 10, done);
    });
    expect(rung).toEqual([]);
  });

  test("lets what a timer sets happen too, once it is due", async () => {
    const chained = new Promise<void>((done) => {
      clock.at(clock.now() + HOUR, () => {
        clock.at(clock.now(), done);
      });
    });
    clock.advance(2 * HOUR);
    await chained;
  });

  test("lets nothing happen any more once it has stopped", () => {
    ring("one", HOUR);
    clock.stop();
    clock.advance(2 * HOUR);
    expect(rung).toEqual([]);
  });
});
