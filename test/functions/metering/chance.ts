/** A source of chance that gives the same for the same seed (mulberry32). */
export const chance = (seed: number) => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    happens: (share: number): boolean => next() < share,
    below: (limit: number): number => Math.floor(next() * limit),
    of: <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!,
  };
};
export type Chance = ReturnType<typeof chance>;

/** A process that was killed: nobody knows whether what it was doing came through. */
export class Killed extends Error {
  override readonly name = "Killed";
}

/** The same ports, but each call takes its time, so that what runs side by side crosses in every way, and the process may be killed before or after it. */
export const mortal = <Ports extends object>(ports: Ports, { happens, below }: Chance, risk: () => number): Ports =>
  new Proxy(ports, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function" || name === "history") return member;
      return async (...args: readonly unknown[]) => {
        for (let turns = below(6); turns > 0; turns -= 1) await Promise.resolve();
        if (happens(risk())) throw new Killed(`before ${String(name)}`);
        const answer: unknown = await Reflect.apply(member, target, args);
        for (let turns = below(6); turns > 0; turns -= 1) await Promise.resolve();
        if (happens(risk())) throw new Killed(`after ${String(name)}`);
        return answer;
      };
    },
  });
