/** A place in an execution's data, with the type of what stands there. Checked by the compiler, gone in the template. */
export interface Ref<T> {
  /** A JSONata path such as `$states.input.arrival`. */
  readonly path: string;
  /** Never set: it carries the type. */
  readonly type?: T;
}

/** The member of what a reference points at. */
export const field = <T, Key extends keyof T & string>(ref: Ref<T>, key: Key): Ref<T[Key]> => ({ path: `${ref.path}.${key}` });

/** What the execution was started with; it can be read from any state. */
export const executionInput = <Input>(): Ref<Input> => ({ path: "$states.context.Execution.Input" });

/** The expression that a state machine evaluates to what a reference points at. */
export const expression = ({ path }: Ref<unknown>): string => `{% ${path} %}`;

/** What a value may be given as: itself, where it is a constant text, or a reference to it. */
export type Given<T> = Ref<T> | (T extends string ? T : never);

/** The value of a given, as it stands in the template. */
export const given = (value: Ref<unknown> | string): string => (typeof value === "string" ? value : expression(value));
