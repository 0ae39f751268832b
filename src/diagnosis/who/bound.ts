/** The entries of allow policies that let somebody in: member, role, node and condition, each judged as far as it can be. Pure. */
import { type Principal, parseAllowMember, type Subject } from '../../names/index.js';
import { conditionMissCode, conditionMissDetail } from '../../policy/condition-code.js';
import { conditionMissing } from '../../policy/condition-missing.js';
import type { ConditionResult, RequestContext } from '../../policy/results.js';
import { type RoleLookup, roleGrants } from '../../policy/roles.js';
import type { Condition, Missing, PolicyNode } from '../../policy/types.js';
import type { Holds } from './report.js';

/** One member of one binding whose role carries the permission, or may. */
export interface Bound {
  /** As the policy writes it. */
  readonly member: string;
  readonly principal: Principal;
  readonly node: string;
  readonly role: string;
  readonly condition: Condition | undefined;
  /** Set when nobody could read what the role includes. */
  readonly roleDoubt: Missing | undefined;
}

/** What a condition comes to for one subject. */
export interface Judgement {
  readonly holds: Holds;
  /** The reason code where it does not hold. */
  readonly code: string | undefined;
  readonly detail: string | undefined;
  /** It does not hold now but may for another request or at another time. */
  readonly may: boolean;
  /** What is missing where it cannot be told. */
  readonly missing: Missing | undefined;
}

const OPEN: Judgement = { holds: 'true', code: undefined, detail: undefined, may: true, missing: undefined };

/** Reasons for which no request will ever meet a condition as it is written now. */
const NEVER: ReadonlySet<string> = new Set([
  'condition-expired',
  'condition-malformed',
  'condition-unsupported-attribute',
  'access-level-unknown-name',
  'access-level-broken',
]);

export interface Bounds {
  readonly bounds: readonly Bound[];
  /** Nodes whose policy could not be read. */
  readonly unread: readonly { readonly node: string; readonly why: Missing }[];
  /** Whether any node could be read at all. */
  readonly anyRead: boolean;
}

/** Every entry that lets somebody in, in the order of the nodes and of their policies; the same entry only once. */
export function boundsOf(nodes: readonly PolicyNode[], permission: string, roles: RoleLookup): Bounds {
  const found = new Map<string, Bound>();
  const unread: { node: string; why: Missing }[] = [];
  for (const { name: node, policy } of nodes) {
    if (!policy.known) {
      unread.push({ node, why: policy.why });
      continue;
    }
    for (const { role, members, condition } of policy.value.bindings) {
      const answer = roleGrants(role, permission, roles);
      if (answer.truth === 'false') continue;
      const roleDoubt = answer.truth === 'unknown' ? answer.missing : undefined;
      for (const member of members) {
        const key = JSON.stringify([node, role, member, condition?.expression ?? null]);
        if (!found.has(key)) {
          found.set(key, { member, principal: parseAllowMember(member), node, role, condition, roleDoubt });
        }
      }
    }
  }
  return { bounds: [...found.values()], unread, anyRead: unread.length < nodes.length };
}

export interface ConditionInput {
  readonly evaluate: (condition: Condition, context: RequestContext) => ConditionResult;
  /** The context for a subject; the same object for all to whom the same access levels apply. */
  readonly contextFor: (subject: Subject | undefined) => RequestContext;
}

/** Judges conditions, each once per context: fifty thousand people under one condition cost one evaluation. */
export function judgeWith(
  input: ConditionInput,
): (condition: Condition | undefined, subject: Subject | undefined) => Judgement {
  const known = new WeakMap<RequestContext, Map<string, Judgement>>();
  return (condition, subject) => {
    if (condition === undefined) return OPEN;
    const context = input.contextFor(subject);
    const results = known.get(context) ?? new Map<string, Judgement>();
    known.set(context, results);
    const before = results.get(condition.expression);
    if (before !== undefined) return before;
    const fresh = judge(input.evaluate(condition, context), context);
    results.set(condition.expression, fresh);
    return fresh;
  };
}

function judge(result: ConditionResult, context: RequestContext): Judgement {
  switch (result.truth) {
    case 'true':
      return OPEN;
    case 'unknown': {
      const missing = conditionMissing(result, context);
      const names = result.missing.map((need) => need.attribute);
      const detail = names.length === 0 ? missing.what : `depends on ${names.join(' and ')}`;
      return { holds: 'needs-context', code: missing.code, detail, may: true, missing };
    }
    case 'false':
    case 'error': {
      const code = conditionMissCode(result, context);
      const detail = [...new Set(conditionMissDetail(result).split('; '))].join('; ');
      const may = !NEVER.has(code) || result.nextTrueAt !== undefined;
      return { holds: 'false', code, detail, may, missing: undefined };
    }
  }
}
