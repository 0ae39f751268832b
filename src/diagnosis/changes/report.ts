/** The answer to `changes` as data: what `changes --json` prints (`contract.md` §5), with what renderers need beside it. */
import type { Sample } from '../../changes/fold.js';
import type { BlindSpot, Cost, ReportChange } from '../report.js';

/** What a change did at one service. */
export interface ServiceEffect {
  readonly name: string;
  readonly gained: number;
  readonly lost: number;
  /** People whose access now depends on a condition, or no longer does. */
  readonly narrowed: number;
  readonly widened: number;
}

export interface ListedChange extends ReportChange {
  /** Log entries behind it: two for a long-running operation, many for a run of memberships. */
  readonly entries: number;
  /** For a run of memberships: how many, and when it began and ended. */
  readonly run: { readonly count: number; readonly from: string; readonly to: string } | null;
  readonly services: readonly ServiceEffect[];
  /** The first refusal it stands against, RFC 3339. */
  readonly refusedAt: string | null;
  /** Deltas beyond those in the list. */
  readonly moreDeltas: number;
}

/** Refusals and changes over the window, in equal steps. */
export interface Timeline {
  readonly from: string;
  readonly stepMs: number;
  readonly denials: readonly number[];
  readonly changes: readonly number[];
}

/** Changes of one actor that have no line of their own, and what they did all the same. */
export interface FoldedActor {
  readonly actor: string;
  readonly count: number;
  readonly gainedCount: number;
  readonly lostCount: number;
  /** Services at which somebody's access changed by them. */
  readonly services: readonly string[];
}

export interface ChangesReport {
  readonly schema: 'iap-doctor.changes/1';
  readonly id: string;
  readonly window: { readonly from: string; readonly to: string };
  /** What was asked about: a person, a service, both, or null for everything. */
  readonly subject: string | null;
  /** The asked person as a member of a policy, where one was asked about. */
  readonly person: string | null;
  /** The asked place by its name. */
  readonly place: string | null;
  /** Newest first. */
  readonly changes: readonly ListedChange[];
  readonly folded: readonly FoldedActor[];
  readonly unreadable: number;
  /** A few of those that could not be read. */
  readonly samples: readonly Sample[];
  /** Changes that do not lie on the path that was asked about. */
  readonly elsewhere: number;
  readonly blindSpots: readonly BlindSpot[];
  /** Whether any log could be read. */
  readonly read: boolean;
  /** How far back the logs were read, where that is not the whole window. */
  readonly readBackTo: string | null;
  readonly denials: { readonly count: number; readonly first: string | null; readonly complete: boolean };
  readonly timeline: Timeline;
  readonly cost: Cost;
  readonly oldestFactAt: string;
  /** How the place was chosen, where that is not plain from the words. */
  readonly note?: string;
}
