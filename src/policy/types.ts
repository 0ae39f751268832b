/** The shapes that policy decisions are made of: what Google stores, and what we know and do not know of it. */
import type { Principal } from '../names/index.js';

/** IAM condition (`google.type.Expr`). */
export interface Condition {
  readonly expression: string;
  readonly title: string | undefined;
  readonly description: string | undefined;
}

export interface Binding {
  readonly role: string;
  readonly members: readonly string[];
  readonly condition: Condition | undefined;
}

export interface AuditConfig {
  readonly service: string;
  readonly logTypes: readonly { readonly logType: string; readonly exemptedMembers: readonly string[] }[];
}

/** An allow policy (IAM v1, requested at version 3). */
export interface AllowPolicy {
  readonly bindings: readonly Binding[];
  readonly auditConfigs: readonly AuditConfig[];
  readonly etag: string | undefined;
}

export interface DenyRule {
  readonly deniedPrincipals: readonly string[];
  readonly exceptionPrincipals: readonly string[];
  readonly deniedPermissions: readonly string[];
  readonly exceptionPermissions: readonly string[];
  readonly condition: Condition | undefined;
  readonly description: string | undefined;
}

/** A deny policy (IAM v2) at one attachment point. */
export interface DenyPolicy {
  readonly name: string;
  readonly displayName: string | undefined;
  readonly rules: readonly DenyRule[];
}

/** A principal access boundary policy (IAM v3). */
export interface BoundaryPolicy {
  readonly name: string;
  readonly enforcementVersion: string | undefined;
  readonly rules: readonly {
    readonly resources: readonly string[];
    readonly excludedResources: readonly string[];
    readonly effect: string;
  }[];
}

/** What binds a boundary policy to a principal set. */
export interface BoundaryBinding {
  readonly name: string;
  readonly policy: string;
  readonly target: string;
  readonly condition: Condition | undefined;
}

/** One condition of a basic access level; every field that is set must hold (`negate`: must not all hold). */
export interface LevelCondition {
  readonly ipSubnetworks: readonly string[];
  readonly devicePolicy: Readonly<Record<string, unknown>> | undefined;
  readonly requiredAccessLevels: readonly string[];
  readonly negate: boolean;
  readonly members: readonly string[];
  readonly regions: readonly string[];
  readonly hasVpcSources: boolean;
}

/** An access level by its full name `accessPolicies/N/accessLevels/NAME`. */
export type AccessLevel = { readonly name: string; readonly title: string | undefined } & (
  | { readonly kind: 'basic'; readonly combine: 'AND' | 'OR'; readonly conditions: readonly LevelCondition[] }
  | { readonly kind: 'custom'; readonly expression: string }
);

/**
 * Four values (`design.md` §4.2). `unknown`: we lack a value and Google may have it. `error`: Google itself would
 * get an error, which is decisive: an allow binding does not grant, a deny rule denies, a boundary blocks.
 */
export type Truth = 'true' | 'false' | 'unknown' | 'error';

/** A value that may not have been readable. `why` is the blind spot's code and the sentence for it. */
export type Known<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly why: Missing };

/** Something that could not be seen. `code` is one of the "cannot tell" codes of the contract. */
export interface Missing {
  readonly code: MissingCode;
  /** What could not be seen, one sentence, safe for anybody. */
  readonly what: string;
  /** The exact role, privilege or setting that would cure it. */
  readonly needs: string;
  /** The node, group, level or attribute concerned. */
  readonly subject: string;
  /** For passing trouble (throttled, unavailable, out of time): the code of what could not be seen because of it. */
  readonly topic?: MissingCode;
}

export type MissingCode =
  | 'groups-not-readable'
  | 'directory-not-readable'
  | 'policy-not-readable'
  | 'deny-not-readable'
  | 'boundary-not-readable'
  | 'role-not-readable'
  | 'access-levels-not-readable'
  | 'condition-needs-context'
  | 'service-not-found'
  | 'subject-not-found'
  | 'api-unavailable'
  | 'api-throttled'
  | 'deadline-exceeded'
  | 'dynamic-group-stale'
  | 'foreign-boundary'
  /** A policy names another address of the same account, and whether that entry counts cannot be read. */
  | 'other-account'
  | 'data-access-logs-off'
  | 'logs-not-readable'
  | 'gcip-iam-off';

/** A node of the allow chain, leaf first: an IAP node or a container, by Google's relative name. */
export interface PolicyNode {
  readonly name: string;
  readonly policy: Known<AllowPolicy>;
}

/** A principal of an allow or deny policy together with the text it came from. */
export interface WrittenPrincipal {
  readonly raw: string;
  readonly principal: Principal;
}
