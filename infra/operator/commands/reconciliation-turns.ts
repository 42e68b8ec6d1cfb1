import type { Instant } from "../../../events/kernel/values";
import { reconciliation, reconciliationStream } from "../../../events/reconciliation/decider";
import type { ReconciliationEvent, ReconciliationWalk, Tally } from "../../../events/reconciliation/events";
import { FOUND } from "../../../functions/kernel/reconciliation/finding";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import { folded, table, type Terminal } from "../terminal";

type DataOf<Type extends ReconciliationEvent["type"]> = Extract<ReconciliationEvent, { readonly type: Type }>["data"];

/** One turn of one product, put together from its events. */
export interface Turn {
  readonly product: string;
  readonly turn: string;
  readonly walk: ReconciliationWalk;
  readonly startedAt: Instant;
  readonly finishedAt?: Instant;
  readonly notReadable: boolean;
  readonly tally?: Tally;
  readonly differences: readonly Pick<DataOf<"DifferenceFound">, "subscription" | "what" | "at">[];
}

/** The newest events of a product that are looked at: an hourly turn that finds nothing has two, so these are some six days. */
const NEWEST_EVENTS = 300;

const withEvent = (turns: Map<string, Turn>, product: string, { type, data }: ReconciliationEvent): void => {
  if (type === "ReconciliationStarted") {
    turns.set(data.turn, { product, turn: data.turn, walk: data.walk, startedAt: data.at, notReadable: false, differences: [] });
    return;
  }
  const turn = turns.get(data.turn);
  // It began before the events that are looked at.
  if (turn === undefined) return;
  switch (type) {
    case "DifferenceFound":
      turns.set(turn.turn, { ...turn, differences: [...turn.differences, { subscription: data.subscription, what: data.what, at: data.at }] });
      return;
    case "AgreementsNotReadable":
      turns.set(turn.turn, { ...turn, notReadable: true });
      return;
    case "ReconciliationFinished":
      turns.set(turn.turn, { ...turn, finishedAt: data.at, tally: data.tally });
  }
};

/** The last turns of a product, the newest first. */
export const lastTurns = async (log: Pick<EventStore, "load" | "history">, product: string): Promise<readonly Turn[]> => {
  const stream = reconciliationStream(product);
  const { version } = await log.load(reconciliation, stream);
  const turns = new Map<string, Turn>();
  // A history begins with a whole commit: from the first of the newest that are wanted.
  for await (const { last, events } of log.history(reconciliation, stream)) {
    if (last > version - NEWEST_EVENTS) for (const event of events) withEvent(turns, product, event);
  }
  return [...turns.values()].toReversed();
};

const secondOf = (instant: string): string => instant.slice(0, 19).replace("T", " ");

const counted = (number: number | undefined): string => (number === undefined ? "…" : String(number));

/** What AWS's lists can't show, and what they were not let show. */
const noticesOf = (turns: readonly Turn[]): readonly string[] => {
  // The newest turn of each product that has looked at all subscriptions.
  const newest = new Map(
    turns.toReversed().flatMap(({ product, walk, tally }) => (walk === "entitlements" && tally ? [[product, tally.unseen] as const] : [])),
  );
  const unseen = [...newest.values()].reduce((sum, one) => sum + one, 0);
  return [
    ...(turns.some(({ notReadable }) => notReadable)
      ? [
          "AWS lets this deployment read no agreements (aws-marketplace:SearchAgreements is refused). Contracts are compared by their entitlements; pay-as-you-go purchases are followed by messages only. See RUNBOOK.md, 'stallkeeper-agreements-not-permitted'.",
        ]
      : []),
    ...(unseen > 0
      ? [
          `${unseen} pay-as-you-go ${unseen === 1 ? "subscription was" : "subscriptions were"} sold by channel partners. AWS shows a partner's agreements to the partner only: these are followed by messages only.`,
        ]
      : []),
  ];
};

/** Turns as a table, beneath it what was found, and what could not be seen. */
export const turnsText = (terminal: Pick<Terminal, "tone" | "columns">, turns: readonly Turn[]): string => {
  const rows = turns.map(({ startedAt, product, walk, tally, notReadable, differences }) => ({
    cells: [
      secondOf(startedAt),
      product,
      walk,
      notReadable ? "refused" : counted(tally?.listed),
      walk === "agreements" ? "" : counted(tally?.compared),
      terminal.tone(differences.length === 0 ? "faint" : "wait", String(differences.length)),
      counted(tally?.reread),
    ],
  }));
  const found = turns.flatMap(({ differences }) => differences.map(({ subscription, what, at }) => ({ cells: [secondOf(at), subscription, FOUND[what]] })));
  return [
    table(terminal, ["began (UTC)", "product", "list", "at AWS", "of ours", "differ", "again"], rows),
    ...(found.length === 0
      ? ["", terminal.tone("good", "Nothing differs in what AWS showed.")]
      : ["", table(terminal, ["found (UTC)", "subscription", "what"], found)]),
    ...noticesOf(turns).flatMap((notice) => ["", terminal.tone("wait", folded(terminal, 0, notice).join("\n"))]),
  ].join("\n");
};
