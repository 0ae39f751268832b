/** Tells from the app's replies which assertions it took: each wrong one is compared with the valid one. Pure. */
import type { JwtTestSeen, ProbeTarget } from '../observation.js';
import { type Outcome, outcomeOf } from './outcome.js';

export interface JwtVerdict {
  readonly test: JwtTestSeen['test'];
  /** Whether the app took the assertion; null where its replies do not tell. */
  readonly accepted: boolean | null;
  /** Whether that is as it should be: the valid one taken, the others refused. Null where that is not proven. */
  readonly ok: boolean | null;
  /** Half a sentence: what it is told by. */
  readonly why: string;
}

/** One row for each test, in their order. */
export function judgeJwtTests(tests: readonly JwtTestSeen[], target: ProbeTarget): JwtVerdict[] {
  const outcomes = tests.map((seen) => ({ test: seen.test, outcome: outcomeOf(seen, target) }));
  const valid = outcomes.find(({ test }) => test === 'NOT_SET')?.outcome;
  return outcomes.map(({ test, outcome }) =>
    test === 'NOT_SET' ? { test, ...ofValid(outcome) } : { test, ...ofWrong(outcome, valid) },
  );
}

type Judged = Omit<JwtVerdict, 'test'>;

function ofValid({ kind, said: why }: Outcome): Judged {
  switch (kind) {
    case 'served':
    case 'elsewhere':
      return { accepted: true, ok: true, why };
    case 'refused':
      return { accepted: false, ok: false, why };
    case 'other':
    case 'nothing':
      return { accepted: null, ok: null, why };
  }
}

/** An app that treats the valid and the wrong one alike did not look; one that refuses both proves nothing by it. */
function ofWrong(outcome: Outcome, valid: Outcome | undefined): Judged {
  const why = valid ? `${outcome.said}, where the valid one got ${valid.said}` : outcome.said;
  const refused = (proven: boolean): Judged => ({ accepted: false, ok: proven ? true : null, why });
  const taken: Judged = { accepted: true, ok: false, why };
  const open: Judged = { accepted: null, ok: null, why };
  const reached = valid !== undefined && valid.kind !== 'nothing' && valid.kind !== 'refused';
  switch (outcome.kind) {
    case 'served':
      return taken;
    case 'refused':
      return refused(reached);
    case 'elsewhere':
      // To a sign-in of the app's own is a refusal; to where the valid one was sent is none.
      if (valid?.kind === 'elsewhere') return valid.key === outcome.key ? taken : open;
      return valid?.kind === 'served' ? refused(true) : open;
    case 'other':
      return valid?.kind === 'served' || valid?.kind === 'elsewhere' ? refused(true) : open;
    case 'nothing':
      return open;
  }
}
