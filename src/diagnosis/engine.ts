/** Facts as promises: each is read once per question, everything that can run at once does, and the chain is counted. */
import type { Api, CallContext, CredentialsProblem, Look, LookProblem, Meter } from '../google/ports.js';
import { isFast } from '../store/lifetimes.js';
import type { Clock, FactCache, Freshness, Lifetime, Revive } from '../store/ports.js';
import { nowWords } from './missing.js';
import type { Cost, EvidenceItem } from './report.js';

/** A look together with where and when it was made. */
export interface Seen<T> {
  readonly look: Look<T>;
  readonly evidence: EvidenceItem;
  readonly staleBecause: LookProblem | undefined;
}

/** Something that can be found out. Two facts with one key are the same fact. */
export interface Fact<T> {
  readonly key: string;
  readonly read: (scope: Scope) => Promise<T>;
}

/** One thing to ask Google, through the cache. */
export interface LookSpec<T> {
  readonly key: string;
  readonly api: Api;
  /** Google's name of what is read, for the evidence. */
  readonly resource: string;
  readonly lifetime: Lifetime;
  readonly revive: Revive<T>;
  readonly load: (call: CallContext) => Promise<Look<T>>;
}

/** A look as a case file keeps it. */
export interface RecordedLook {
  readonly key: string;
  /** RFC 3339. */
  readonly readAt: string;
  readonly look: Look<unknown>;
}

/** What a fact may do while it is being read: ask for other facts, and look. */
export interface Scope {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  get<T>(fact: Fact<T>): Promise<T>;
  /** How many round trips lie behind what this scope knows so far. */
  depth(): number;
  /** Starts reading a fact that will be wanted later, without waiting for it. */
  start(fact: Fact<unknown>): void;
  look<T>(spec: LookSpec<T>): Promise<Seen<T>>;
}

interface Settled<T> {
  readonly value: T;
  readonly depth: number;
}

export interface EngineOptions {
  readonly cache: FactCache;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly fresh: Freshness;
  /** When the question's time is over, milliseconds since the epoch; waits that would not fit are not begun. */
  readonly deadline?: number | undefined;
}

/** A look with the round trips that lie behind it. */
interface Looked<T> {
  readonly seen: Seen<T>;
  readonly depth: number;
  /** Whether it is of what changes fast and may be read anew without thinking of quotas. */
  readonly fast: boolean;
}

/** With less time than this, milliseconds, a question is not gone through once more. */
const WORTH_A_SECOND_TIME_MS = 1_500;

/** What all places of one question share: the looks made, what they cost, and the length of the longest chain. */
interface Shared {
  readonly looks: Map<string, Promise<Looked<unknown>>>;
  readonly counts: Map<Api, number>;
  readonly seen: EvidenceItem[];
  readonly startedAt: number;
  depth: number;
  /** Why nothing could be sent, where that was so. */
  credentials: CredentialsProblem | undefined;
}

/** Runs one question: memoises its facts, counts its calls, and knows how long its longest chain of calls was. */
export class Engine {
  private readonly memo = new Map<string, Promise<Settled<unknown>>>();
  private options: EngineOptions;
  private readonly shared: Shared;
  /** Round trips that lie behind everything that begins now. */
  private from = 0;

  constructor(options: EngineOptions, shared?: Shared) {
    this.options = options;
    this.shared = shared ?? {
      looks: new Map(),
      counts: new Map(),
      seen: [],
      startedAt: options.clock.now(),
      depth: 0,
      credentials: undefined,
    };
  }

  /** The same question at another place: derived facts are its own, looks and cost are shared. */
  fork(): Engine {
    const fork = new Engine(this.options, this.shared);
    fork.goOn(this.from);
    return fork;
  }

  /** The scope for code that stands outside any fact, such as a check: nothing lies behind it, unless {@link goOn} says so. */
  scope(): Scope {
    return this.scopeAt({ depth: this.from });
  }

  /** What begins from now on has waited for this many round trips, such as those that found the place. */
  goOn(depth: number): void {
    this.from = Math.max(this.from, depth);
  }

  /**
   * Forgets what changes fast and was said by Google before that moment (milliseconds), so that it is read once more.
   * False when there is nothing of the kind, when it has been tried already, or when there is no time for it.
   */
  async renew(since: number): Promise<boolean> {
    const { clock, deadline, signal, fresh } = this.options;
    if (typeof fresh === 'object' && fresh.since >= since) return false;
    if (signal.aborted || (deadline !== undefined && deadline - clock.now() < WORTH_A_SECOND_TIME_MS))
      return false;
    let dropped = false;
    for (const [key, look] of [...this.shared.looks]) {
      const { seen, fast } = await look;
      if (!fast || Date.parse(seen.evidence.readAt) >= since) continue;
      dropped = true;
      this.shared.looks.delete(key);
      const at = this.shared.seen.indexOf(seen.evidence);
      if (at >= 0) this.shared.seen.splice(at, 1);
    }
    if (!dropped) return false;
    this.memo.clear();
    this.options = { ...this.options, fresh: { since } };
    this.goOn(this.shared.depth);
    return true;
  }

  /** Terms for calls that are too large to be remembered; counted like all others. `until`: milliseconds since the epoch. */
  call(until: number): CallContext {
    const count = (api: Api): void => {
      this.shared.counts.set(api, (this.shared.counts.get(api) ?? 0) + 1);
    };
    const { signal, deadline = until } = this.options;
    return { signal, deadline: Math.min(until, deadline), meter: { count } };
  }

  /** What the question has cost so far. */
  cost(): Cost {
    const byApi = Object.fromEntries([...this.shared.counts].sort(([a], [b]) => a.localeCompare(b)));
    const calls = [...this.shared.counts.values()].reduce((sum, n) => sum + n, 0);
    return {
      calls,
      byApi,
      roundTrips: this.shared.depth,
      ms: Math.round(this.options.clock.now() - this.shared.startedAt),
    };
  }

  /** RFC 3339 time of the oldest fact that was used. */
  oldestFactAt(): string {
    const times = this.shared.seen.map((item) => item.readAt).sort();
    return times[0] ?? new Date(this.options.clock.now()).toISOString();
  }

  /** Every look made for this question, in the order in which it came back. */
  evidence(): readonly EvidenceItem[] {
    return this.shared.seen;
  }

  /** Why Google could not be asked anything at all for want of credentials; undefined as soon as one look told something. */
  withoutCredentials(): CredentialsProblem | undefined {
    return this.shared.seen.length > 0 ? undefined : this.shared.credentials;
  }

  /** Every look of this question with what came back: what a case file is made of. */
  async record(): Promise<readonly RecordedLook[]> {
    const made = await Promise.all(
      [...this.shared.looks].map(async ([key, promise]) => {
        const { seen } = await promise;
        return { key, readAt: seen.evidence.readAt, look: seen.look };
      }),
    );
    return made.sort((a, b) => a.key.localeCompare(b.key));
  }

  private scopeAt(position: { depth: number }): Scope {
    return {
      signal: this.options.signal,
      clock: this.options.clock,
      get: async <T>(fact: Fact<T>): Promise<T> => {
        const settled = await this.settle(fact, position.depth);
        position.depth = Math.max(position.depth, settled.depth);
        return settled.value;
      },
      depth: () => position.depth,
      start: (fact) => {
        // Whoever asks for the fact meets the error; here nobody waits for it.
        this.settle(fact, position.depth).catch(() => undefined);
      },
      look: async <T>(spec: LookSpec<T>): Promise<Seen<T>> => {
        const start = position.depth;
        const { seen, depth } = await this.lookShared(spec, start);
        position.depth = Math.max(position.depth, depth);
        this.shared.depth = Math.max(this.shared.depth, depth);
        return seen;
      },
    };
  }

  private settle<T>(fact: Fact<T>, startDepth: number): Promise<Settled<T>> {
    const known = this.memo.get(fact.key);
    // The key is what makes two facts the same, so the stored promise holds this fact's type.
    if (known) return known as Promise<Settled<T>>;
    const position = { depth: startDepth };
    const promise = fact
      .read(this.scopeAt(position))
      .then((value): Settled<T> => ({ value, depth: position.depth }));
    this.memo.set(fact.key, promise);
    return promise;
  }

  /** Each look is made once per question; whoever asks for it again waits for what the first one started. */
  private lookShared<T>(spec: LookSpec<T>, start: number): Promise<Looked<T>> {
    const known = this.shared.looks.get(spec.key);
    // The key names method and resource, so the stored promise holds this look's type.
    if (known) return known as Promise<Looked<T>>;
    const fast = isFast(spec.lifetime);
    const promise = this.lookOnce(spec).then(({ seen, trips }) => ({ seen, depth: start + trips, fast }));
    this.shared.looks.set(spec.key, promise);
    return promise;
  }

  private async lookOnce<T>(spec: LookSpec<T>): Promise<{ seen: Seen<T>; trips: number }> {
    // Pages and retries wait for what came before them; what is sent side by side is one round trip.
    let trips = 0;
    let waited = true;
    const meter: Meter = {
      answered: () => {
        waited = true;
      },
      count: (api) => {
        if (waited) trips += 1;
        waited = false;
        this.shared.counts.set(api, (this.shared.counts.get(api) ?? 0) + 1);
      },
    };
    const { signal, cache, fresh, deadline } = this.options;
    // The cache answers at once when the signal fires, with an old copy where one may be used.
    const result = await cache.get<T>({
      key: spec.key,
      lifetime: lifetimeFor(spec.lifetime, fresh, this.options.clock.now()),
      revive: spec.revive,
      load: (own) => spec.load({ signal: own, meter, ...(deadline === undefined ? {} : { deadline }) }),
      fresh: fresh === true || (fresh === 'fast' && isFast(spec.lifetime)),
      signal,
    });
    const evidence: EvidenceItem = {
      source: `${spec.api}.googleapis.com`,
      resource: spec.resource,
      readAt: result.readAt,
      cached: result.cached,
      ...(result.stale && result.staleBecause
        ? { stale: true, staleBecause: nowWords(result.staleBecause) }
        : {}),
    };
    if (result.look.ok) this.shared.seen.push(evidence);
    else this.shared.credentials ??= result.look.problem.credentials;
    return {
      seen: { look: result.look, evidence, staleBecause: result.staleBecause },
      trips: result.cached ? trips : Math.max(trips, 1),
    };
  }
}

/** With a moment that facts may not be older than, they stay fresh for less long; still usable when Google fails. */
function lifetimeFor(lifetime: Lifetime, fresh: Freshness, now: number): Lifetime {
  if (typeof fresh !== 'object' || !isFast(lifetime)) return lifetime;
  return { ...lifetime, freshMs: Math.min(lifetime.freshMs, Math.max(0, now - fresh.since)) };
}
