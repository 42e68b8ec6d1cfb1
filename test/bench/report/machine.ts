import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** The machine that the figures are of, in one line. */
export const machineLine = (now: Date): string => {
  const model = cpus()[0]?.model.trim() ?? "";
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const cores = `${availableParallelism()} cores${model === "" ? "" : ` (${model})`}`;
  return `${cores}, ${Math.round(totalmem() / 1024 ** 3)} GB of memory, ${process.platform} ${process.arch}, Node.js ${process.version}, ${now.toISOString().slice(0, 10)}, load ${load} at the start`;
};
