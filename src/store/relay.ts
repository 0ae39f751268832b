/** Single flight among processes: a short lock around the read, so that the others wait for its value instead of asking. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { LookProblem } from '../google/ports.js';
import { dated, decodeEntry, decodeRefusal, type Entry, encodeEntry, reviveEntry } from './entry.js';
import type { Flight, Outcome } from './flights.js';
import { standing, worthKeepingMs } from './lifetime-rule.js';
import { pause, quietly } from './patience.js';
import type { Clock } from './ports.js';
import { isApi } from './problems.js';
import { type Refusal, stillRefused, worthOf } from './refusals.js';
import type { Seen, Settlement, SharedStore } from './shared-store.js';

/** A holder renews its lock while it reads; one that died is noticed after this time. */
const LOCK_MS = 1_500;
const RENEW_MS = 500;
/** Whoever has waited this long for another process reads for himself. */
const MAX_WAIT_MS = 4_000;
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 50;

const ending = z.object({
  by: z.string(),
  problem: z.object({
    kind: z.enum([
      'forbidden',
      'not-found',
      'api-disabled',
      'edition',
      'throttled',
      'unavailable',
      'malformed',
      'invalid',
    ]),
    api: z.string().refine(isApi),
    resource: z.string(),
    status: z.number().optional(),
    message: z.string(),
  }),
});

export interface RelayParts {
  readonly shared: SharedStore | undefined;
  readonly clock: Clock;
  /** Takes what was read, or adopted from the shared store, into this process. */
  readonly keep: (flight: Flight, entry: Entry) => void;
  /** Remembers that Google refused, beside whatever is kept. */
  readonly refused: (flight: Flight, refusal: Refusal) => void;
  /** Google said for certain that there is no such thing, and the lifetime does not let us remember even that. */
  readonly forget: (flight: Flight, at: number) => void;
}

export interface Relay {
  /** Reads a fact once among all processes. Never rejects. */
  read(flight: Flight): Promise<Outcome>;
  /** Resolves when everything published so far has arrived or failed. */
  flushed(): Promise<void>;
}

/** Makes the reader of flights; without a shared store it simply asks Google. */
export function createRelay({ shared, clock, keep, refused, forget }: RelayParts): Relay {
  const publishing = new Set<Promise<unknown>>();

  const adopt = (flight: Flight, entry: Entry, cached: boolean): Outcome | undefined => {
    const revived = reviveEntry(entry, flight.first.revive);
    if (!revived) return undefined;
    keep(flight, revived);
    return { look: revived.look, at: revived.at, cached };
  };

  const adoptRefusal = (flight: Flight, refusal: Refusal, cached: boolean): Outcome => {
    refused(flight, refusal);
    return { look: { ok: false, problem: refusal.problem }, at: refusal.at, cached };
  };

  const publish = (store: SharedStore, flight: Flight, token: string, end: Settlement): void => {
    const sent = quietly(() => store.settle(flight.key, token, end, clock.now()));
    publishing.add(sent);
    void sent.finally(() => publishing.delete(sent));
  };

  /** Asks Google, and publishes the answer under the token; the lock need not be ours. */
  const load = async (flight: Flight, token: string): Promise<Outcome> => {
    const entry: Entry = { at: clock.now(), by: token, look: await flight.load() };
    const { at, by, look } = entry;
    const forMs = keepingMs(flight, entry, clock.now());
    const worth = worthOf(look);
    if (worth === 'refused' && !look.ok && forMs > 0) refused(flight, { at, by, problem: look.problem });
    else if (forMs > 0) keep(flight, entry);
    else if (worth === 'absent') forget(flight, at);
    if (shared) publish(shared, flight, token, settlementOf(flight, entry, forMs));
    return { look, at, cached: false };
  };

  /** The same with the lock in hand, which is kept alive meanwhile, and given back early when the flight is broken off. */
  const loadHolding = async (store: SharedStore, flight: Flight, token: string): Promise<Outcome> => {
    const renew = (): void => void quietly(() => store.renew(flight.key, token, LOCK_MS));
    const renewal = setInterval(renew, RENEW_MS);
    renewal.unref();
    const breakOff = (): void => {
      clearInterval(renewal);
      publish(store, flight, token, { kind: 'release' });
    };
    flight.signal.addEventListener('abort', breakOff, { once: true });
    try {
      return await load(flight, token);
    } finally {
      clearInterval(renewal);
      flight.signal.removeEventListener('abort', breakOff);
    }
  };

  /** What another process's read came to, once it has ended in something. */
  const toldBy = (flight: Flight, holder: string, seen: Seen): Outcome | undefined => {
    const entry = decodeEntry(flight.key, seen.value);
    if (entry?.by === holder) return adopt(flight, entry, false);
    const refusal = decodeRefusal(flight.key, seen.refusal);
    return refusal?.by === holder
      ? adoptRefusal(flight, refusal, false)
      : failureOf(seen, holder, clock.now());
  };

  /** What needs no asking, found at the moment of taking the lock. */
  const settledBefore = (flight: Flight, seen: Seen): Outcome | undefined => {
    if (flight.fresh()) return undefined;
    const { lifetime } = flight.first;
    const now = clock.now();
    const entry = decodeEntry(flight.key, seen.value);
    if (entry && standing(dated(entry), lifetime, now) === 'fresh') return adopt(flight, entry, true);
    const refusal = decodeRefusal(flight.key, seen.refusal);
    return refusal && stillRefused(refusal, entry?.at, lifetime, now)
      ? adoptRefusal(flight, refusal, true)
      : undefined;
  };

  /** Waits for the holder of a lock: its outcome, or why there is no more point in waiting. */
  const awaitHolder = async (
    store: SharedStore,
    flight: Flight,
    holder: string,
    until: number,
  ): Promise<Outcome | 'free' | 'give up'> => {
    for (
      let wait = FIRST_PAUSE_MS;
      performance.now() < until;
      wait = Math.min(wait * 1.6, LONGEST_PAUSE_MS)
    ) {
      await pause(wait, flight.signal);
      if (flight.signal.aborted) return 'give up';
      const seen = await quietly(() => store.look(flight.key));
      if (!seen) return 'give up';
      const told = toldBy(flight, holder, seen);
      if (told) return told;
      if (seen.lock !== holder) return 'free';
    }
    return 'give up';
  };

  const readShared = async (store: SharedStore, flight: Flight): Promise<Outcome> => {
    const token = randomUUID();
    const until = performance.now() + MAX_WAIT_MS;
    for (;;) {
      const claim = await quietly(() => store.claim(flight.key, token, LOCK_MS));
      if (!claim) return load(flight, token);
      const settled = settledBefore(flight, claim.seen);
      if (settled && claim.mine) publish(store, flight, token, { kind: 'release' });
      if (settled) return settled;
      if (claim.mine) return loadHolding(store, flight, token);
      const holder = claim.seen.lock;
      // Refused, and yet nobody holds it: a store that makes no sense is not worth waiting for.
      if (holder === undefined) return load(flight, token);
      const outcome = await awaitHolder(store, flight, holder, until);
      if (typeof outcome !== 'string') return outcome;
      if (outcome === 'give up' || performance.now() >= until) return load(flight, token);
      await pause(FIRST_PAUSE_MS, flight.signal);
    }
  };

  return {
    read: (flight) => (shared ? readShared(shared, flight) : load(flight, randomUUID())),
    flushed: async () => {
      await Promise.allSettled(publishing);
    },
  };
}

/** For how many milliseconds a look is worth keeping; 0 when not at all. */
function keepingMs({ first }: Flight, entry: Entry, now: number): number {
  return worthOf(entry.look) === 'passing' ? 0 : worthKeepingMs(dated(entry), first.lifetime, now);
}

function settlementOf(flight: Flight, entry: Entry, forMs: number): Settlement {
  const { at, by, look } = entry;
  const worth = worthOf(look);
  if (forMs > 0) {
    const text = encodeEntry(flight.key, entry);
    if (text === undefined) return { kind: 'release' };
    return { kind: worth === 'refused' ? 'refuse' : 'store', at, text, forMs };
  }
  // "My time was over" says nothing about anybody else's time.
  if (look.ok || look.problem.kind === 'deadline') return { kind: 'release' };
  return {
    kind: 'tell',
    at,
    text: JSON.stringify({ by, problem: look.problem }),
    forget: worth === 'absent',
  };
}

/** How the holder's read failed, if that is what happened. */
function failureOf(seen: Seen, holder: string, at: number): Outcome | undefined {
  if (seen.ending === undefined) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(seen.ending);
  } catch {
    return undefined;
  }
  const parsed = ending.safeParse(body);
  if (!parsed.success || parsed.data.by !== holder) return undefined;
  const { status, ...rest } = parsed.data.problem;
  const problem: LookProblem = { ...rest, ...(status === undefined ? {} : { status }) };
  return { look: { ok: false, problem }, at, cached: false };
}
