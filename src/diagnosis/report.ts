/** The answer to `why` as data: exactly what `why --json` prints (`contract.md` §3) and what every renderer reads. */

import type { Fix } from '../fixes/types.js';

export type { Fix } from '../fixes/types.js';

/** What an answer that is about no single place calls its place. */
export const everyPlace = 'every known service';

export type FindingVerdict = 'blocks' | 'could-not-look' | 'unsure' | 'warns' | 'ok' | 'not-applicable';
export type Verdict = 'allowed' | 'denied' | 'unknown';

export interface EvidenceItem {
  /** Host of the API, e.g. `iap.googleapis.com`. */
  readonly source: string;
  readonly resource: string;
  /** RFC 3339. */
  readonly readAt: string;
  readonly cached: boolean;
  /** True when Google failed and an older copy was used. */
  readonly stale?: boolean;
  /** Why, in words that fit after a colon: `Google answers 503 now`. */
  readonly staleBecause?: string;
}

export interface Finding {
  readonly check: string;
  readonly verdict: FindingVerdict;
  readonly code: string | null;
  /** Safe for the asker: no other people's names, no policy internals. */
  readonly text: string;
  readonly adminText: string;
  readonly evidence: readonly EvidenceItem[];
}

export interface Cause {
  readonly code: string;
  readonly check: string;
  readonly text: string;
  readonly adminText: string;
}

export interface ReportGrant {
  readonly via: readonly string[];
  readonly role: string;
  readonly node: string;
  readonly condition: string | null;
}

export interface NearMiss {
  readonly role: string;
  readonly node: string;
  readonly member: string;
  readonly failedOn: 'role' | 'member' | 'condition' | 'node';
  readonly detail: string;
}

export interface BlindSpot {
  readonly code: string;
  readonly what: string;
  readonly needs: string;
}

/** A change on the asked person's path, in the shape of `changes --json`. */
export interface ReportChange {
  readonly at: string;
  readonly actor: string;
  readonly actorKind: 'person' | 'automation' | 'unknown';
  readonly tool: string | null;
  readonly kind: string;
  readonly resource: string;
  readonly summary: string;
  readonly deltas: readonly {
    readonly action: 'add' | 'remove' | 'change';
    readonly role: string;
    readonly member: string;
    readonly condition: string | null;
  }[];
  readonly effect: {
    readonly gained: readonly string[];
    readonly lost: readonly string[];
    readonly gainedCount: number;
    readonly lostCount: number;
    readonly complete: boolean;
  };
  readonly relation: 'cause' | 'coincidence' | 'unrelated' | null;
  readonly entry: string;
}

export interface Cost {
  readonly calls: number;
  readonly byApi: Readonly<Record<string, number>>;
  readonly roundTrips: number;
  readonly ms: number;
}

export interface WhyReport {
  readonly schema: 'iap-doctor.why/1';
  /** `7Q2M-K4XD`: eight characters with a dash in the middle for reading aloud. */
  readonly id: string;
  readonly who: {
    readonly asked: string;
    readonly email: string | null;
    readonly kind: 'user' | 'serviceAccount' | 'federated' | 'unknown';
    /** The address that was asked for, where it is an alias of `email`. */
    readonly alias?: string;
  };
  readonly where: { readonly name: string; readonly resource: string; readonly url: string | null };
  readonly verdict: Verdict;
  readonly cause: Cause | null;
  readonly also: readonly Cause[];
  readonly findings: readonly Finding[];
  readonly grants: readonly ReportGrant[];
  readonly nearMiss: NearMiss | null;
  readonly fixes: readonly Fix[];
  readonly changes: readonly ReportChange[];
  readonly services:
    | readonly { readonly name: string; readonly verdict: Verdict; readonly code: string | null }[]
    | null;
  readonly blindSpots: readonly BlindSpot[];
  readonly secondOpinion: {
    readonly source: string;
    readonly state: string;
    readonly agrees: boolean | null;
  } | null;
  readonly cost: Cost;
  readonly oldestFactAt: string;
  /** How the place was chosen when none was given. */
  readonly note?: string;
}
