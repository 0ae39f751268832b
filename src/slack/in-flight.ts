/** Knows which answers are still being made, so that stopping can wait for them: Bolt does not. */

export interface InFlight {
  /** Follows one piece of work to its end. */
  add(work: Promise<unknown>): void;
  readonly size: number;
  /** Resolves with true when nothing is left, or with false after the time (milliseconds). */
  settled(withinMs: number): Promise<boolean>;
}

export function createInFlight(): InFlight {
  const running = new Set<Promise<unknown>>();
  return {
    add(work) {
      const followed: Promise<unknown> = work.catch(() => undefined).finally(() => running.delete(followed));
      running.add(followed);
    },
    get size() {
      return running.size;
    },
    async settled(withinMs) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<boolean>((resolve) => {
        timer = setTimeout(() => resolve(false), withinMs);
      });
      const done = Promise.all(running).then(() => true);
      const result = await Promise.race([done, late]);
      clearTimeout(timer);
      return result;
    },
  };
}
