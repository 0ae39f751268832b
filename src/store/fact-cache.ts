/**
 * The memory of facts: a shelf in the process, an optional shared store behind it, and one read at a time.
 *
 * Why not `bentocache` (1.6), which the two levels resemble: it tells time by `Date.now`, so ages cannot be tested and
 * are not our clock's; it gives neither the age of a value nor the reason why an old one was used; one unreadable value
 * in Redis opens its circuit breaker for every key; ten waiters of a read that fails make it run ten times, one after
 * the other; and it knows neither a lock among processes nor a waiter who leaves. What would be left of it is get and
 * set, so `ioredis` and `lru-cache` stand here directly.
 */
import { LRUCache } from 'lru-cache';
import type { Look, LookProblem } from '../google/ports.js';
import type { Metrics } from '../metrics/ports.js';
import { dated, decodeEntry, decodeRefusal, type Entry, reviveEntry } from './entry.js';
import { createFlights, type Outcome } from './flights.js';
import { createKeys, type FactKey } from './keys.js';
import { MAX_SKEW_MS, type Standing, standing } from './lifetime-rule.js';
import { quietly, whileWaiting } from './patience.js';
import type { CachedLook, Clock, FactCache, FactRequest } from './ports.js';
import { timeOver } from './problems.js';
import { createRefusals, type Refusal, stillRefused, worthOf } from './refusals.js';
import { createRelay } from './relay.js';
import type { Seen, SharedStore } from './shared-store.js';
import { createShelf } from './shelf.js';

/** After a background refresh failed, the next one waits this long: the quotas of slow facts are tiny. */
const REFRESH_AGAIN_MS = 30_000;
const MAX_TROUBLES = 1_000;

export interface FactCacheParts {
  /** Where facts are shared with other processes; without it they are kept in this one alone. */
  readonly shared: SharedStore | undefined;
  readonly clock: Clock;
  /** Changes when the shape of any stored value changes: entries of other versions are not seen. */
  readonly version: string;
  /** Who asks Google, e.g. the service account's address; goes into keys as a hash. */
  readonly identity: string;
  /** Counts what every question came to. */
  readonly metrics?: Metrics | undefined;
}

/**
 * Puts a cache together. How an answer is marked:
 * - read from Google while this question waited, by whichever process: not `cached`, not `stale`;
 * - a stored copy up to `freshMs` old: `cached`;
 * - an older copy, up to `usableMs`: `cached` and `stale`. `staleBecause` says why Google could not be asked; without
 *   one, the lifetime says `revalidate` and the copy is being renewed in the background.
 *
 * A failure is remembered as the answer for `negativeMs`, marked `cached`, when Google said for certain that there is no
 * such thing, or definitely refused (`forbidden`, `api-disabled`, `edition`, `invalid`): asking again at once costs quota
 * and gives the same. The two differ in what they do to an older copy. Absence takes its place; a refusal says nothing
 * about the thing, so a copy that may still be used is used, and Google is left alone for as long.
 *
 * With `fresh`, what is stored is not looked at, also not when Google fails: whoever asks for Google's word now gets it,
 * or hears why not. A read under way that this question joins is Google's word.
 */
export function createFactCache({ shared, clock, version, identity, metrics }: FactCacheParts): FactCache {
  const keyOf = createKeys(version, identity);
  const shelf = createShelf();
  const refusals = createRefusals();
  const sightings = new Map<string, Promise<Seen | undefined>>();
  const troubles = new LRUCache<string, { readonly problem: LookProblem; readonly at: number }>({
    max: MAX_TROUBLES,
  });
  const relay = createRelay({
    shared,
    clock,
    keep: ({ key, first }, entry) => {
      troubles.delete(key.hash);
      refusals.lift(key.hash, entry.at);
      shelf.put(key.hash, entry, first.revive);
    },
    refused: ({ key }, refusal) => refusals.put(key.hash, refusal, clock.now()),
    forget: ({ key }, at) => {
      refusals.lift(key.hash, at);
      shelf.drop(key.hash);
    },
  });
  const flights = createFlights(relay.read, () => clock.now());

  const stand = (entry: Entry, request: FactRequest<unknown>): Standing =>
    standing(dated(entry), request.lifetime, clock.now());

  /** What the shared store holds, read once for all who want to know at this moment. */
  const sight = (store: SharedStore, key: FactKey): Promise<Seen | undefined> => {
    const present = sightings.get(key.hash);
    if (present) return present;
    const seen = quietly(() => store.look(key)).finally(() => sightings.delete(key.hash));
    sightings.set(key.hash, seen);
    return seen;
  };

  /** The newest copy there is, of any age; on the way, what others were refused becomes known here. */
  const copyOf = async <T>(key: FactKey, request: FactRequest<T>): Promise<Copy<T>> => {
    const own = shelf.read(key.hash, request.revive);
    if (!shared || (own && stand(own, request) === 'fresh') || request.signal.aborted)
      return { copy: own, from: 'hit' };
    const seen = await whileWaiting(request.signal, sight(shared, key));
    const refusal = decodeRefusal(key, seen?.refusal);
    if (refusal) refusals.put(key.hash, refusal, clock.now());
    const stored = decodeEntry(key, seen?.value);
    const theirs = stored && reviveEntry(stored, request.revive);
    // Nothing from the future: it would stand in the way of everything read until then.
    if (theirs && theirs.at <= clock.now() + MAX_SKEW_MS) shelf.put(key.hash, theirs, request.revive);
    // Meanwhile a read may have ended in this process.
    const copy = shelf.read(key.hash, request.revive) ?? own;
    return { copy, from: copy && copy.at === theirs?.at && copy.at !== own?.at ? 'shared' : 'hit' };
  };

  /** The refusal that a question need not hear from Google once more. */
  const refusalOf = (key: FactKey, request: FactRequest<unknown>, copy: Entry | undefined) => {
    const refusal = request.fresh ? undefined : refusals.get(key.hash);
    const stands = refusal && stillRefused(refusal, copy?.at, request.lifetime, clock.now());
    return stands ? refusal : undefined;
  };

  /** Renews an old copy behind the back of the question that was just answered with it. */
  const refresh = (key: FactKey, request: FactRequest<unknown>): LookProblem | undefined => {
    const trouble = troubles.get(key.hash);
    if (trouble && clock.now() - trouble.at < REFRESH_AGAIN_MS) return trouble.problem;
    flights.refresh(key, request, ({ look }) => {
      if (look.ok || worthOf(look) === 'absent' || look.problem.kind === 'deadline') return;
      troubles.set(key.hash, { problem: look.problem, at: clock.now() });
    });
    return trouble?.problem;
  };

  return {
    async get<T>(request: FactRequest<T>): Promise<CachedLook<T>> {
      const key = keyOf(request.key);
      const tell = (result: string): void =>
        metrics?.count('cache_requests_total', { kind: request.lifetime.name, result });
      const { copy, from } = request.fresh ? NO_COPY : await copyOf(key, request);
      const standingNow = copy ? stand(copy, request) : 'gone';
      if (copy && standingNow === 'fresh') {
        tell(from);
        return fromCopy(copy, false, undefined);
      }
      const refusal = refusalOf(key, request, copy);
      if (refusal) {
        tell('refused');
        return fromRefusal(refusal, standingNow === 'usable' ? copy : undefined);
      }
      if (copy && standingNow === 'usable' && request.lifetime.revalidate) {
        tell('stale');
        return fromCopy(copy, true, refresh(key, request));
      }
      const outcome = request.signal.aborted ? undefined : await flights.join(key, request);
      if (outcome?.look.ok) tell(outcome.cached ? 'shared' : 'miss');
      // One key has one type: what another question of this key loaded is what this one would have.
      if (outcome?.look.ok) return fromRead({ ...outcome, look: outcome.look as Look<T> });
      const problem = outcome && !outcome.look.ok ? outcome.look.problem : timeOver(request.key);
      if (copy && problem.kind !== 'not-found' && stand(copy, request) !== 'gone') {
        tell('stale');
        return fromCopy(copy, true, problem);
      }
      tell(outcome?.cached ? 'shared' : 'miss');
      const at = outcome?.at ?? clock.now();
      return fromRead({ look: { ok: false, problem }, at, cached: outcome?.cached ?? false });
    },
    health: () =>
      shared
        ? { kind: 'redis', ...shared.health() }
        : { kind: 'memory', connected: true, problem: undefined },
    async close() {
      flights.close();
      await relay.flushed();
      await quietly(async () => shared?.close());
    },
  };
}

/** The newest copy there is, and whether it came from this process's own memory. */
interface Copy<T> {
  readonly copy: Entry<T> | undefined;
  readonly from: 'hit' | 'shared';
}
const NO_COPY = { copy: undefined, from: 'hit' } as const;

const iso = (at: number): string => new Date(at).toISOString();

function fromCopy<T>(copy: Entry<T>, stale: boolean, staleBecause: LookProblem | undefined): CachedLook<T> {
  return { look: copy.look, readAt: iso(copy.at), cached: true, stale, staleBecause };
}

/** A remembered refusal is the answer itself, or the reason why an old copy is used. */
function fromRefusal<T>({ at, problem }: Refusal, usable: Entry<T> | undefined): CachedLook<T> {
  return usable
    ? fromCopy(usable, true, problem)
    : fromRead({ look: { ok: false, problem }, at, cached: true });
}

function fromRead<T>({ look, at, cached }: Outcome & { readonly look: Look<T> }): CachedLook<T> {
  return { look, readAt: iso(at), cached, stale: false, staleBecause: undefined };
}
