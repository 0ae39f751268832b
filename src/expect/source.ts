/** What expectations are checked against: Google, a snapshot, a saved case, or a snapshot with a proposed policy in it. */
import { caseCache } from '../case/case-cache.js';
import type { CaseFile } from '../case/case-file.js';
import type { Config } from '../config.js';
import { answerWhy } from '../diagnosis/answer.js';
import { Engine } from '../diagnosis/engine.js';
import type { BlindSpot } from '../diagnosis/report.js';
import type { Google } from '../google/ports.js';
import { snapshotGoogle } from '../snapshot/google/index.js';
import { configOfSnapshot, type Hit, snapshotEngine, whomItHits } from '../snapshot/hit.js';
import type { Snapshot } from '../snapshot/model.js';
import type { Clock, FactCache } from '../store/ports.js';
import type { Expectation } from './expectation.js';
import type { AskWhy } from './run.js';

export interface Asked {
  readonly ask: AskWhy;
  /** With a proposed policy: who would gain and lose. */
  readonly hits: readonly Hit[] | null;
  readonly blindSpots: readonly BlindSpot[];
}

export interface Own {
  readonly config: Config;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** For one question, milliseconds. */
  readonly timeoutMs: number;
}

const base = (expectation: Expectation, google: Google, config: Config, now: number) => ({
  google,
  config,
  now,
  asked: expectation.who.asked,
  subject: expectation.who.subject,
  given: expectation.given,
});

const noReference = (): string => '';

/** Live. Everything read is shared among the questions by the cache. */
export function fromGoogle(
  { google, config, cache, clock }: { google: Google; config: Config; cache: FactCache; clock: Clock },
  fresh: boolean,
  { signal, timeoutMs }: Own,
): Asked {
  return {
    hits: null,
    blindSpots: [],
    ask: async (expectation) => {
      const now = clock.now();
      const own = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const engine = new Engine({ cache, clock, signal: own, fresh, deadline: now + timeoutMs });
      return answerWhy(engine, base(expectation, google, config, now), expectation.where, noReference);
    },
  };
}

export function fromSnapshot(snapshot: Snapshot, { config, clock, signal }: Own): Asked {
  const known = configOfSnapshot(snapshot, config);
  const google = snapshotGoogle(snapshot, clock.now());
  return {
    hits: null,
    blindSpots: [],
    ask: (expectation) =>
      answerWhy(
        snapshotEngine(clock, signal),
        base(expectation, google, known, clock.now()),
        expectation.where,
        noReference,
      ),
  };
}

/** As if the proposed policy were in force, with whom that would let in and lock out. */
export async function fromProposal(
  before: Snapshot,
  after: Snapshot,
  blindSpots: readonly BlindSpot[],
  own: Own,
): Promise<Asked> {
  const hits = await whomItHits(before, after, own.config, own.clock, own.signal);
  return { ...fromSnapshot(after, own), hits, blindSpots };
}

/** The moment of the case is the moment of the answer. `google` is never asked: what the case does not hold is not known. */
export function fromCase({ question, config, looks }: CaseFile, google: Google, { signal }: Own): Asked {
  const clock: Clock = { now: () => question.now };
  return {
    hits: null,
    blindSpots: [],
    ask: (expectation) =>
      answerWhy(
        new Engine({ cache: caseCache(looks), clock, signal, fresh: false }),
        base(expectation, google, config, question.now),
        expectation.where,
        noReference,
      ),
  };
}
