import { billsOnce, SEEDS } from "./lives";

describe("metering at the end of a month, whatever fails and whoever dies on the way", () => {
  test.each(SEEDS.acrossMonths)("bills what was used, once (seed %i)", billsOnce);
});
