import { PROJECTIONS } from "../../events/projections/projections";
import { connect } from "../../infra/operator/connection";
import { run } from "../../infra/operator/program";
import type { Evidence } from "./evidence";

/** Rebuilds every projection from the log with the operator's command, which fails if a live row says something else. @returns its complaints */
export const rebuildAll = async (port: number): Promise<readonly string[]> => {
  const complaints: string[] = [];
  const terminal = { line: () => undefined, tone: (_: unknown, text: string) => text, isTty: false } as never;
  for (const projection of Object.keys(PROJECTIONS)) {
    const code = await run(["rebuild", projection, "--local", "--port", String(port)], { terminal, connect }, (message) => complaints.push(message));
    if (code !== 0 && complaints.length === 0) complaints.push(`${projection}: exit code ${code}`);
  }
  return complaints;
};

/** The projections' rows of the generations that are live, without what a rebuild may change. */
export const rowsOf = async (seen: Evidence): Promise<readonly string[]> =>
  (await seen.scan("stallkeeper-projections"))
    .map(({ pk, ...row }) => JSON.stringify([String(pk).replace(/#[^#]*#/, "#"), row], (_, value: unknown) => value))
    .toSorted();
