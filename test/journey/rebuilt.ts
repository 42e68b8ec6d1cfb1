import { PROJECTIONS } from "../../events/projections/projections";
import { connect } from "../../infra/operator/connection";
import { run } from "../../infra/operator/program";
import type { Evidence } from "./evidence";

/** Rebuilds every projection from the log with the operator's command, which fails if a live row says something else. @returns its complaints */
const rebuildAll = async (port: number): Promise<readonly string[]> => {
  const complaints: string[] = [];
  const terminal = { line: () => undefined, tone: (_: unknown, text: string) => text, isTty: false } as never;
  for (const projection of Object.keys(PROJECTIONS)) {
    const code = await run(["rebuild", projection, "--local", "--port", String(port)], { terminal, connect }, (message) => complaints.push(message));
    if (code !== 0 && complaints.length === 0) complaints.push(`${projection}: exit code ${code}`);
  }
  return complaints;
};

/** A row as it stands in every generation, by its own name and the version of its stream. */
const rowsOf = async (seen: Evidence): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await seen.scan("stallkeeper-projections")).map(({ pk, ...row }) => {
      const place = String(pk).replace(/#[^#]*#/, "#");
      return [`${place} ${String(row["sk"])} @${String(row["version"])}`, JSON.stringify(row)];
    }),
  );

/**
 * Rebuilds every projection, and compares its rows of before and after at equal versions: time goes on meanwhile, and may
 * add to a stream. @returns what differs, and how many rows were compared
 */
export const compareWithRebuilt = async (port: number, seen: Evidence): Promise<{ readonly compared: number; readonly differences: readonly string[] }> => {
  const before = await rowsOf(seen);
  const complaints = await rebuildAll(port);
  const both = [...(await rowsOf(seen))].filter(([name]) => before.has(name));
  const changed = both.filter(([name, row]) => before.get(name) !== row).map(([name]) => name);
  return { compared: both.length, differences: [...complaints, ...changed] };
};
