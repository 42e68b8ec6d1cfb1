import { Choice, Condition, Succeed, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { ArrivalRefusal } from "../events/arrival/events";
import type { ArrivalHints, PersonsWord, ResolvedCustomer } from "../functions/kernel/purchases/customer";
import type { FindUnclaimedLicense } from "../functions/find-unclaimed-license/contract";
import type { RecordArrival } from "../functions/record-arrival/contract";
import type { RecordRegistration } from "../functions/record-registration/contract";
import type { RefuseArrival } from "../functions/refuse-arrival/contract";
import type { ResolveCustomer } from "../functions/resolve-customer/contract";
import { call } from "./kernel/call";
import { resolveAgain } from "./kernel/resolve-again";
import { NOW, readWhatWasBought, type ReadingTasks } from "./kernel/read-what-was-bought";
import { executionInput, field, type Ref } from "./kernel/ref";
import { route } from "./kernel/route";
import type { TaskOf } from "./kernel/task";

export interface OnboardingTasks extends ReadingTasks {
  readonly resolveCustomer: TaskOf<typeof ResolveCustomer>;
  readonly findUnclaimedLicense: TaskOf<typeof FindUnclaimedLicense>;
  readonly recordArrival: TaskOf<typeof RecordArrival>;
  readonly refuseArrival: TaskOf<typeof RefuseArrival>;
  readonly recordRegistration: TaskOf<typeof RecordRegistration>;
}

/** Started when a token was POSTed (`onboard-<arrival>`). */
interface TokenInput {
  readonly about: string;
  readonly kind: "token";
  readonly arrival: string;
  readonly sealedToken: string;
  readonly hints: ArrivalHints;
}

/** Started when the form was submitted (`register-<contact>`); who it was stands in the contacts table. */
interface RegistrationInput {
  readonly about: string;
  readonly kind: "registration";
  readonly arrival: string;
  readonly subscription: string;
  readonly contact: string;
}

/** Started by an operator who knows whose visit it was (`join-<arrival>-<time>`). */
interface JoinInput {
  readonly about: string;
  readonly kind: "join";
  readonly arrival: string;
  readonly customer: ResolvedCustomer;
  readonly hints: PersonsWord;
}

/** Started by an operator for a visit about which nothing needs to be done (`dismiss-<arrival>-<time>`). */
interface DismissalInput {
  readonly about: string;
  readonly kind: "dismissal";
  readonly arrival: string;
  readonly reason: string;
  readonly by: string;
}

/** A buyer arrives with a token, or hands in the form, and leaves with the access that the facts allow. */
export const onboarding = (scope: Construct, tasks: OnboardingTasks): IChainable => {
  const token = executionInput<TokenInput>();
  const form = executionInput<RegistrationInput>();
  const join = executionInput<JoinInput>();

  const accessKnown = Choice.jsonata(scope, "What may the buyer do?")
    .when(Condition.jsonata("{% $states.input.access.status = 'granted' %}"), Succeed.jsonata(scope, "The buyer has access"))
    .when(Condition.jsonata("{% $states.input.access.status = 'pending' %}"), Succeed.jsonata(scope, "AWS has yet to confirm the purchase"))
    .otherwise(Succeed.jsonata(scope, "The buyer has no access"));
  // The arrival may have told the license's true name: what others read before they knew it says nothing.
  const readBought = readWhatWasBought(scope, tasks, { since: NOW, when: "", then: accessKnown });

  const turnedAway = Succeed.jsonata(scope, "The buyer was told what to do");
  const refuse = (reason: ArrivalRefusal, sentence: string): IChainable =>
    call(scope, sentence, tasks.refuseArrival, { because: "refused", arrival: field(token, "arrival"), reason }).next(turnedAway);

  const resolved: Ref<{ readonly customer: ResolvedCustomer }> = { path: "$states.input" };
  const arrive = call(scope, "Record the arrival", tasks.recordArrival, {
    arrival: field(token, "arrival"),
    customer: field(resolved, "customer"),
    hints: field(token, "hints"),
  });
  arrive.next(route(scope, "Is the product sold by contract?", tasks.recordArrival, { entitlementsNeeded: () => readBought, decided: () => accessKnown }));

  const findUnclaimed = call(scope, "Look for the account's unclaimed license", tasks.findUnclaimedLicense, { arrival: field(token, "arrival") }).next(
    route(scope, "Is there exactly one?", tasks.findUnclaimedLicense, {
      found: () => arrive,
      unclear: (outcome) =>
        call(scope, "Leave the license to a person", tasks.refuseArrival, {
          because: "leftOpen",
          arrival: field(token, "arrival"),
          candidates: field(outcome, "candidates"),
        }).next(Succeed.jsonata(scope, "A person has to find the license")),
    }),
  );

  const byToken = call(scope, "Resolve the customer", tasks.resolveCustomer, { sealedToken: field(token, "sealedToken") }).next(
    route(scope, "Whose token is it?", tasks.resolveCustomer, {
      resolved: () => arrive,
      unlicensed: (outcome) =>
        call(scope, "Record that AWS named no license", tasks.refuseArrival, {
          because: "unlicensed",
          arrival: field(token, "arrival"),
          buyer: field(outcome, "buyer"),
        }).next(
          resolveAgain(scope, {
            resolveCustomer: tasks.resolveCustomer,
            sealedToken: field(token, "sealedToken"),
            resolved: arrive,
            stillWithout: findUnclaimed,
          }),
        ),
      tokenExpired: () => refuse("tokenExpired", "Record that the token had expired"),
      tokenInvalid: () => refuse("tokenInvalid", "Record that the token was invalid"),
      productUnknown: () => refuse("productUnknown", "Record that the product is not ours"),
      formNotAllowed: () => refuse("formNotAllowed", "Record that AWS named the buyer in a form not allowed"),
    }),
  );

  const byForm = call(scope, "Record the registration", tasks.recordRegistration, {
    arrival: field(form, "arrival"),
    subscription: field(form, "subscription"),
    contact: field(form, "contact"),
  }).next(
    route(scope, "Is the registered product sold by contract?", tasks.recordRegistration, {
      entitlementsNeeded: () => readBought,
      decided: () => accessKnown,
    }),
  );

  const byOperator = call(scope, "Record whose visit it was", tasks.recordArrival, {
    arrival: field(join, "arrival"),
    customer: field(join, "customer"),
    hints: field(join, "hints"),
  }).next(
    route(scope, "Is the joined product sold by contract?", tasks.recordArrival, {
      entitlementsNeeded: () => readBought,
      decided: () => accessKnown,
    }),
  );

  const dismissal = executionInput<DismissalInput>();
  const byDismissal = call(scope, "Record that the visit was dismissed", tasks.refuseArrival, {
    because: "dismissed",
    arrival: field(dismissal, "arrival"),
    reason: field(dismissal, "reason"),
    by: field(dismissal, "by"),
  }).next(Succeed.jsonata(scope, "The visit waits for nobody"));

  return Choice.jsonata(scope, "Did the buyer bring a token or the form?")
    .when(Condition.jsonata("{% $states.input.kind = 'token' %}"), byToken)
    .when(Condition.jsonata("{% $states.input.kind = 'registration' %}"), byForm)
    .when(Condition.jsonata("{% $states.input.kind = 'join' %}"), byOperator)
    .when(Condition.jsonata("{% $states.input.kind = 'dismissal' %}"), byDismissal);
};
