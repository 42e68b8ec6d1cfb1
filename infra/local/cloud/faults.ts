/** One way of going wrong, for the next so many calls of one operation. */
export interface Fault {
  readonly kind: "throttle" | "outage" | "lostReply" | "partial" | "reject";
  /** As in `X-Amz-Target`, before the dot. */
  readonly service: string;
  readonly operation: string;
  readonly times: number;
}

/** Faults that are switched on. */
export interface Faults {
  readonly add: (fault: Fault) => void;
  readonly list: () => readonly Fault[];
  readonly clear: () => void;
  /** Uses up one of the faults for a call, of one of these kinds, if there is one. */
  readonly take: (service: string, operation: string, kinds: readonly Fault["kind"][]) => Fault["kind"] | undefined;
}

/** No fault is on until it is added; they are forgotten at a restart. */
export const createFaults = (): Faults => {
  let on: readonly Fault[] = [];
  return {
    add: (fault) => {
      on = [...on, fault];
    },
    list: () => on,
    clear: () => {
      on = [];
    },
    take: (service, operation, kinds) => {
      const found = on.find((fault) => fault.service === service && fault.operation === operation && kinds.includes(fault.kind));
      if (found === undefined) return undefined;
      on = on.flatMap((fault) => (fault !== found ? [fault] : fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : []));
      return found.kind;
    },
  };
};
