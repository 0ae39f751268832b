/** One binding of an allow policy against one identity: what it grants, what it misses by, what cannot be told. */

import { candidates, type IndexedBinding, type IndexedMember } from './allow-index.js';
import type { AllowSession } from './allow-session.js';
import { conditionMissCode, conditionMissDetail } from './condition-code.js';
import { conditionMissing } from './condition-missing.js';
import type { MemberMatch } from './member.js';
import type { About, Candidate } from './rank.js';
import type { AllowUnknown, ConditionResult, Grant } from './results.js';
import type { RoleAnswer } from './roles.js';

/** What has been found so far; bindings add to it. */
export interface Findings {
  readonly grants: Grant[];
  readonly candidates: Candidate[];
  readonly unknowns: AllowUnknown[];
}

/** Where a binding stands. */
export interface Place {
  readonly node: string;
  /** An IAP node rather than a project, folder or organisation: any role there was meant for IAP. */
  readonly iap: boolean;
}

/** Judges a binding for the session's identity and adds what it gives to the findings. */
export function evaluateBinding(
  indexed: IndexedBinding,
  place: Place,
  session: AllowSession,
  into: Findings,
): void {
  const { binding } = indexed;
  const role = session.role(binding.role);
  if (role.truth === 'false' && role.expectation === 'none' && !place.iap) return;
  for (const member of candidates(indexed, session.input.identity)) {
    const match = session.match(member);
    const condition = () => (binding.condition ? session.condition(binding.condition) : undefined);
    const triple = { place, binding, member, match, condition };
    if (role.truth === 'false') roleMiss(triple, role, into);
    else judge(triple, role, session, into);
  }
}

interface Triple {
  readonly place: Place;
  readonly binding: IndexedBinding['binding'];
  readonly member: IndexedMember;
  readonly match: MemberMatch;
  readonly condition: () => ConditionResult | undefined;
}

const fails = (result: ConditionResult | undefined) =>
  result !== undefined && (result.truth === 'false' || result.truth === 'error');

function base({ place, binding, member }: Triple, conditionResult: ConditionResult | undefined) {
  return {
    node: place.node,
    role: binding.role,
    member: member.raw,
    condition: binding.condition,
    conditionResult,
  };
}

/** The role lacks the permission: told only where the person holds it for certain. */
function roleMiss(triple: Triple, role: RoleAnswer & { truth: 'false' }, into: Findings): void {
  const { match, place } = triple;
  if (match.truth !== 'true') return;
  const result = triple.condition();
  const about: About = place.iap || role.expectation === 'strong' ? 'role' : 'remote';
  into.candidates.push({
    miss: {
      ...base(triple, result),
      failedOn: 'role',
      code: role.code,
      detail: role.detail,
      group: undefined,
      via: match.via,
    },
    wrong: fails(result) ? 2 : 1,
    about,
  });
}

/** The role carries the permission, or may. */
function judge(
  triple: Triple,
  role: RoleAnswer & { truth: 'true' | 'unknown' },
  session: AllowSession,
  into: Findings,
): void {
  const { match, member } = triple;
  if (match.truth === 'false' && (match.code === undefined || role.truth === 'unknown')) return;
  const result = triple.condition();
  const shared = base(triple, result);
  if (match.truth === 'false') {
    const code = match.code ?? 'not-in-group';
    into.candidates.push({
      miss: { ...shared, failedOn: 'member', code, detail: match.detail, group: match.group, via: [] },
      wrong: fails(result) ? 2 : 1,
      about: aboutMember(code, match.group !== undefined),
    });
    return;
  }
  if (result && fails(result)) {
    into.candidates.push({
      miss: {
        ...shared,
        failedOn: 'condition',
        code: conditionMissCode(result, session.input.context),
        detail: conditionMissDetail(result),
        group: undefined,
        via: match.truth === 'true' ? match.via : [],
      },
      // A role or membership that cannot be told may be wrong as well.
      wrong: match.truth === 'true' && role.truth === 'true' ? 1 : 2,
      about: 'request',
    });
    return;
  }
  if (match.truth === 'unknown') into.unknowns.push({ ...shared, missing: match.missing });
  else if (role.truth === 'unknown') into.unknowns.push({ ...shared, missing: role.missing });
  else if (result?.truth === 'unknown')
    into.unknowns.push({ ...shared, missing: conditionMissing(result, session.input.context) });
  else into.grants.push({ ...shared, principal: member.principal, via: match.via, traced: match.traced });
}

function aboutMember(code: string, group: boolean): About {
  switch (code) {
    case 'membership-expired':
    case 'membership-restricted':
    case 'other-account':
    case 'federated-not-matched':
      return 'person';
    case 'deleted-principal':
      return group ? 'gone' : 'person';
    case 'group-missing':
      return 'gone';
    default:
      return 'circle';
  }
}
