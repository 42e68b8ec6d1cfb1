import { billsOnce, SEEDS } from "./lives";

describe("metering within a month, whatever fails and whoever dies on the way", () => {
  test.each(SEEDS.withinAMonth)("bills what was used, once (seed %i)", billsOnce);
});
