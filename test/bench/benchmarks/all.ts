import type { Benchmark } from "../benchmark";
import { bundles } from "./bundles";
import { eventStore } from "./event-store";
import { explain } from "./explain";
import { metering } from "./metering";
import { month } from "./month";
import { notices } from "./notices";
import { oneBuyer } from "./one-buyer";
import { rebuild } from "./rebuild";
import { start } from "./start";
import { wayIn } from "./way-in";

/** In the order of the report: what a buyer feels, what it costs, and how it grows. */
export const BENCHMARKS: readonly Benchmark[] = [wayIn, oneBuyer, eventStore, notices, explain, metering, month, rebuild, start, bundles];
