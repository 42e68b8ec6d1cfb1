import type { AnyEvent } from "../../events/kernel/event";
import type { Commit } from "../../functions/kernel/streams/event-store";
import { eventsOf, type Filters } from "./event-filters";
import { awsTimeOf, secondOf, tellAny } from "./telling";
import { accessTone, type Row, type Terminal } from "./terminal";

/** The columns of a table of events. */
export const COMMIT_HEADING = ["#", "when (UTC)", "what happened", ""];

/** The column of what happened. */
const WHAT = 2;

/** More of one member, such as a notice's whole body, is for `--json`. */
const LONGEST = 300;

/** What an event says, with AWS's own time where AWS told it. */
const said = (event: AnyEvent): string => {
  const time = awsTimeOf(event);
  const text = [time === undefined ? "" : `AWS's time ${secondOf(time)}`, tellAny(event)].filter((part) => part !== "").join(", ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
};

const named = ({ tone }: Terminal, { type }: AnyEvent): string => {
  if (!/^Access[A-Z]/.test(type)) return type;
  return tone(accessTone(type.slice("Access".length).toLowerCase()), type);
};

/** A commit's wanted events, and beneath them in which step of which run they were written. */
export const commitRows = (terminal: Terminal, commit: Commit, filters: Filters, { withStream }: { readonly withStream: boolean }): readonly Row[] => {
  const { at, meta, stream } = commit;
  const wanted = eventsOf(commit, filters);
  const from = `${withStream ? `${stream}, ` : ""}${meta.state ?? meta.causation}: ${meta.run ?? meta.actor}`;
  return wanted.map((event, index) => ({
    cells: [String(event.version), index === 0 ? secondOf(at) : "", named(terminal, event), said(event)],
    ...(index === wanted.length - 1 && { beneath: { column: WHAT, text: from } }),
  }));
};
