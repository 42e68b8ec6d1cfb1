import jsonata from "jsonata";

/** An error with a name, as a state machine sees it. */
export class StateError extends Error {
  constructor(
    readonly error: string,
    readonly cause_: string,
  ) {
    super(`${error}: ${cause_}`);
    this.name = "StateError";
  }
}

/** What expressions may refer to. */
export interface Scope {
  readonly states: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

const compiled = new Map<string, jsonata.Expression>();

const compile = (expression: string): jsonata.Expression => {
  const found = compiled.get(expression) ?? jsonata(expression);
  compiled.set(expression, found);
  return found;
};

const EXPRESSION = /^\{%([\s\S]*)%\}$/;

const evaluateExpression = async (expression: string, { states, variables }: Scope): Promise<unknown> => {
  let value: unknown;
  try {
    value = await compile(expression.trim()).evaluate({}, { states, ...variables });
  } catch (error) {
    throw new StateError(
      "States.QueryEvaluationError",
      `The expression '${expression.trim()}' failed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (value === undefined)
    throw new StateError("States.QueryEvaluationError", `The JSONata expression '${expression.trim()}' specified returned nothing (undefined).`);
  // JSONata's sequences carry members of their own; JSON does not.
  const json: unknown = JSON.parse(JSON.stringify(value));
  return json;
};

/** Replaces every `{% … %}` of a template by what it evaluates to. @throws StateError States.QueryEvaluationError */
export const evaluate = async (template: unknown, scope: Scope): Promise<unknown> => {
  if (typeof template === "string") {
    const expression = EXPRESSION.exec(template)?.[1];
    return expression === undefined ? template : evaluateExpression(expression, scope);
  }
  if (Array.isArray(template)) return Promise.all(template.map((one) => evaluate(one, scope)));
  if (typeof template === "object" && template !== null) {
    const entries = await Promise.all(Object.entries(template).map(async ([key, value]): Promise<[string, unknown]> => [key, await evaluate(value, scope)]));
    return Object.fromEntries(entries);
  }
  return template;
};
