/** Lets so many pieces of work be under way at a time; the others wait for their turn, first come, first served. */
export const slots = (width: number) => {
  const waiting: (() => void)[] = [];
  let taken = 0;
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (taken < width) taken += 1;
    else
      await new Promise<void>((turn) => {
        waiting.push(turn);
      });
    try {
      return await work();
    } finally {
      // A slot that somebody waits for is handed on, so that nobody slips in between.
      const next = waiting.shift();
      if (next === undefined) taken -= 1;
      else next();
    }
  };
};
