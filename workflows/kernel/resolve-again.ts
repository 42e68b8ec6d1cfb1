import { Duration } from "aws-cdk-lib";
import { Wait, WaitTime, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { ResolveCustomer } from "../../functions/resolve-customer/contract";
import { call } from "./call";
import type { Ref } from "./ref";
import { route } from "./route";
import type { TaskOf } from "./task";

/** AWS links a license to its buyer some moments after the purchase; the last try is within the hour that a token lives at least. */
const WAITS = [
  { after: "a minute", wait: Duration.minutes(1) },
  { after: "ten minutes more", wait: Duration.minutes(10) },
  { after: "half an hour more", wait: Duration.minutes(30) },
] as const;

export interface ResolvingAgain {
  readonly resolveCustomer: TaskOf<typeof ResolveCustomer>;
  readonly sealedToken: Ref<string>;
  /** Enters with the outcome `resolved`. */
  readonly resolved: IChainable;
  readonly stillWithout: IChainable;
}

/** The stretch that asks AWS again, ever later, for the license of a buyer it has named without one. */
export const resolveAgain = (scope: Construct, { resolveCustomer, sealedToken, resolved, stillWithout }: ResolvingAgain): IChainable =>
  WAITS.toReversed().reduce<IChainable>(
    (next, { after, wait }) =>
      Wait.jsonata(scope, `Wait ${after} for AWS to link the license`, { time: WaitTime.duration(wait) })
        .next(call(scope, `Resolve the customer after ${after}`, resolveCustomer, { sealedToken }))
        .next(
          route(scope, `Does AWS name the license after ${after}?`, resolveCustomer, {
            resolved: () => resolved,
            unlicensed: () => next,
            // AWS knew the buyer at first: that the token has run out since says nothing of the purchase.
            tokenExpired: () => next,
            tokenInvalid: () => next,
            productUnknown: () => next,
            formNotAllowed: () => next,
          }),
        ),
    stillWithout,
  );
