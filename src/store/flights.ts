/** Single flight inside the process: everybody who asks for one fact at one time waits for one read. */
import type { Look } from '../google/ports.js';
import type { FactKey } from './keys.js';
import { whileWaiting } from './patience.js';
import type { FactRequest } from './ports.js';
import { threw, timeOver } from './problems.js';

/** No read may take longer; a load that never ends must not block its fact for ever. */
const MAX_FLIGHT_MS = 30_000;

/** What a read came to, the same for everybody who waited. */
export interface Outcome {
  readonly look: Look<unknown>;
  /** Milliseconds. */
  readonly at: number;
  /** Found in the shared store, where it had been put before anybody in this flight asked. */
  readonly cached: boolean;
}

/** One read under way. */
export interface Flight {
  readonly key: FactKey;
  /** The question that began it; its lifetime and reviver hold for all, since one key has one type. */
  readonly first: FactRequest<unknown>;
  /** Ends when nobody waits any more, when it takes too long, and when the cache is closed. */
  readonly signal: AbortSignal;
  /** Somebody among those who wait insists on Google's own word. */
  fresh(): boolean;
  /** Asks Google. Never rejects. */
  load(): Promise<Look<unknown>>;
}

interface OpenFlight {
  readonly flight: Flight;
  readonly askers: FactRequest<unknown>[];
  readonly controller: AbortController;
  readonly outcome: Promise<Outcome>;
  waiting: number;
}

export interface Flights {
  /** Waits for the read of a fact, beginning it if need be. Undefined: this asker's own time was over first. */
  join(key: FactKey, request: FactRequest<unknown>): Promise<Outcome | undefined>;
  /** Begins a read nobody waits for, unless one is under way; `done` hears how it ended. */
  refresh(key: FactKey, request: FactRequest<unknown>, done: (outcome: Outcome) => void): void;
  close(): void;
}

/** `read` does the reading of a flight, by whatever way; it must not reject. `now` gives the time in milliseconds. */
export function createFlights(read: (flight: Flight) => Promise<Outcome>, now: () => number): Flights {
  const open = new Map<string, OpenFlight>();

  const begin = (key: FactKey, request: FactRequest<unknown>): OpenFlight => {
    const controller = new AbortController();
    const askers = [request];
    const began = now();
    const overdue: Look<unknown> = { ok: false, problem: timeOver(request.key) };
    const flight: Flight = {
      key,
      first: request,
      signal: controller.signal,
      fresh: () => askers.some((asker) => asker.fresh),
      load: async () =>
        controller.signal.aborted ? overdue : loadForAnyOf(request, askers, controller.signal),
    };
    const limit = setTimeout(() => controller.abort(), MAX_FLIGHT_MS);
    limit.unref();
    const outcome = whileWaiting(controller.signal, read(flight)).then((result): Outcome => {
      clearTimeout(limit);
      if (open.get(key.hash) === opened) open.delete(key.hash);
      return result ?? { look: overdue, at: began, cached: false };
    });
    const opened: OpenFlight = { flight, askers, controller, outcome, waiting: 0 };
    open.set(key.hash, opened);
    return opened;
  };

  const leave = (opened: OpenFlight): void => {
    opened.waiting -= 1;
    if (opened.waiting > 0) return;
    // Whoever comes next must not join a read that is being broken off.
    if (open.get(opened.flight.key.hash) === opened) open.delete(opened.flight.key.hash);
    opened.controller.abort();
  };

  return {
    async join(key, request) {
      for (;;) {
        const present = open.get(key.hash);
        if (present) present.askers.push(request);
        const opened = present ?? begin(key, request);
        opened.waiting += 1;
        const outcome = await whileWaiting(request.signal, opened.outcome);
        leave(opened);
        // The flight had found a stored copy before this asker, who wants none, came aboard.
        if (outcome?.cached && request.fresh) continue;
        return outcome;
      }
    },
    refresh(key, request, done) {
      if (open.has(key.hash)) return;
      const opened = begin(key, request);
      opened.waiting += 1;
      void opened.outcome.then((outcome) => {
        leave(opened);
        done(outcome);
      });
    },
    close() {
      for (const { controller } of open.values()) controller.abort();
      open.clear();
    },
  };
}

/**
 * Loads on behalf of the first asker. A load is given the flight's signal; one that listens to its own question's signal
 * instead may be cut off with it, and then somebody who still waits gets his turn.
 */
async function loadForAnyOf(
  first: FactRequest<unknown>,
  askers: readonly FactRequest<unknown>[],
  signal: AbortSignal,
): Promise<Look<unknown>> {
  const tried = new Set<FactRequest<unknown>>();
  for (let asker = first; ; ) {
    tried.add(asker);
    const look = await loadFor(asker, signal);
    const cutOff = !look.ok && look.problem.kind === 'deadline' && asker.signal.aborted && !signal.aborted;
    const next = cutOff ? askers.find((other) => !tried.has(other) && !other.signal.aborted) : undefined;
    if (!next) return look;
    asker = next;
  }
}

async function loadFor(asker: FactRequest<unknown>, signal: AbortSignal): Promise<Look<unknown>> {
  try {
    return await asker.load(signal);
  } catch (error) {
    return { ok: false, problem: threw(asker.key, error) };
  }
}
