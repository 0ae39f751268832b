/** Policies as entries carry them: whole, or as the delta Google computes. */
import type { AllowPolicy, Binding, Condition, DenyRule } from '../policy/types.js';
import type { Delta } from './change.js';
import { at, listAt, textAt, textsAt } from './entry.js';

/** A `google.type.Expr`; nothing where there is no expression. */
export function conditionAt(raw: unknown, field = 'condition'): Condition | undefined {
  const expression = textAt(raw, field, 'expression');
  if (expression === undefined) return undefined;
  return { expression, title: textAt(raw, field, 'title'), description: textAt(raw, field, 'description') };
}

function bindingsOf(policy: unknown): Binding[] {
  return listAt(policy, 'bindings').flatMap((raw): Binding[] => {
    const role = textAt(raw, 'role');
    return role === undefined
      ? []
      : [{ role, members: textsAt(raw, 'members'), condition: conditionAt(raw) }];
  });
}

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The whole policy after a `SetIamPolicy`: what Google answered, else what was asked for. */
export function writtenPolicy(payload: unknown): AllowPolicy | undefined {
  const answered = at(payload, 'response');
  // An answer without bindings is the empty policy, if it is a policy at all.
  const isPolicy = Array.isArray(at(answered, 'bindings')) || textAt(answered, 'etag') !== undefined;
  const written = isPolicy ? answered : at(payload, 'request', 'policy');
  if (!isRecord(written)) return undefined;
  const bindings = at(written, 'bindings');
  if (bindings !== undefined && !Array.isArray(bindings)) return undefined;
  return { bindings: bindingsOf(written), auditConfigs: [], etag: undefined };
}

const actionOf = (raw: unknown): Delta['action'] | undefined => {
  switch (textAt(raw, 'action')) {
    case 'ADD':
      return 'add';
    case 'REMOVE':
      return 'remove';
    default:
      return undefined;
  }
};

/** The delta of an allow policy, and how many of its parts could not be read. */
export interface PolicyDelta {
  readonly bindings: readonly Delta[];
  readonly audit: readonly AuditDelta[];
  readonly unreadable: number;
}

export interface AuditDelta {
  readonly action: 'add' | 'remove';
  readonly service: string;
  readonly logType: string;
  readonly exempted: string | undefined;
}

/** Source: `google.iam.v1.logging.AuditData`; newer entries carry the same delta in `metadata`. Nothing: there is none. */
export function policyDeltaOf(payload: unknown): PolicyDelta | undefined {
  const delta = at(payload, 'serviceData', 'policyDelta') ?? at(payload, 'metadata', 'policyDelta');
  if (!isRecord(delta)) return undefined;
  const wrong = ['bindingDeltas', 'auditConfigDeltas'].filter((field) => {
    const value = at(delta, field);
    return value !== undefined && !Array.isArray(value);
  });
  let unreadable = wrong.length;
  const bindings = listAt(delta, 'bindingDeltas').flatMap((raw): Delta[] => {
    const [action, role, member] = [actionOf(raw), textAt(raw, 'role'), textAt(raw, 'member')];
    if (action !== undefined && role !== undefined && member !== undefined)
      return [{ action, role, member, condition: conditionAt(raw) }];
    unreadable += 1;
    return [];
  });
  const audit = listAt(delta, 'auditConfigDeltas').flatMap((raw): AuditDelta[] => {
    const [action, service, logType] = [actionOf(raw), textAt(raw, 'service'), textAt(raw, 'logType')];
    if ((action === 'add' || action === 'remove') && service !== undefined)
      return [{ action, service, logType: logType ?? '', exempted: textAt(raw, 'exemptedMember') }];
    unreadable += 1;
    return [];
  });
  return { bindings, audit, unreadable };
}

/** The rules of a deny policy; nothing where the entry does not carry them. */
export function denyRulesOf(policy: unknown): readonly DenyRule[] | undefined {
  const rules = at(policy, 'rules');
  if (!Array.isArray(rules)) return undefined;
  return rules.map((raw: unknown): DenyRule => {
    const rule = at(raw, 'denyRule');
    return {
      deniedPrincipals: textsAt(rule, 'deniedPrincipals'),
      exceptionPrincipals: textsAt(rule, 'exceptionPrincipals'),
      deniedPermissions: textsAt(rule, 'deniedPermissions'),
      exceptionPermissions: textsAt(rule, 'exceptionPermissions'),
      condition: conditionAt(rule, 'denialCondition'),
      description: textAt(raw, 'description'),
    };
  });
}
