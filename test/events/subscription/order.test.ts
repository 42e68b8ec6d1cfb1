import fc from "fast-check";
import { subscription } from "../../../events/subscription/decider";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import type { Subscription } from "../../../events/subscription/state";
import type { PricingModel } from "../../../events/product/product";
import { Activate, Arrive, Deprovision, Register, seats } from "./facts";

const { decider } = subscription;

/** AWS's clock ticks between its facts; ours is at whatever time a fact happens to reach us. */
const T = ["2026-11-24T08:00:00.000Z", "2026-11-24T09:00:00.000Z", "2026-11-24T10:00:00.000Z"] as const;
const OURS = "2026-11-24T12:00:00.000Z";

interface Stream {
  readonly state: Subscription;
  readonly version: number;
}

const apply = ({ state, version }: Stream, command: SubscriptionCommand): Stream => {
  const decision = decider.decide(command, state, OURS);
  if (!decision.accepted) return { state, version };
  return decision.events.reduce<Stream>((at, event) => ({ state: decider.evolve(at.state, event, at.version + 1), version: at.version + 1 }), {
    state,
    version,
  });
};

/** Each fact of AWS's is followed by a reading of what AWS lists by then, as the workflows do it. */
const withReading = (stream: Stream, command: SubscriptionCommand, entitled: boolean): Stream => {
  const after = apply(stream, command);
  if (after.state.listing === undefined) return after;
  return apply(after, { type: "RecordEntitlements", data: { entitlements: entitled ? [seats(25)] : [], basedOn: after.version, readAt: OURS } });
};

const run = (commands: readonly SubscriptionCommand[], model: PricingModel, entitled: boolean): Subscription => {
  const start: Stream = { state: decider.initialState, version: 0 };
  const isContract = model === "contract" || model === "contractWithConsumption";
  // A registration needs an arrival: the page has no form before it. So it waits for its arrival, as a person does.
  const [waiting, others] = [commands.filter(({ type }) => type === "RegisterBuyer"), commands.filter(({ type }) => type !== "RegisterBuyer")];
  const arrival = others.findIndex(({ type }) => type === "RecordArrival");
  const ordered = [...others.slice(0, arrival + 1), ...waiting, ...others.slice(arrival + 1)];
  const inGivenOrder =
    commands.findIndex(({ type }) => type === "RegisterBuyer") > commands.findIndex(({ type }) => type === "RecordArrival") ? commands : ordered;
  return inGivenOrder.reduce((stream, command) => (isContract ? withReading(stream, command, entitled) : apply(stream, command)), start).state;
};

/** What must not depend on the order: everything but the numbers of events and our own times. */
const essence = ({ access, signs, agreement, licenseArn, arrived, contacts, registeredAt, lastEntitled, test: isTest, awsAccountId }: Subscription) => ({
  access,
  signs,
  agreement,
  licenseArn,
  arrived,
  contacts: [...contacts].sort(),
  registered: registeredAt !== undefined,
  entitled: lastEntitled?.entitlements,
  isTest,
  awsAccountId,
});

const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length <= 1
    ? [[...items]]
    : items.flatMap((item, index) => permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]));

const SCENARIOS: readonly (readonly [string, PricingModel, readonly SubscriptionCommand[], string])[] = (
  ["subscription", "contract", "contractWithConsumption", "free"] as const
).flatMap((model) => [
  [`a ${model} bought, set up and registered`, model, [Arrive(model), Activate(T[0], model), Register()], "granted"] as const,
  [`a ${model} ended`, model, [Arrive(model), Activate(T[0], model), Register(), Deprovision(T[1], model)], "revoked"] as const,
  [
    `a ${model} ended and bought again`,
    model,
    [Arrive(model), Activate(T[0], model), Deprovision(T[1], model), Activate(T[2], model), Register()],
    "granted",
  ] as const,
  [`a ${model} of a buyer who never came`, model, [Activate(T[0], model), Deprovision(T[1], model)], "revoked"] as const,
  [`a ${model} that AWS never activated`, model, [Arrive(model), Register()], "pending"] as const,
]);

describe("in whatever order the same facts arrive", () => {
  test.each(SCENARIOS)("%s ends in the same state", (_, model, commands, expected) => {
    const ends = permutations(commands).map((order) => essence(run(order, model, true)));
    expect(ends[0]?.access.status).toBe(expected);
    for (const end of ends) expect(end).toEqual(ends[0]);
  });

  test.each(SCENARIOS)("%s ends in the same state when facts are repeated", (_, model, commands) => {
    const once = essence(run(commands, model, true));
    fc.assert(
      fc.property(fc.shuffledSubarray([...commands, ...commands, ...commands], { minLength: commands.length * 3 }), (order) => {
        expect(essence(run(order, model, true))).toEqual(once);
      }),
      { numRuns: 60, seed: 20261124 },
    );
  });

  test("a contract that AWS lists nothing for is never granted", () => {
    for (const order of permutations([Arrive("contract"), Activate(T[0], "contract"), Register()]))
      expect(run(order, "contract", false).access.status).toBe("pending");
  });
});
