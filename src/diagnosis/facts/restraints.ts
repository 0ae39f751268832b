/** Facts about what takes access away: deny policies of each container, and the boundary of the subject's own organisation. */
import type { OrganizationInfo } from '../../google/ports.js';
import {
  type Container,
  type CustomerId,
  containerName,
  fullContainerName,
  isNumeric,
} from '../../names/index.js';
import type { BoundarySource } from '../../policy/boundary.js';
import type { DenyNode } from '../../policy/deny.js';
import type { BoundaryPolicy, DenyPolicy, Known } from '../../policy/types.js';
import type { Fact, Scope, Seen } from '../engine.js';
import { missing, missingFrom } from '../missing.js';
import type { PlaceQuestion, Question } from '../question.js';
import type { EvidenceItem } from '../report.js';
import { type Hierarchy, organizationFact, placeHierarchy } from './hierarchy.js';
import type { Looks } from './looks.js';
import { type Canonical, canonicalFact } from './subject.js';

export interface ReadDenyNode extends DenyNode {
  readonly evidence: readonly EvidenceItem[];
}

/** The deny policies attached to one container. */
export function denyNode(looks: Looks, container: Container): Fact<ReadDenyNode> {
  const node = containerName(container);
  return {
    key: `deny ${node}`,
    read: async (scope) => {
      const seen = await scope.get(looks.denyPolicies(container));
      const policies: Known<readonly DenyPolicy[]> = seen.look.ok
        ? { known: true, value: seen.look.value }
        : { known: false, why: missingFrom(seen.look.problem, 'deny', node) };
      return { name: node, policies, evidence: [seen.evidence] };
    },
  };
}

/** Every container's deny policies; project and configured organisation are asked before the ancestry is known. */
export function denyNodes(looks: Looks, question: PlaceQuestion): Fact<readonly Fact<ReadDenyNode>[]> {
  return {
    key: 'deny nodes',
    read: async (scope) => {
      const { project } = question.place.resource;
      const { organization } = question.config;
      scope.start(denyNode(looks, project));
      if (organization) scope.start(denyNode(looks, organization));
      const hierarchy = await scope.get(placeHierarchy(looks, question));
      if (hierarchy.containers.known) return hierarchy.containers.value.map((c) => denyNode(looks, c));
      const { why } = hierarchy.containers;
      const code =
        why.topic === undefined
          ? { code: 'deny-not-readable' as const }
          : { topic: 'deny-not-readable' as const };
      const gap: Fact<ReadDenyNode> = {
        key: 'deny of the unread hierarchy',
        read: async () => ({
          name: why.subject,
          policies: { known: false, why: { ...why, ...code } },
          evidence: [hierarchy.seen.evidence],
        }),
      };
      return [
        denyNode(looks, project),
        gap,
        ...(hierarchy.organization ? [denyNode(looks, hierarchy.organization)] : []),
      ];
    },
  };
}

export interface BoundaryFacts {
  readonly policies: Known<readonly BoundaryPolicy[]>;
  readonly sources: readonly BoundarySource[];
  readonly evidence: readonly EvidenceItem[];
  /** The subject belongs to another customer, whose boundary is invisible to us. */
  readonly foreign: boolean;
}

/** A policy by its full name; not in the list when the list was read means that there is none. */
export function policyLookup(policies: Known<readonly BoundaryPolicy[]>) {
  return (name: string): Known<BoundaryPolicy> | undefined => {
    if (!policies.known) return policies;
    const found = policies.value.find((policy) => policy.name === name);
    return found ? { known: true, value: found } : undefined;
  };
}

function known<T>(seen: Seen<readonly T[]>, subject: string): Known<readonly T[]> {
  return seen.look.ok
    ? { known: true, value: seen.look.value }
    : { known: false, why: missingFrom(seen.look.problem, 'boundary', subject) };
}

interface Target {
  readonly parent: Container;
  readonly target: string;
}

/**
 * What binds the subject. For people: the sets of their own customer's Workspace and organisation; for service
 * accounts: those of their project, folders and organisation (IAM "Principal access boundary policies").
 */
export function boundaryFact(looks: Looks, question: Question): Fact<BoundaryFacts> {
  return {
    key: 'boundary',
    read: async (scope) => {
      const info = organizationFact(looks, question);
      scope.start(canonicalFact(looks, question));
      const configured = question.config.organization;
      if (configured) {
        scope.start(looks.boundaryPolicies(configured));
        if (question.subject.kind !== 'federated')
          scope.start(looks.boundaryBindings(configured, fullContainerName(configured)));
      }
      const [seen, canonical, hierarchy] = await Promise.all([
        scope.get(info),
        scope.get(canonicalFact(looks, question)),
        scope.get(placeHierarchy(looks, question)),
      ]);
      const { organization } = hierarchy;
      if (!organization) return noOrganization(scope, looks, question);
      const customer = seen?.look.ok ? seen.look.value.customerId : undefined;
      const foreign = isForeign(canonical, customer, hierarchy);
      if (foreign && question.subject.kind === 'user')
        return { policies: { known: true, value: [] }, sources: [], evidence: [], foreign };
      const targets = foreign
        ? hiddenTargets(organization)
        : targetsOf(question, organization, seen, canonical);
      if (!targets.known) {
        const sources = [{ name: question.asked, bindings: targets }];
        return { policies: { known: true, value: [] }, sources, evidence: [], foreign: false };
      }
      const [policies, ...bindings] = await Promise.all([
        scope.get(looks.boundaryPolicies(organization)),
        ...targets.value.map(async ({ parent, target }) => {
          const found = await scope.get(looks.boundaryBindings(parent, target));
          return { source: { name: target, bindings: known(found, target) }, evidence: found.evidence };
        }),
      ]);
      return {
        policies: known(policies, containerName(organization)),
        sources: bindings.map((b) => b.source),
        evidence: [policies.evidence, ...bindings.map((b) => b.evidence)],
        foreign,
      };
    },
  };
}

/**
 * A service account whose project is hidden may be somebody else's, or of a project of ours that we may not see: then
 * what binds the whole organisation binds it too.
 */
const hiddenTargets = (organization: Container): Known<readonly Target[]> => ({
  known: true,
  value: [{ parent: organization, target: fullContainerName(organization) }],
});

/**
 * Whether the subject belongs to somebody else, so that the boundary that counts is out of sight: a person of another
 * customer, or a service account of a project that is hidden from us while the place's own hierarchy is not.
 */
function isForeign(canonical: Canonical, customer: CustomerId | undefined, hierarchy: Hierarchy): boolean {
  const { person, customer: own, home } = canonical;
  if (person?.state === 'absent') return person.external;
  if (person?.state === 'found') return own.known && customer !== undefined && own.value !== customer;
  return !home.known && home.why.topic === undefined && hierarchy.containers.known;
}

function targetsOf(
  question: Question,
  organization: Container,
  info: Seen<OrganizationInfo> | undefined,
  canonical: Canonical,
): Known<readonly Target[]> {
  const { subject } = question;
  const own: Target = { parent: organization, target: fullContainerName(organization) };
  switch (subject.kind) {
    case 'serviceAccount': {
      const { home } = canonical;
      if (!home.known) return { known: false, why: { ...home.why, code: 'boundary-not-readable' } };
      // Bindings name a project by its number: without it, one that binds this account would go unseen.
      if (!home.value.some((c) => c.kind === 'project' && isNumeric(c))) {
        const what = `I do not know the number of the project that ${subject.email} lives in, by which boundaries are bound to it.`;
        return { known: false, why: missing('boundary', subject.email, what) };
      }
      return { known: true, value: home.value.map((c) => ({ parent: c, target: fullContainerName(c) })) };
    }
    case 'federated':
      return {
        known: true,
        value: [{ parent: organization, target: `//iam.googleapis.com/${subject.principal.pool.name}` }, own],
      };
    case 'user': {
      // The organisation says whose it is; where it cannot be read, the person's own entry does.
      const person = canonical.customer.known ? canonical.customer.value : undefined;
      const customer = (info?.look.ok ? info.look.value.customerId : undefined) ?? person;
      if (customer !== undefined) return { known: true, value: [own, workspaceOf(organization, customer)] };
      return info && !info.look.ok
        ? { known: false, why: missingFrom(info.look.problem, 'boundary', containerName(organization)) }
        : { known: true, value: [own] };
    }
  }
}

const workspaceOf = (organization: Container, customer: string): Target => ({
  parent: organization,
  target: `//iam.googleapis.com/locations/global/workspace/${customer}`,
});

/** A project without an organisation has no boundary: there is nothing a policy could be bound to. */
async function noOrganization(scope: Scope, looks: Looks, question: Question): Promise<BoundaryFacts> {
  const { containers, seen } = await scope.get(placeHierarchy(looks, question));
  const evidence = [seen.evidence];
  const policies = { known: true, value: [] } as const;
  if (containers.known) return { policies, sources: [], evidence, foreign: false };
  const why = { ...containers.why, code: 'boundary-not-readable' as const };
  return {
    policies,
    sources: [{ name: why.subject, bindings: { known: false, why } }],
    evidence,
    foreign: false,
  };
}
