/** Whether a deny policy above a resource takes a permission away from an identity, and by which rule. */
import { denyPermission, looksMeant, permissionMatches } from './deny-permission.js';
import { type DenyQuestion, evaluateRule } from './deny-rule.js';
import { or } from './kleene.js';
import type { DenyHit, DenyResult } from './results.js';
import type { DenyPolicy, Known, Missing } from './types.js';

/** The deny policies of one attachment point: a project, a folder or an organisation. */
export interface DenyNode {
  /** `projects/1`, `folders/2`, `organizations/3`. */
  readonly name: string;
  readonly policies: Known<readonly DenyPolicy[]>;
}

export interface DenyInput extends Omit<DenyQuestion, 'target'> {
  /** Every container of the resource, nearest first. Deny policies cannot stand on IAP's own nodes. */
  readonly nodes: readonly DenyNode[];
  /** In v1 form, e.g. `iap.webServiceVersions.accessViaIAP`. */
  readonly permission: string;
}

/**
 * The deny side of a decision (IAM "Deny policies"): any rule of any container denies. A rule whose condition Google
 * cannot evaluate denies too; a container we could not read may hold one that does.
 */
export function evaluateDeny(input: DenyInput): DenyResult {
  const target = denyPermission(input.permission);
  const hits: DenyHit[] = [];
  const unread: Missing[] = [];
  const nearMisses: DenyResult['nearMisses'][number][] = [];
  for (const { name: node, policies } of input.nodes) {
    if (!policies.known) {
      unread.push(policies.why);
      continue;
    }
    for (const policy of policies.value) {
      for (const [ruleIndex, rule] of policy.rules.entries()) {
        const hit = evaluateRule(rule, { ...input, target });
        if (hit) hits.push({ ...hit, node, policy: policy.name, ruleIndex, rule });
        for (const permission of misnamed(rule.deniedPermissions, target))
          nearMisses.push({ node, policy: policy.name, permission });
      }
    }
  }
  const doubts = hits.flatMap(({ missing }) => missing ?? []);
  const unknowns = distinct([...unread, ...doubts]);
  return {
    truth: or([...hits.map(({ truth }) => truth), ...unread.map(() => 'unknown' as const)]),
    hits,
    unknowns,
    nearMisses: distinct(nearMisses),
  };
}

/** Permissions that look meant for passing IAP, of a rule in which none is. */
function misnamed(permissions: readonly string[], target: string): readonly string[] {
  const matched = permissions.some((permission) => permissionMatches(permission, target) !== 'false');
  return matched ? [] : permissions.filter((permission) => looksMeant(permission, target));
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
