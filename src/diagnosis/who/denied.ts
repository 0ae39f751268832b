/** Deny policies made ready for being asked about many people. Pure; the rules are those of `policy/deny`. */
import { type Email, parseDenyPrincipal } from '../../names/index.js';
import { CONDITIONS, type Conditions } from '../../policy/conditions.js';
import type { DenyNode } from '../../policy/deny.js';
import { denyPermission, permissionMatches } from '../../policy/deny-permission.js';
import { and, not, or, type Ternary } from '../../policy/kleene.js';
import type { EffectiveTagFact } from '../../policy/tags.js';
import type { DenyRule, Known, Missing, WrittenPrincipal } from '../../policy/types.js';
import { type Circle, circleOf, type Kind, type Membership, type Person, singleMember } from './circle.js';
import type { Expansion } from './expand.js';
import type { Stop } from './report.js';

export interface DenyInput {
  readonly nodes: readonly DenyNode[];
  /** In v1 form. */
  readonly permission: string;
  readonly tags: Known<readonly EffectiveTagFact[]>;
  readonly expansions: ReadonlyMap<Email, Expansion>;
  /** The real evaluators unless told otherwise. */
  readonly conditions?: Conditions;
}

/** Whether a person is denied: by what, or what would have to be known. */
export interface Denial {
  readonly truth: Ternary;
  readonly stops: readonly Stop[];
  readonly missing: readonly Missing[];
}

/** One rule that may concern the permission, with everything decided that does not depend on the person. */
interface Ready {
  readonly base: Ternary;
  readonly unevaluable: boolean;
  /** A set is spared: being denied through another set means that the exception was missed. */
  readonly sparesSets: boolean;
  readonly denied: Circle;
  readonly excepted: Circle;
  readonly where: string;
  /** What {@link base} lacks where it is unknown. */
  readonly missing: Missing | undefined;
}

const written = (raw: string): WrittenPrincipal => ({ raw, principal: parseDenyPrincipal(raw) });

/** Whether everybody of a kind is denied; `spared` when some of them are excepted. */
export interface SetDenial extends Denial {
  readonly spared: boolean;
}

export interface Denials {
  readonly person: (person: Person) => Denial;
  readonly everybodyOf: (kind: Kind) => SetDenial;
}

/** Gets every rule ready once; the result is asked about one person after the other. */
export function denials(input: DenyInput): Denials {
  const target = denyPermission(input.permission);
  const unread = input.nodes.flatMap(({ policies }) => (policies.known ? [] : [policies.why]));
  const rules = input.nodes.flatMap(({ name: node, policies }) =>
    (policies.known ? policies.value : []).flatMap((policy) =>
      policy.rules.flatMap(
        (rule) => ready(rule, target, `${policy.displayName ?? policy.name} on ${node}`, input) ?? [],
      ),
    ),
  );
  const together = (applied: readonly Applied[]): Denial => ({
    truth: or([...unread.map(() => 'unknown' as const), ...applied.map(({ truth }) => truth)]),
    stops: applied.flatMap(({ truth, stop }) => (truth === 'true' ? stop : [])),
    missing: [...unread, ...applied.flatMap(({ truth, why }) => (truth === 'unknown' ? (why ?? []) : []))],
  });
  return {
    person: (person) =>
      together(
        rules.map((rule) => {
          const denied = rule.denied.match(person);
          return apply(rule, denied, denied.truth === 'false' ? undefined : rule.excepted.match(person));
        }),
      ),
    everybodyOf: (kind) => {
      const applied = rules.map((rule) => ({ rule, ...apply(rule, rule.denied.matchAll(kind), undefined) }));
      const hits = applied.filter(({ truth }) => truth === 'true');
      const spared = hits.length > 0 && hits.every(({ rule }) => !rule.excepted.isEmpty);
      return { ...together(applied), spared };
    },
  };
}

function ready(rule: DenyRule, target: string, where: string, input: DenyInput): Ready | undefined {
  const covered = or(rule.deniedPermissions.map((pattern) => permissionMatches(pattern, target)));
  const spared = or(rule.exceptionPermissions.map((pattern) => permissionMatches(pattern, target)));
  const permission = and([covered, not(spared)]);
  if (permission === 'false') return undefined;
  const { evaluateTagCondition } = input.conditions ?? CONDITIONS;
  const condition = rule.condition && evaluateTagCondition(rule.condition, input.tags);
  if (condition?.truth === 'false') return undefined;
  const unevaluable = condition?.truth === 'error';
  const holds: Ternary = condition?.truth === 'unknown' ? 'unknown' : 'true';
  const excepted = rule.exceptionPrincipals.map(written);
  return {
    base: and([permission, holds]),
    unevaluable,
    sparesSets: excepted.some(({ principal }) => singleMember(principal) === undefined),
    denied: circleOf(rule.deniedPrincipals.map(written), input.expansions),
    excepted: circleOf(excepted, input.expansions),
    where,
    missing: doubtOf(permission, holds, where, input.tags),
  };
}

function doubtOf(
  permission: Ternary,
  holds: Ternary,
  where: string,
  tags: DenyInput['tags'],
): Missing | undefined {
  if (holds === 'unknown') {
    const what = `Whether the deny policy ${where} applies here depends on tags that could not be read.`;
    const needs = tags.known ? 'resourcemanager.hierarchyNodes.listEffectiveTags' : tags.why.needs;
    return { code: 'deny-not-readable', what, needs, subject: where };
  }
  if (permission !== 'unknown') return undefined;
  return {
    code: 'deny-not-readable',
    what: `A deny policy, ${where}, names this permission in a spelling that may or may not count.`,
    needs: "the answer of Google's Policy Troubleshooter",
    subject: where,
  };
}

interface Applied {
  readonly truth: Ternary;
  readonly stop: Stop;
  readonly why: Missing | undefined;
}

function apply(rule: Ready, denied: Membership, excepted: Membership | undefined): Applied {
  const truth = and([rule.base, denied.truth, not(excepted?.truth ?? 'false')]);
  const bySet = denied.by !== undefined && singleMember(denied.by.principal) === undefined;
  const code = rule.unevaluable
    ? 'deny-unevaluable'
    : bySet && rule.sparesSets
      ? 'deny-exception-missed'
      : 'deny-policy';
  const detail = `denied by ${rule.where}${denied.by ? `, which names ${denied.by.raw}` : ''}`;
  const why =
    denied.missing ?? (excepted?.truth === 'unknown' ? excepted.missing : undefined) ?? rule.missing;
  return { truth, stop: { code, detail }, why };
}
