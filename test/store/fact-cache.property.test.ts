/** Whatever happens in whatever order: each answer is the one a few lines of plain bookkeeping predict. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Look, ProblemKind } from '../../src/google/ports.js';
import { createFactCache } from '../../src/store/fact-cache.js';
import type { CachedLook } from '../../src/store/ports.js';
import {
  asker,
  type Fact,
  FakeGoogle,
  failed,
  found,
  marks,
  relaxed,
  strict,
} from '../support/fact-asking.js';
import { createFakeClock, type FakeClock } from '../support/fake-clock.js';
import { createSharedMemory } from '../support/shared-memory.js';

type Happening =
  | { readonly what: 'time passes'; readonly ms: number }
  | { readonly what: 'google says'; readonly kind: ProblemKind | 'found' }
  | { readonly what: 'ask'; readonly process: 0 | 1; readonly fresh: boolean; readonly relaxed: boolean };

interface Copy {
  readonly at: number;
  readonly look: Look<Fact>;
}
interface Kept {
  own: Copy | undefined;
  refusal: Copy | undefined;
}
interface Process extends Kept {
  trouble: { readonly kind: ProblemKind; readonly at: number } | undefined;
}
type Predicted = Pick<CachedLook<Fact>, 'look' | 'readAt'> & ReturnType<typeof marks>;

const refusals: readonly ProblemKind[] = ['forbidden', 'api-disabled', 'edition', 'invalid'];
const kindOf = ({ look }: Copy): ProblemKind | undefined => (look.ok ? undefined : look.problem.kind);
const newest = (a: Copy | undefined, b: Copy | undefined): Copy | undefined =>
  a && b ? (a.at > b.at ? a : b) : (a ?? b);

/** The bookkeeping: what is stored where, and what each question is to be answered. */
class Model {
  loads = 0;
  says: Look<Fact> = found(1);
  private readonly shared: Kept = { own: undefined, refusal: undefined };
  private readonly processes: [Process, Process] = [
    { own: undefined, refusal: undefined, trouble: undefined },
    { own: undefined, refusal: undefined, trouble: undefined },
  ];
  private readonly clock: FakeClock;
  private readonly sharing: boolean;

  constructor(clock: FakeClock, sharing: boolean) {
    this.clock = clock;
    this.sharing = sharing;
  }

  ask({ process, fresh, relaxed: mayBeOld }: Extract<Happening, { what: 'ask' }>): Predicted {
    const mine = this.processes[process];
    if (!fresh && !this.isGood(mine.own, 60_000)) {
      mine.own = newest(mine.own, this.shared.own);
      mine.refusal = newest(mine.refusal, this.shared.refusal);
    }
    const copy = fresh ? undefined : mine.own;
    if (copy && this.isGood(copy, 60_000)) return this.answer(copy, true);
    const usable = copy?.look.ok && this.isGood(copy, 900_000) ? copy : undefined;
    const refused = fresh ? undefined : mine.refusal;
    if (refused && this.isGood(refused, 0) && (copy?.at ?? 0) <= refused.at) {
      if (!usable) return this.answer(refused, true);
      return { ...this.answer(usable, true), stale: true, because: kindOf(refused) };
    }
    if (usable && mayBeOld) {
      const because = mine.trouble?.kind;
      if (!mine.trouble || this.clock.now() - mine.trouble.at >= 30_000) this.read(mine, true);
      return { ...this.answer(usable, true), stale: true, because };
    }
    const read = this.read(mine, false);
    const kind = kindOf(read);
    if (!usable || kind === undefined || kind === 'not-found') return this.answer(read, false);
    return { ...this.answer(usable, true), stale: true, because: kind };
  }

  private isGood(copy: Copy | undefined, limit: number): boolean {
    return copy !== undefined && this.clock.now() - copy.at <= (copy.look.ok ? limit : 30_000);
  }

  private read(mine: Process, behind: boolean): Copy {
    this.loads += 1;
    const read = { at: this.clock.now(), look: this.says };
    const kind = kindOf(read);
    const everywhere = this.sharing ? [mine, this.shared] : [mine];
    if (kind === undefined || kind === 'not-found') {
      for (const kept of everywhere) Object.assign(kept, { own: read, refusal: undefined });
      mine.trouble = undefined;
      return read;
    }
    if (refusals.includes(kind)) for (const kept of everywhere) kept.refusal = read;
    if (behind && kind !== 'deadline') mine.trouble = { kind, at: read.at };
    return read;
  }

  private answer({ at, look }: Copy, cached: boolean): Predicted {
    return { look, readAt: new Date(at).toISOString(), cached, stale: false, because: undefined };
  }
}

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ what: fc.constant('time passes' as const), ms: passing() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('google says' as const),
      kind: fc.constantFrom('found', 'not-found', 'forbidden', 'edition', 'throttled', 'deadline'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant('ask' as const),
      process: fc.constantFrom(0, 1),
      fresh: fc.boolean(),
      relaxed: fc.boolean(),
    }),
  },
);

/** Steps that like to land on the edges of the lifetimes. */
function passing(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.constantFrom(1, 29_999, 30_000, 30_001, 60_000, 60_001, 840_000, 900_001),
    fc.nat(100_000),
  );
}

it.each([
  ['one process', false],
  ['two processes that share', true],
] as const)('%s: every answer and every mark is as predicted, with no call too many', async (_, sharing) => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 40 }), async (happenings) => {
      const clock = createFakeClock();
      const shared = sharing ? createSharedMemory() : undefined;
      const google = new FakeGoogle();
      const open = () =>
        asker(createFactCache({ shared, clock, version: '1', identity: 'me@acme.test' }), google);
      const processes = [open(), open()] as const;
      const model = new Model(clock, sharing);
      let n = 1;
      for (const happens of happenings) {
        switch (happens.what) {
          case 'time passes':
            clock.advance(happens.ms);
            break;
          case 'google says':
            n += 1;
            google.says = happens.kind === 'found' ? found(n) : failed(happens.kind);
            model.says = google.says;
            break;
          case 'ask': {
            const lifetime = happens.relaxed ? relaxed : strict;
            const answer = await processes[happens.process]({ fresh: happens.fresh, lifetime });
            // What goes on behind an answer is over before the next thing happens.
            await new Promise((resolve) => setImmediate(resolve));
            const { look, readAt } = answer;
            expect({ look, readAt, ...marks(answer) }).toEqual(model.ask(happens));
            expect(google.loads).toBe(model.loads);
          }
        }
      }
    }),
    { numRuns: 300 },
  );
});
