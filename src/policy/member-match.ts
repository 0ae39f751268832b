/** What matching one principal against one identity gives, and how such answers are made. */
import {
  type Container,
  type CustomerId,
  type Email,
  formatAllowMember,
  type Principal,
  subjectMember,
} from '../names/index.js';
import type { Identity } from './identity.js';
import type { Known, Missing } from './types.js';

/** Why a principal does not match although it is close: each is a reason code of its own. */
export type MemberNo =
  | 'group-missing'
  | 'membership-expired'
  | 'membership-restricted'
  | 'deleted-principal'
  | 'outside-domain'
  | 'other-account'
  | 'federated-not-matched'
  | 'not-in-group';

/** Whether a principal means the identity. */
export type MemberMatch =
  | {
      readonly truth: 'true';
      /** From the person to the principal, in the spelling of allow policies. */
      readonly via: readonly string[];
      /** Whether every step of {@link via} is known. */
      readonly traced: boolean;
    }
  | {
      readonly truth: 'false';
      /** Undefined when the principal is simply somebody else. */
      readonly code: MemberNo | undefined;
      /** Plain half-sentence for an administrator. */
      readonly detail: string;
      readonly group: Email | undefined;
      /** A form that has no business in such a policy: worth a remark, never a match. */
      readonly odd: boolean;
    }
  | { readonly truth: 'unknown'; readonly missing: Missing };

/** What is known beyond the identity itself when principal sets are matched. */
export interface MatchWorld {
  /** The customer that owns an organisation; needed for the organisation sets of boundary bindings. */
  readonly customerOf?: (organization: Container) => Known<CustomerId | undefined>;
}

/** The identity as a member, by its primary address whatever address it was asked for by. */
export function selfMember({ subject, email }: Identity): string {
  return subject.kind === 'federated' || email === undefined
    ? subjectMember(subject)
    : `${subject.kind}:${email}`;
}

/** The principal means the identity, by itself or through the set it names. */
export function direct(principal: Principal, identity: Identity): MemberMatch {
  const self = selfMember(identity);
  const member = formatAllowMember(principal);
  return { truth: 'true', via: self === member ? [self] : [self, member], traced: true };
}

/** Simply somebody else. */
export function stranger(detail = 'names somebody else'): MemberMatch {
  return { truth: 'false', code: undefined, detail, group: undefined, odd: false };
}

/** A no that explains something. */
export function no(code: MemberNo, detail: string, group?: Email): MemberMatch {
  return { truth: 'false', code, detail, group, odd: false };
}

/** A form that never matches and does not belong there. */
export function oddity(detail: string): MemberMatch {
  return { truth: 'false', code: undefined, detail, group: undefined, odd: true };
}

/** Cannot be told, and this is why. */
export function doubt(missing: Missing): MemberMatch {
  return { truth: 'unknown', missing };
}

/** Turns a looked-up yes or no into a match. */
export function fromKnown(
  known: Known<boolean>,
  yes: () => MemberMatch,
  otherwise: () => MemberMatch,
): MemberMatch {
  if (!known.known) return doubt(known.why);
  return known.value ? yes() : otherwise();
}
