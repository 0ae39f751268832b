/** Questions for a fact cache, and a Google that answers them as it is told and counts. */
import type { Look, LookProblem, ProblemKind } from '../../src/google/ports.js';
import type { CachedLook, FactCache, FactRequest, Lifetime } from '../../src/store/ports.js';

export interface Fact {
  readonly n: number;
}

export const SECOND = 1000;

/** Fresh for a minute, usable for fifteen, "there is none" for half a minute; asked again in the foreground. */
export const strict: Lifetime = {
  name: 'strict',
  freshMs: 60 * SECOND,
  usableMs: 900 * SECOND,
  negativeMs: 30 * SECOND,
  revalidate: false,
};
/** The same, but an old copy is answered with at once and renewed behind. */
export const relaxed: Lifetime = { ...strict, name: 'relaxed', revalidate: true };

export const found = (n: number): Look<Fact> => ({ ok: true, value: { n } });
export const problem = (kind: ProblemKind): LookProblem => ({
  kind,
  api: 'iap',
  resource: 'projects/1/iap_web',
  message: `Google says ${kind}`,
});
export const failed = (kind: ProblemKind): Look<Fact> => ({ ok: false, problem: problem(kind) });

export function reviveFact(value: unknown): Fact | undefined {
  if (typeof value !== 'object' || value === null || !('n' in value)) return undefined;
  return typeof value.n === 'number' ? { n: value.n } : undefined;
}

/** Answers every load at once with what was said last, or holds loads until let go. */
export class FakeGoogle {
  loads = 0;
  says: Look<Fact> = found(1);
  signals: AbortSignal[] = [];
  private gate: Promise<void> | undefined;
  private open: () => void = () => undefined;

  /** From now on loads wait for {@link letGo}. */
  hold(): void {
    this.gate = new Promise((resolve) => {
      this.open = resolve;
    });
  }

  letGo(): void {
    this.gate = undefined;
    this.open();
  }

  load = async (signal: AbortSignal): Promise<Look<Fact>> => {
    this.loads += 1;
    this.signals.push(signal);
    await this.gate;
    return this.says;
  };
}

export const KEY = 'iap.getIamPolicy projects/1/iap_web';

export type Ask = (terms?: Partial<FactRequest<Fact>>) => Promise<CachedLook<Fact>>;

/** Asks one cache about one fact of this Google, strict and with time enough unless told otherwise. */
export function asker(cache: FactCache, google: FakeGoogle): Ask {
  return (terms) =>
    cache.get<Fact>({
      key: KEY,
      lifetime: strict,
      revive: reviveFact,
      load: google.load,
      fresh: false,
      signal: new AbortController().signal,
      ...terms,
    });
}

/** The three marks of an answer in short. */
export const marks = ({ cached, stale, staleBecause }: CachedLook<unknown>) => ({
  cached,
  stale,
  because: staleBecause?.kind,
});
