/** One change as an entry tells it, before anybody asks whom it hit. */
import type { AllowPolicy, Condition, DenyRule } from '../policy/types.js';
import type { AuditEnvelope } from './entry.js';

export type ChangeKind =
  | 'iam-policy'
  | 'iap-policy'
  | 'iap-settings'
  | 'deny-policy'
  | 'boundary'
  | 'access-level'
  | 'group-membership'
  | 'group'
  | 'custom-role'
  | 'iap-switch'
  | 'oauth-client'
  | 'audit-config'
  | 'org-policy'
  | 'identity-provider'
  | 'admin-role'
  | 'other';

export interface Delta {
  readonly action: 'add' | 'remove' | 'change';
  /** A role name; for memberships `MEMBER`, `MANAGER` or `OWNER`. */
  readonly role: string;
  /** Prefixed principal, e.g. `user:a@x`. */
  readonly member: string;
  readonly condition: Condition | undefined;
}

/** What a change that is no grant and no membership lies on, so that its effect and its place on a path can be told. */
export type Touched =
  | {
      readonly what: 'deny';
      /** `projects/…`, `folders/…` or `organizations/…`. */
      readonly container: string;
      readonly policy: string;
      readonly verb: 'created' | 'changed' | 'deleted';
      /** The rules after the change, where the entry carries them. */
      readonly rules: readonly DenyRule[] | undefined;
    }
  | { readonly what: 'boundary'; readonly container: string }
  /** Full names `accessPolicies/N/accessLevels/NAME`; `all` where every level of a policy was replaced. */
  | { readonly what: 'levels'; readonly names: readonly string[]; readonly all: string | undefined }
  | {
      readonly what: 'role';
      readonly name: string;
      readonly added: readonly string[];
      readonly removed: readonly string[];
      /** Everything the role includes afterwards, where the entry says so; nothing for a deleted one. */
      readonly after: readonly string[] | undefined;
    }
  | {
      readonly what: 'switch';
      readonly enabled: boolean | undefined;
      readonly backend: BackendName;
      /** The entry repeats the whole service, so it is a change only where the one before said otherwise. */
      readonly repeats: boolean;
    }
  | { readonly what: 'settings'; readonly node: string; readonly fields: readonly string[] }
  | { readonly what: 'account'; readonly member: string; readonly works: boolean }
  | { readonly what: 'group'; readonly group: string; readonly exists: boolean | undefined };

/** A backend as entries name it. */
export interface BackendName {
  readonly surface: 'compute' | 'run' | 'appengine';
  /** Number or text id. */
  readonly project: string;
  readonly region: string | undefined;
  /** Name or number of the backend service, name of the Cloud Run service, id of the application. */
  readonly name: string;
  /** The backend service's number, where the entry has it beside its name. */
  readonly id: string | undefined;
}

export interface Change {
  readonly at: string;
  readonly actor: string | undefined;
  readonly userAgent: string | undefined;
  readonly kind: ChangeKind;
  /** Google's name without scheme or host; `groups/ADDRESS` for memberships. */
  readonly resource: string;
  readonly deltas: readonly Delta[];
  /** The whole policy after the change, where the entry carries it instead of a delta. */
  readonly policyAfter: AllowPolicy | undefined;
  readonly entry: string;
  /** What was done, in the past tense and without who did it; undefined where the deltas say it. */
  readonly says: string | undefined;
  readonly touched: Touched | undefined;
  /** The long-running operation whose start or end the entry tells of. */
  readonly operation: string | undefined;
  /** The service that wrote the entry: two of them tell of one membership. */
  readonly service: string;
}

/**
 * What a parser makes of an entry: changes, `unreadable` when the entry is of its kind and lacks what it needs, or
 * undefined when it is of another kind. An empty list: of this kind, and nothing that concerns access.
 */
export type Parsed = readonly Change[] | 'unreadable' | undefined;

/** Reads one kind of entry. Failed attempts never get here. */
export interface EntryParser {
  readonly kind: ChangeKind;
  /** `protoPayload.serviceName` of the entries it is given. */
  readonly services: readonly string[];
  readonly parse: (envelope: AuditEnvelope) => Parsed;
}

type Told = Pick<Change, 'kind' | 'resource'> &
  Partial<Pick<Change, 'deltas' | 'policyAfter' | 'says' | 'touched'>>;

/** A change with everything that its entry's envelope says. */
export function changeOf(envelope: AuditEnvelope, told: Told): Change {
  return {
    at: envelope.at,
    actor: envelope.actor,
    userAgent: envelope.userAgent,
    deltas: [],
    policyAfter: undefined,
    entry: envelope.insertId,
    says: undefined,
    touched: undefined,
    operation: envelope.operation?.id,
    service: envelope.service,
    ...told,
  };
}
