/** Why the guard does not let a probe go somewhere. */

export type RefusalReason =
  /** Not an http or https address, or one with a user name in it. */
  | 'unreadable'
  | 'scheme'
  | 'userinfo'
  | 'port'
  /** Neither a known service's host nor allowed. */
  | 'unknown-host'
  /** An address, or a name that resolved to one, that is not on the public internet. */
  | 'private-address'
  /** The instance metadata of a cloud: never allowed. */
  | 'metadata';

export interface Refusal {
  readonly reason: RefusalReason;
  /** Half a sentence with the facts. */
  readonly detail: string;
}
