/** The IAM decision about the subject at the place: reads what the policies turn out to need, then evaluates, purely. */

import type { OrganizationInfo } from '../../google/ports.js';
import { accessPermission, type Email, parseContainer, sameContainer } from '../../names/index.js';
import { evaluateAllow } from '../../policy/allow.js';
import { evaluateBoundary } from '../../policy/boundary.js';
import * as conditions from '../../policy/condition/index.js';
import { decide } from '../../policy/decide.js';
import { evaluateDeny } from '../../policy/deny.js';
import type { Identity } from '../../policy/identity.js';
import { type Interest, interestOf, interestOfDeny } from '../../policy/interest.js';
import type { MatchWorld } from '../../policy/member.js';
import type { AllowResult, Decision } from '../../policy/results.js';
import type { RoleView } from '../../policy/roles.js';
import type { Known } from '../../policy/types.js';
import type { Fact, Scope, Seen } from '../engine.js';
import { missing } from '../missing.js';
import type { Question } from '../question.js';
import type { EvidenceItem } from '../report.js';
import type { Person } from './account.js';
import { type Context, type ContextNeeds, contextFact, levelsFact, tagsFact } from './context.js';
import { organizationFact, placeHierarchy } from './hierarchy.js';
import { ownDecisionsFact } from './history.js';
import { type Circled, identityOf, memberFact, settleCircles } from './identity.js';
import type { Looks } from './looks.js';
import { chainNodes, type ReadNode } from './policies.js';
import { boundaryFact, denyNodes, policyLookup, type ReadDenyNode } from './restraints.js';
import { roleFact, roleLookup } from './roles.js';
import { canonicalFact } from './subject.js';

/** The decision and everything it was taken from. */
export interface Decided {
  readonly decision: Decision;
  readonly nodes: readonly ReadNode[];
  readonly denyNodes: readonly ReadDenyNode[];
  readonly identity: Identity;
  readonly context: Context;
  /** The subject belongs to another customer: their own boundary is out of sight. */
  readonly foreign: boolean;
  readonly boundaryEvidence: readonly EvidenceItem[];
  /** When the person's account was made, RFC 3339. */
  readonly createdAt: string | undefined;
}

interface NodeAnswers<N> {
  readonly read: N;
  readonly circled: Circled;
  readonly roles: ReadonlyMap<string, Known<RoleView>>;
  readonly interest: Interest;
}

const explainingOnly = (interest: Interest): Email[] =>
  interest.groups.filter((group) => !interest.needed.groups.includes(group));

/** What a condition turns out to ask about is read at once, not when everything else is there. */
function startContext(scope: Scope, looks: Looks, question: Question, interest: Interest): void {
  if (interest.levels.length > 0) scope.start(levelsFact(looks, question));
  if (interest.usesTags) scope.start(tagsFact(looks, question));
}

/** One node's policy and, as soon as it is there, the roles and circles it names: nodes do not wait for each other. */
function allowAnswers(looks: Looks, question: Question, node: Fact<ReadNode>): Fact<NodeAnswers<ReadNode>> {
  const permission = accessPermission(question.place.resource);
  return {
    key: `answers for ${node.key}`,
    read: async (scope) => {
      const read = await scope.get(node);
      const first = interestOf([read.node], permission, () => undefined);
      startContext(scope, looks, question, first);
      const roles = new Map<string, Known<RoleView>>();
      const lookUp = first.customRoles.map(async (name) => {
        roles.set(name, await scope.get(roleFact(looks, name)));
      });
      const [circled] = await Promise.all([
        settleCircles(scope, looks, question, first.needed, explainingOnly(first)),
        ...lookUp,
      ]);
      return { read, circled, roles, interest: first };
    },
  };
}

function denyAnswers(
  looks: Looks,
  question: Question,
  node: Fact<ReadDenyNode>,
): Fact<NodeAnswers<ReadDenyNode>> {
  const permission = accessPermission(question.place.resource);
  return {
    key: `answers for ${node.key}`,
    read: async (scope) => {
      const read = await scope.get(node);
      const interest = interestOfDeny([read], permission);
      startContext(scope, looks, question, interest);
      const circled = await settleCircles(scope, looks, question, interest.needed, [], 'denial');
      return { read, circled, roles: new Map(), interest };
    },
  };
}

/** All answers of one side. Facts of their own, so that each side's chain of calls is counted by itself. */
function allowSide(looks: Looks, question: Question): Fact<readonly NodeAnswers<ReadNode>[]> {
  return {
    key: 'allow side',
    read: async (scope) => {
      const nodes = await scope.get(chainNodes(looks, question));
      return Promise.all(nodes.map((node) => scope.get(allowAnswers(looks, question, node))));
    },
  };
}

function denySide(looks: Looks, question: Question): Fact<readonly NodeAnswers<ReadDenyNode>[]> {
  return {
    key: 'deny side',
    read: async (scope) => {
      const nodes = await scope.get(denyNodes(looks, question));
      return Promise.all(nodes.map((node) => scope.get(denyAnswers(looks, question, node))));
    },
  };
}

/**
 * The answers of all nodes together. One group may have been asked about for different ends: what was only good enough
 * to explain gives way to what a denial was decided by, and that to what was settled for a grant, where every doubt counts.
 */
function merge(allow: readonly NodeAnswers<unknown>[], deny: readonly NodeAnswers<unknown>[]): Circled {
  const weak = allow.flatMap(({ circled }) => [...circled.groups]);
  const settled = allow.flatMap(({ circled, interest }) =>
    [...circled.groups].filter(([group]) => interest.needed.groups.includes(group)),
  );
  const denials = deny.flatMap(({ circled }) => [...circled.groups]);
  const domains = [...allow, ...deny].flatMap(({ circled }) => [...circled.domains]);
  return { groups: new Map([...weak, ...denials, ...settled]), domains: new Map(domains) };
}

/** What has to be known of the request, from the conditions that decide. */
function needsOf(nodes: readonly ReadNode[], interests: readonly Interest[]): ContextNeeds {
  const expressions = nodes.flatMap(({ node }) =>
    node.policy.known ? node.policy.value.bindings.map((b) => b.condition?.expression ?? '') : [],
  );
  return {
    levels: [...new Set(interests.flatMap((i) => i.levels))].sort(),
    tags: interests.some((i) => i.usesTags),
    request: expressions.some((text) => /request\s*\.\s*(?:path|host)|api\.getAttribute/.test(text)),
  };
}

/** Which customer an organisation belongs to; only the place's own is known. */
function customerOfOrganization(seen: Seen<OrganizationInfo> | undefined): MatchWorld['customerOf'] & object {
  return (organization) =>
    seen?.look.ok && sameContainer(seen.look.value.container, organization)
      ? { known: true, value: seen.look.value.customerId }
      : {
          known: false,
          why: missing(
            'boundary',
            organization.id,
            `I cannot see which customer organisation ${organization.id} belongs to.`,
          ),
        };
}

/**
 * Where the directory could not be read, the address asked about may be an alias of one that is granted: then "no" is
 * only "not under this name", and becomes unknown.
 */
function underThisName(result: AllowResult, person: Person | undefined): AllowResult {
  if (result.truth !== 'false' || person?.state !== 'unseen') return result;
  const unseen = {
    node: '',
    role: undefined,
    member: undefined,
    condition: undefined,
    conditionResult: undefined,
    missing: person.why,
  };
  return { ...result, truth: 'unknown', unknowns: [...result.unknowns, unseen] };
}

/** Takes the whole IAM decision. Source: IAM "Policy types": boundary, deny and allow must all agree. */
export function decisionFact(looks: Looks, question: Question): Fact<Decided> {
  const { resource } = question.place;
  const permission = accessPermission(resource);
  return {
    key: 'decision',
    read: async (scope) => {
      scope.start(memberFact(looks, question));
      scope.start(ownDecisionsFact(looks, question));
      const [allow, deny, boundary, canonical, hierarchy, organization] = await Promise.all([
        scope.get(allowSide(looks, question)),
        scope.get(denySide(looks, question)),
        scope.get(boundaryFact(looks, question)),
        scope.get(canonicalFact(looks, question)),
        scope.get(placeHierarchy(looks, question)),
        scope.get(organizationFact(looks, question)),
      ]);
      const nodes = allow.map((a) => a.read);
      const needs = needsOf(
        nodes,
        [...allow, ...deny].map((a) => a.interest),
      );
      const context = await scope.get(contextFact(looks, question, needs));
      const identity = identityOf(question, canonical, merge(allow, deny));
      const roles = roleLookup(new Map(allow.flatMap((a) => [...a.roles])));
      const evaluated = evaluateAllow({
        nodes: nodes.map((n) => n.node),
        permission,
        identity,
        roles,
        context: context.request,
        conditions,
      });
      const allowResult = underThisName(evaluated, canonical.person);
      const denyResult = evaluateDeny({
        nodes: deny.map((d) => d.read),
        permission,
        identity,
        tags: context.request.tags,
        conditions,
      });
      const { containers, projectNames } = hierarchy;
      const above = containers.known
        ? containers.value.filter((c) => c.kind !== 'project')
        : nodes.flatMap(({ node }) => parseContainer(node.name) ?? []);
      const boundaryResult = evaluateBoundary({
        sources: boundary.sources,
        policy: policyLookup(boundary.policies),
        identity,
        world: { customerOf: customerOfOrganization(organization) },
        place: {
          containers: [...projectNames, ...above],
          complete: containers.known ? { known: true, value: true } : containers,
        },
        conditions,
      });
      return {
        decision: decide(allowResult, denyResult, boundaryResult),
        nodes,
        denyNodes: deny.map((d) => d.read),
        identity,
        context,
        foreign: boundary.foreign,
        boundaryEvidence: boundary.evidence,
        createdAt: canonical.person?.state === 'found' ? canonical.person.user.createdAt : undefined,
      };
    },
  };
}
