/** What a symptom is: a rule that recognises one cause in what a probe saw, by several signs together. Pure. */
import type { Fix } from '../../fixes/types.js';
import type { Observation, StageName } from '../observation.js';
import type { AnsweredBy, ProbeVerdict } from '../report.js';

/** How sure the sign is: `certain` from a documented or measured literal, `likely` from experience. */
export type Sureness = 'certain' | 'likely';

/** What every sighting says, whatever it is for. */
interface Said {
  readonly sureness: Sureness;
  /** Safe for anybody: no claims of the token, no other people's names. */
  readonly text: string;
  readonly adminText: string;
  /** The signs it rests on, in plain words, e.g. `HTTP 401`, `x-goog-iap-generated-response: true`. */
  readonly signs: readonly string[];
}

/** Another origin of the same sign, with the check that tells them apart. */
export interface Competing {
  readonly code: string;
  readonly text: string;
  readonly check: string;
}

/**
 * Which of several causes is named: the smaller rank. Causes of one rank exclude each other. A walk that ended has no
 * reply; the token's own `exp` decides before IAP's words (ruling 27); what `why` knows is finer than IAP's 403; the
 * reply comes before the stream that was opened after it; passing, and not knowing, come last.
 */
export const RANK = {
  halt: 0,
  expired: 10,
  reply: 20,
  guess: 30,
  ending: 40,
  grpc: 50,
  stream: 60,
  assertion: 70,
  /** What was asked for could not be tried: the rest of the answer is about something else. */
  identity: 80,
  pass: 90,
  unknown: 99,
} as const;

/** A recognised cause. */
export interface Recognised extends Said {
  readonly code: string;
  readonly verdict: ProbeVerdict;
  readonly failedStage: StageName | null;
  readonly answeredBy: AnsweredBy;
  /** One of {@link RANK}. */
  readonly rank: number;
  readonly competing?: readonly Competing[];
}

/** The good ends: the app answered, or IAP asked for a credential as it should. */
export interface Passed extends Said {
  readonly verdict: 'through' | 'guarded';
  readonly code: string | null;
  readonly answeredBy: AnsweredBy;
  readonly rank: number;
}

/** Worth knowing, and decides nothing. */
export interface Note extends Said {
  readonly finding: 'warns' | 'unsure' | 'ok';
  readonly code: string | null;
}

/** What one symptom makes of an observation. */
export interface Sighting {
  readonly causes?: readonly Recognised[];
  readonly passes?: readonly Passed[];
  /** What a gRPC client shows instead of the cause; the cause itself only where nothing truer was seen. */
  readonly veils?: readonly Recognised[];
  readonly notes?: readonly Note[];
}

/** Words that people paste when they meet a symptom: a program's or a page's own, never anything somebody says. */
export interface Literal {
  readonly code: string;
  readonly sureness: Sureness;
  /** For text with plain quotes and single blanks; not global. */
  readonly pattern: RegExp;
}

/** One row (or a family of rows) of the table of symptoms. */
export interface Symptom {
  /** The name of its file. */
  readonly id: string;
  readonly codes: readonly string[];
  /** Null when this is something else. Never throws; looks at nothing but the observation. */
  readonly recognise: (seen: Observation) => Sighting | null;
  /** The smallest mends for one of its codes, for whoever can act. */
  readonly fixes: (seen: Observation, found: { readonly code: string }) => readonly Fix[];
  readonly literals?: readonly Literal[];
}

/** Anything that was recognised, with the symptom (its file's name) that did. */
type By<T> = T & { readonly check: string };

/** What all symptoms together say. */
export interface Conclusion {
  readonly verdict: ProbeVerdict;
  readonly failedStage: StageName | null;
  readonly answeredBy: AnsweredBy;
  /** Null when `through` or `guarded`. */
  readonly cause: By<Recognised> | null;
  /** The veils over the cause (what a gRPC client shows) and further causes. */
  readonly also: readonly By<Recognised>[];
  /** What is worth knowing but decides nothing (`warns`), what could not be told (`unsure`), and what works (`ok`). */
  readonly warnings: readonly By<Note>[];
  readonly fixes: readonly Fix[];
}
