/** What was written here while Redis was away, so that the others hear of it when it is back. */
import { quietly } from './patience.js';
import type { Clock } from './ports.js';
import type { RedisLink } from './redis-link.js';
import { within } from './within.js';

/** One script that may be run any number of times; its first argument is the rest of the life. */
export interface NoteChange {
  readonly script: string;
  readonly name: string;
  readonly args: readonly (string | number)[];
  /** Milliseconds on this process's clock. */
  readonly until: number;
}

export interface NotesJournal {
  write(change: NoteChange): void;
  /** True when Redis knows everything; tells it what it does not know yet, and waits no longer than the limit for that. */
  told(): Promise<boolean>;
  close(): Promise<void>;
}

/** The oldest are forgotten first. */
const MOST = 10_000;
const AT_ONCE = 100;
const AGAIN_MS = 1_000;

export function createNotesJournal(link: RedisLink, clock: Clock, limitMs: number): NotesJournal {
  const untold = new Set<NoteChange>();
  let telling: Promise<boolean> | undefined;
  let again: NodeJS.Timeout | undefined;
  let closed = false;

  /** In their order; a refusal (a full Redis) leaves them all for later, as if it were away. */
  const tellAll = async (): Promise<boolean> => {
    while (untold.size > 0) {
      const some = [...untold].slice(0, AT_ONCE);
      const now = clock.now();
      const living = some.filter(({ until }) => until > now);
      const done = await link.run('write', async (redis) => {
        const pipeline = redis.pipeline();
        for (const { script, name, args, until } of living)
          pipeline.eval(script, 1, name, Math.max(1, Math.ceil(until - now)), ...args);
        for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
        return true;
      });
      if (!done) return false;
      for (const change of some) untold.delete(change);
    }
    return true;
  };
  const tell = (): Promise<boolean> => {
    telling ??= quietly(tellAll).then((all) => {
      telling = undefined;
      if (!all) tellLater();
      return all ?? false;
    });
    return telling;
  };
  const tellLater = (): void => {
    if (closed) return;
    clearTimeout(again);
    again = setTimeout(() => void tell(), AGAIN_MS);
    again.unref();
  };

  return {
    write(change) {
      untold.add(change);
      for (const oldest of untold) {
        if (untold.size <= MOST) break;
        untold.delete(oldest);
      }
      tellLater();
    },
    async told() {
      if (untold.size === 0) return true;
      const end = await within(tell, limitMs);
      return end.kind === 'done' && end.value;
    },
    async close() {
      closed = true;
      clearTimeout(again);
      if (untold.size > 0 && link.health().connected) await within(tell, limitMs);
    },
  };
}
