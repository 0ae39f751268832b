/** From the entries of policies to the people behind them: who could come in by which entry, nobody judged yet. Pure. */
import { type Email, isServiceAccountEmail, parseEmail, type Subject } from '../../names/index.js';
import type { Missing } from '../../policy/types.js';
import type { Bound } from './bound.js';
import { singleMember } from './circle.js';
import type { Expansion } from './expand.js';
import type { SetKind } from './report.js';

/** One way in for somebody, before anything is known about the condition or about them. */
export interface RawWay {
  readonly bound: Bound;
  /** Groups from the nearest to the bound one; empty for an entry that names the member. */
  readonly chain: readonly Email[];
  readonly traced: boolean;
  readonly doubt: Missing | undefined;
}

export interface Candidate {
  readonly member: string;
  readonly subject: Subject;
  readonly ways: readonly RawWay[];
}

export interface Gathered {
  readonly people: ReadonlyMap<string, Candidate>;
  /** Entries that name many, or nobody any more. */
  readonly sets: readonly { readonly bound: Bound; readonly kind: SetKind }[];
}

/** The account an address belongs to; Google tells the kinds apart by the address alone. */
function accountAt(email: Email): { readonly member: string; readonly subject: Subject } {
  const kind = isServiceAccountEmail(email) ? 'serviceAccount' : 'user';
  return { member: `${kind}:${email}`, subject: { kind, email } };
}

/** The subject behind a member such as `user:a@x`, as group contents write it. */
export function subjectOfMember(member: string): Subject | undefined {
  const email = parseEmail(member.slice(member.indexOf(':') + 1));
  return email && accountAt(email).subject;
}

/** Everybody who is named by an entry, or is in a group that is. Linear in the people behind each entry. */
export function gather(bounds: readonly Bound[], expansions: ReadonlyMap<Email, Expansion>): Gathered {
  const people = new Map<string, { member: string; subject: Subject; ways: RawWay[] }>();
  const sets: { bound: Bound; kind: SetKind }[] = [];
  const add = (member: string, subject: Subject, way: RawWay): void => {
    const known = people.get(member);
    if (known) known.ways.push(way);
    else people.set(member, { member, subject, ways: [way] });
  };
  for (const bound of bounds) {
    const { principal } = bound;
    const direct: RawWay = { bound, chain: [], traced: true, doubt: undefined };
    switch (principal.kind) {
      case 'user':
      case 'serviceAccount': {
        const { member, subject } = accountAt(principal.email);
        add(member, subject, direct);
        break;
      }
      case 'federatedSubject': {
        const member = singleMember(principal) ?? bound.member;
        add(member, { kind: 'federated', principal, raw: member }, direct);
        break;
      }
      case 'group':
        for (const [member, inside] of expansions.get(principal.email)?.people ?? []) {
          const subject = people.get(member)?.subject ?? subjectOfMember(member);
          if (subject) add(member, subject, { bound, ...inside });
        }
        break;
      default:
        sets.push({ bound, kind: setKind(principal.kind) });
    }
  }
  return { people, sets };
}

function setKind(
  kind: Exclude<Bound['principal']['kind'], 'user' | 'serviceAccount' | 'group' | 'federatedSubject'>,
): SetKind {
  switch (kind) {
    case 'allUsers':
      return 'everybody';
    case 'allAuthenticatedUsers':
      return 'signed-in';
    case 'domain':
    case 'customer':
    case 'workspace':
      return 'domain';
    case 'federatedGroup':
    case 'federatedAttribute':
    case 'federatedPool':
      return 'federated';
    case 'accountsOf':
    case 'container':
      return 'service-accounts';
    case 'gkeWorkload':
      return 'workload';
    case 'deleted':
      return 'deleted';
    case 'convenience':
    case 'agent':
    case 'unrecognised':
      return 'other';
  }
}
