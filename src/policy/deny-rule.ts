/** One deny rule against one identity. */
import { type Principal, parseDenyPrincipal } from '../names/index.js';
import { CONDITIONS, type Conditions } from './conditions.js';
import { permissionMatches } from './deny-permission.js';
import type { Identity } from './identity.js';
import { and, not, or, type Ternary } from './kleene.js';
import { type MatchWorld, type MemberMatch, matchMember } from './member.js';
import type { ConditionResult, DenyHit } from './results.js';
import type { EffectiveTagFact } from './tags.js';
import type { DenyRule, Known, Missing, WrittenPrincipal } from './types.js';

export interface DenyQuestion {
  /** The permission in v2 form. */
  readonly target: string;
  readonly identity: Identity;
  readonly world?: MatchWorld;
  /** Tags in effect on the resource. */
  readonly tags: Known<readonly EffectiveTagFact[]>;
  /** The real evaluators unless told otherwise. */
  readonly conditions?: Conditions;
}

type Hit = Pick<DenyHit, 'truth' | 'member' | 'via' | 'flavour' | 'missing'>;

interface Matched extends WrittenPrincipal {
  readonly match: MemberMatch;
}

/**
 * `permission AND NOT exception permission AND principal AND NOT exception principal AND condition`, where an exception
 * wins even inside a denied group, and an error in the condition counts as true (IAM "Deny policies").
 */
export function evaluateRule(rule: DenyRule, question: DenyQuestion): Hit | undefined {
  const covered = or(rule.deniedPermissions.map((pattern) => permissionMatches(pattern, question.target)));
  const spared = or(rule.exceptionPermissions.map((pattern) => permissionMatches(pattern, question.target)));
  const permission = and([covered, not(spared)]);
  if (permission === 'false') return undefined;
  const denied = matchAll(rule.deniedPrincipals, question);
  const excepted = matchAll(rule.exceptionPrincipals, question);
  const who = and([any(denied), not(any(excepted))]);
  if (who === 'false') return undefined;
  const { evaluateTagCondition } = question.conditions ?? CONDITIONS;
  const condition = rule.condition && evaluateTagCondition(rule.condition, question.tags);
  const applies: Ternary = condition === undefined || condition.truth === 'error' ? 'true' : condition.truth;
  const truth = and([permission, who, applies]);
  if (truth === 'false') return undefined;
  const by = narrowest(denied);
  return {
    truth,
    member: by?.raw ?? '',
    via: by?.match.truth === 'true' ? by.match.via : [],
    flavour: flavourOf(condition, by, excepted),
    missing: truth === 'true' ? undefined : missingOf(permission, denied, excepted, condition, question),
  };
}

/** Principals as parsed, kept as long as the list they came from: a rule may be asked about many people. */
const parsed = new WeakMap<readonly string[], readonly WrittenPrincipal[]>();

function parse(principals: readonly string[]): readonly WrittenPrincipal[] {
  const known = parsed.get(principals);
  if (known) return known;
  const fresh = principals.map((raw) => ({ raw, principal: parseDenyPrincipal(raw) }));
  parsed.set(principals, fresh);
  return fresh;
}

function matchAll(principals: readonly string[], question: DenyQuestion): readonly Matched[] {
  return parse(principals).map(({ raw, principal }) => ({
    raw,
    principal,
    match: matchMember(principal, question.identity, question.world),
  }));
}

const any = (matches: readonly Matched[]): Ternary => or(matches.map(({ match }) => match.truth));

/** From the narrowest kind of principal to the widest: the narrowest that matches explains best. */
function width({ kind }: Principal): number {
  switch (kind) {
    case 'user':
    case 'serviceAccount':
    case 'federatedSubject':
      return 0;
    case 'group':
    case 'federatedGroup':
    case 'federatedAttribute':
      return 1;
    case 'allUsers':
    case 'allAuthenticatedUsers':
      return 3;
    default:
      return 2;
  }
}

function narrowest(matches: readonly Matched[]): Matched | undefined {
  const certain = matches.filter(({ match }) => match.truth === 'true');
  const possible = certain.length > 0 ? certain : matches.filter(({ match }) => match.truth === 'unknown');
  return [...possible].sort((a, b) => width(a.principal) - width(b.principal))[0];
}

/** An exception was missed where a set is denied and another set is spared; one spared person is no open door. */
function flavourOf(
  condition: ConditionResult | undefined,
  by: Matched | undefined,
  exceptions: readonly Matched[],
): DenyHit['flavour'] {
  if (condition?.truth === 'error') return 'unevaluable';
  const bySet = by !== undefined && width(by.principal) > 0;
  return bySet && exceptions.some(({ principal }) => width(principal) > 0) ? 'exception-missed' : 'plain';
}

/** Names what the rule's verdict hangs on: only a doubt that settling could change it. */
function missingOf(
  permission: Ternary,
  denied: readonly Matched[],
  excepted: readonly Matched[],
  condition: ConditionResult | undefined,
  question: DenyQuestion,
): Missing {
  for (const matches of [denied, excepted]) {
    const doubt = matches.find(({ match }) => match.truth === 'unknown')?.match;
    if (doubt?.truth === 'unknown' && any(matches) === 'unknown') return doubt.missing;
  }
  if (permission === 'unknown') {
    return {
      code: 'deny-not-readable',
      what: 'A deny rule spells a permission in a way that Google may or may not take for the one that IAP checks.',
      needs: `the permission written as ${question.target}`,
      subject: question.target,
    };
  }
  const needs = condition?.missing ?? [];
  return {
    code: 'deny-not-readable',
    what: 'A deny rule depends on resource tags that could not be read.',
    needs: question.tags.known ? needs.map((need) => need.needs).join('; ') : question.tags.why.needs,
    subject: needs.map((need) => need.attribute).join(', '),
  };
}
