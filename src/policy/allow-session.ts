/** The question an allow policy is asked, with the answers that were already worked out for it. */
import type { IndexedMember } from './allow-index.js';
import { CONDITIONS, type Conditions } from './conditions.js';
import type { Identity } from './identity.js';
import { type MemberMatch, matchMember } from './member.js';
import type { ConditionResult, RequestContext } from './results.js';
import { type RoleAnswer, type RoleLookup, roleGrants } from './roles.js';
import type { Condition, PolicyNode } from './types.js';

export interface AllowInput {
  /** The resource's IAP nodes leaf first, then project, folders, organisation. */
  readonly nodes: readonly PolicyNode[];
  /** In v1 form, e.g. `iap.webServiceVersions.accessViaIAP`. */
  readonly permission: string;
  readonly identity: Identity;
  readonly roles: RoleLookup;
  readonly context: RequestContext;
  /** The real evaluators unless told otherwise. */
  readonly conditions?: Conditions;
}

/** Each member, role and condition is judged once, however often it stands in the policies. */
export interface AllowSession {
  readonly input: AllowInput;
  readonly match: (member: IndexedMember) => MemberMatch;
  readonly role: (name: string) => RoleAnswer;
  readonly condition: (condition: Condition) => ConditionResult;
}

function once<T, V>(key: (thing: T) => string, make: (thing: T) => V): (thing: T) => V {
  const known = new Map<string, V>();
  return (thing) => {
    const name = key(thing);
    const found = known.get(name);
    if (found !== undefined) return found;
    const fresh = make(thing);
    known.set(name, fresh);
    return fresh;
  };
}

export function openSession(input: AllowInput): AllowSession {
  const { identity, permission, roles, conditions = CONDITIONS, context } = input;
  return {
    input,
    match: once(
      (member: IndexedMember) => member.raw,
      (member) => matchMember(member.principal, identity),
    ),
    role: once(
      (name: string) => name,
      (name) => roleGrants(name, permission, roles),
    ),
    condition: once(
      (condition: Condition) => condition.expression,
      (condition) => conditions.evaluateCondition(condition, context),
    ),
  };
}
