/** Lets so many pieces of work run at once and no more, first come first served. */

export interface Slots {
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function createSlots(most: number): Slots {
  const waiting: (() => void)[] = [];
  let free = most;
  return {
    async run(work) {
      if (free > 0) free--;
      else
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      try {
        return await work();
      } finally {
        // A slot goes straight to whoever waits longest, so that nobody new can take it first.
        const next = waiting.shift();
        if (next === undefined) free++;
        else next();
      }
    },
  };
}
