/** The answer to `who` as data: everyone who can pass, through what, and what could not be told. */
import type { BlindSpot, Cost } from '../report.js';

/**
 * - `passes`: gets in now.
 * - `conditional`: gets in while a condition holds; it does not hold now, or what it asks for is not known.
 * - `unknown`: something that decides could not be seen.
 * - `blocked`: has a grant, and something else takes it away.
 */
export type WhoState = 'passes' | 'conditional' | 'unknown' | 'blocked';

/** Whether a condition holds now; `needs-context` when that depends on the request. A way without one always holds. */
export type Holds = 'true' | 'false' | 'needs-context';

/** One way in for one member. */
export interface Way {
  /** From the member to the bound one: `["user:a@x", "group:eng@x", "group:dash@x"]`. */
  readonly via: readonly string[];
  /** False when groups between may be missing in {@link via}. */
  readonly traced: boolean;
  readonly role: string;
  readonly node: string;
  /** The CEL expression. */
  readonly condition: string | null;
  readonly holds: Holds;
  /** Why this way is not open, or may not be. */
  readonly detail: string | null;
}

/** Something that takes a grant away, leaves it in doubt, or is worth knowing about it. */
export interface Stop {
  readonly code: string;
  readonly detail: string;
}

/** One person, service account or federated identity. */
export interface WhoRow {
  readonly member: string;
  readonly kind: 'user' | 'serviceAccount' | 'federated';
  readonly state: WhoState;
  readonly ways: readonly Way[];
  readonly stops: readonly Stop[];
}

export type SetKind =
  | 'everybody'
  | 'signed-in'
  | 'domain'
  | 'federated'
  | 'service-accounts'
  | 'workload'
  | 'deleted'
  | 'other';

/** A member that stands for many, or for nobody any more; it is named and not expanded. */
export interface WhoSet {
  readonly member: string;
  readonly kind: SetKind;
  /** One sentence on whom it stands for. */
  readonly text: string;
  readonly state: WhoState | 'nobody';
  readonly ways: readonly Way[];
  readonly stops: readonly Stop[];
}

/** One binding's member: how many get in through it. */
export interface Through {
  readonly member: string;
  readonly role: string;
  readonly node: string;
  readonly condition: { readonly expression: string; readonly title: string | null } | null;
  readonly holds: Holds;
  /** People and accounts behind it; null where it was not expanded. */
  readonly people: number | null;
  /** How many of them pass, by this way or another. */
  readonly passing: number | null;
  /** False when there may be more than {@link people}. */
  readonly complete: boolean;
  readonly detail: string | null;
}

/** A group that was opened, or should have been. */
export interface WhoGroup {
  readonly group: string;
  /** False when there is certainly no group of this address. */
  readonly exists: boolean;
  /** People and accounts in it, nested groups included. */
  readonly people: number;
  readonly nested: number;
  readonly complete: boolean;
  /** The groups of which nobody knows (all of) the members, this one itself among them. */
  readonly unread: readonly { readonly group: string; readonly code: string; readonly what: string }[];
}

export interface WhoCounts {
  /** How many members are listed, whatever became of their grant. */
  readonly members: number;
  readonly passes: number;
  readonly conditional: number;
  readonly unknown: number;
  readonly blocked: number;
  /** False: there are, or may be, more members than those listed. */
  readonly complete: boolean;
  readonly sets: number;
  readonly unreadGroups: number;
}

/**
 * What decides at the place: `policies` as listed; `everybody` who reaches the address gets in, IAP being off;
 * `nobody`, something behind IAP refuses all; `elsewhere`, where IAP does not ask IAM.
 */
export type Gate =
  | { readonly state: 'policies'; readonly code: null; readonly detail: null }
  | { readonly state: 'everybody' | 'nobody' | 'elsewhere'; readonly code: string; readonly detail: string };

export interface WhoReport {
  readonly schema: 'iap-doctor.who/1';
  readonly id: string;
  readonly where: { readonly name: string; readonly resource: string; readonly url: string | null };
  readonly permission: string;
  /** False when no policy at all could be read: then the lists are empty because nobody could look. */
  readonly read: boolean;
  readonly gate: Gate;
  readonly counts: WhoCounts;
  readonly members: readonly WhoRow[];
  readonly sets: readonly WhoSet[];
  readonly through: readonly Through[];
  readonly groups: readonly WhoGroup[];
  /** What is worth knowing about the place itself, such as `public`. */
  readonly notes: readonly Stop[];
  readonly blindSpots: readonly BlindSpot[];
  readonly cost: Cost;
  readonly oldestFactAt: string;
}
