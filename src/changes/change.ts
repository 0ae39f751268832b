/** One change as an entry tells it, before anybody asks whom it hit. */
import type { AllowPolicy, Condition } from '../policy/types.js';
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
}

/** Reads one kind of entry; nothing when the entry is of another kind. Failed attempts never get here. */
export interface EntryParser {
  readonly kind: string;
  readonly parse: (envelope: AuditEnvelope) => Change | undefined;
}
