/** What is known about the person or account a decision is about. */
import type { Container, CustomerId, DomainName, Email, Subject } from '../names/index.js';
import type { Known } from './types.js';

/** How somebody is in a group: the chain from the person upward, e.g. [`alice@`, `eng@`, `dash-users@`]. */
export interface GroupPath {
  /** Addresses from the person to the group, both ends included; middle ones may be unknown (`traced: false`). */
  readonly chain: readonly Email[];
  readonly traced: boolean;
}

/** Whether the subject is in one group. */
export type GroupAnswer =
  | { readonly in: 'yes'; readonly path: GroupPath }
  /** `why` tells the special noes: the group is gone, the membership is over, not accepted or not compliant. */
  | {
      readonly in: 'no';
      readonly why: 'not-a-member' | 'group-missing' | 'membership-expired' | 'membership-restricted';
      readonly detail: string | undefined;
    }
  | { readonly in: 'unknown'; readonly missing: Extract<Known<never>, { known: false }>['why'] };

/** Whether the subject belongs to the customer that owns a domain. */
export type DomainAnswer = Known<boolean>;

/** The identity a decision is made for. Everything that needed a look is `Known`. */
export interface Identity {
  readonly subject: Subject;
  /** The address IAM compares with: the primary one. Undefined for federated identities. */
  readonly email: Email | undefined;
  /** Other addresses of the same account; IAM rewrites them to the primary when a policy is written. */
  readonly aliases: readonly Email[];
  readonly customer: Known<CustomerId | undefined>;
  /** A customer the account is certainly not of, for people of whom nothing else is known. */
  readonly notOf?: CustomerId | undefined;
  /** For a service account, the containers it lives in (project, folders, organisation). */
  readonly home: Known<readonly Container[]>;
  /** Answers for exactly the groups and domains that the policies at hand name. */
  readonly inGroup: (group: Email) => GroupAnswer;
  readonly inDomain: (domain: DomainName) => DomainAnswer;
}
