/** What has to be looked up before policies can be judged: groups, domains, roles, levels and tags that they name. */
import {
  type DomainName,
  type Email,
  type Principal,
  parseContainer,
  parseDenyPrincipal,
} from '../names/index.js';
import { indexPolicy } from './allow-index.js';
import type { DenyNode } from './deny.js';
import { denyPermission, permissionMatches } from './deny-permission.js';
import { needsLookup, type RoleLookup, roleGrants } from './roles.js';
import type { Condition, PolicyNode } from './types.js';

/** Groups and domains whose membership has to be known. */
export interface Circles {
  readonly groups: readonly Email[];
  readonly domains: readonly DomainName[];
}

export interface Interest extends Circles {
  /** The part of {@link groups} and {@link domains} without which no verdict is definite; the rest only explains. */
  readonly needed: Circles;
  readonly customRoles: readonly string[];
  /** Access levels by the full names that conditions use. */
  readonly levels: readonly string[];
  readonly usesTags: boolean;
}

interface Collected {
  readonly needed: { readonly groups: Set<Email>; readonly domains: Set<DomainName> };
  readonly all: { readonly groups: Set<Email>; readonly domains: Set<DomainName> };
  readonly customRoles: Set<string>;
  readonly levels: Set<string>;
  usesTags: boolean;
}

const open = (): Collected => ({
  needed: { groups: new Set(), domains: new Set() },
  all: { groups: new Set(), domains: new Set() },
  customRoles: new Set(),
  levels: new Set(),
  usesTags: false,
});

function close(found: Collected): Interest {
  return {
    groups: [...found.all.groups],
    domains: [...found.all.domains],
    needed: { groups: [...found.needed.groups], domains: [...found.needed.domains] },
    customRoles: [...found.customRoles],
    levels: [...found.levels],
    usesTags: found.usesTags,
  };
}

function addPrincipal(principal: Principal, needed: boolean, found: Collected): void {
  if (principal.kind === 'group') {
    found.all.groups.add(principal.email);
    if (needed) found.needed.groups.add(principal.email);
  } else if (principal.kind === 'domain') {
    found.all.domains.add(principal.domain);
    if (needed) found.needed.domains.add(principal.domain);
  }
}

const LEVEL = /accessPolicies\/[^/"'\s]+\/access[lL]evels\/[^"'\s]+/g;
const TAGS = /\b(?:hasTagKey|hasTagKeyId|matchTag|matchTagId)\s*\(/;

/** Reads names out of the text: a condition too broken to parse still says what it was about. */
function addCondition(condition: Condition | undefined, found: Collected): void {
  if (condition === undefined) return;
  for (const level of condition.expression.match(LEVEL) ?? []) found.levels.add(level);
  if (TAGS.test(condition.expression)) found.usesTags = true;
}

/**
 * What `evaluateAllow` asks for over these nodes. Bindings of roles that certainly lack the permission give only what
 * explains: they are worth matching where people take the role for access.
 */
export function interestOf(nodes: readonly PolicyNode[], permission: string, roles: RoleLookup): Interest {
  const found = open();
  for (const { name, policy } of nodes) {
    if (!policy.known) continue;
    const iap = parseContainer(name) === undefined;
    for (const { binding, sets } of indexPolicy(policy.value)) {
      if (needsLookup(binding.role, permission)) found.customRoles.add(binding.role);
      const role = roleGrants(binding.role, permission, roles);
      const needed = role.truth !== 'false';
      if (!needed && !iap && role.expectation === 'none') continue;
      for (const { principal } of sets) addPrincipal(principal, needed, found);
      if (needed) addCondition(binding.condition, found);
    }
  }
  return close(found);
}

/** What `evaluateDeny` asks for: the groups of every rule that may concern the permission, exceptions included. */
export function interestOfDeny(nodes: readonly DenyNode[], permission: string): Interest {
  const found = open();
  const target = denyPermission(permission);
  for (const { policies } of nodes) {
    if (!policies.known) continue;
    for (const rule of policies.value.flatMap((policy) => policy.rules)) {
      if (rule.deniedPermissions.every((pattern) => permissionMatches(pattern, target) === 'false')) continue;
      for (const raw of [...rule.deniedPrincipals, ...rule.exceptionPrincipals])
        addPrincipal(parseDenyPrincipal(raw), true, found);
      addCondition(rule.condition, found);
    }
  }
  return close(found);
}
