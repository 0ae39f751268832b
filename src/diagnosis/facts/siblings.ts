/** Grants the subject holds at other services: the sign of a grant that was made in the wrong place. */
import { accessPermission, type IapResource, surfaceOf } from '../../names/index.js';
import { evaluateAllow } from '../../policy/allow.js';
import * as conditions from '../../policy/condition/index.js';
import { interestOf } from '../../policy/interest.js';
import type { Grant } from '../../policy/results.js';
import type { Fact, Scope } from '../engine.js';
import { knownPlaces } from '../place.js';
import { sameResource } from '../places/candidates.js';
import type { Place, Question } from '../question.js';
import type { EvidenceItem } from '../report.js';
import { contextFact } from './context.js';
import { identityOf, memberFact, settleCircles } from './identity.js';
import type { Looks } from './looks.js';
import { chainNodes, iapNode } from './policies.js';
import { canonicalFact } from './subject.js';

export interface SiblingGrant {
  readonly name: string;
  readonly resource: IapResource;
  readonly grant: Grant;
  readonly evidence: readonly EvidenceItem[];
}

const MAX_SIBLINGS = 30;
const NO_NEEDS = { levels: [], tags: false, request: false };

/** Other known services of the same surface, nearest first: the same project, then the rest. */
async function siblingsOf(scope: Scope, question: Question): Promise<readonly Place[]> {
  const own = question.place.resource;
  const surface = surfaceOf(own);
  const known = question.others ? await scope.get(question.others) : knownPlaces(question.config);
  const others = known.filter(
    ({ resource }) => !sameResource(resource, own) && surfaceOf(resource) === surface,
  );
  const near = ({ resource }: Place): number => (resource.project.id === own.project.id ? 0 : 1);
  return [...others].sort((a, b) => near(a) - near(b)).slice(0, MAX_SIBLINGS);
}

/**
 * Definite grants at sibling services. Nothing is read when the place's own policies already show a way in, so that an
 * ordinary "allowed" costs no extra calls; the reads overlap with the place's own group look-ups.
 */
export function siblingGrantsFact(looks: Looks, question: Question): Fact<readonly SiblingGrant[]> {
  return {
    key: 'grants at siblings',
    read: async (scope) => {
      const siblings = await siblingsOf(scope, question);
      if (siblings.length === 0 || (await grantedHere(scope, looks, question))) return [];
      const found = await Promise.all(siblings.map((sibling) => at(scope, looks, question, sibling)));
      return found.flat();
    },
  };
}

async function evaluate(
  scope: Scope,
  looks: Looks,
  question: Question,
  nodes: Parameters<typeof evaluateAllow>[0]['nodes'],
) {
  const permission = accessPermission(question.place.resource);
  const groups = interestOf(nodes, permission, () => undefined).groups;
  const [circled, canonical, context] = await Promise.all([
    settleCircles(scope, looks, question, { groups: [], domains: [] }, groups),
    scope.get(canonicalFact(looks, question)),
    scope.get(contextFact(looks, question, NO_NEEDS)),
  ]);
  const identity = identityOf(question, canonical, circled);
  return evaluateAllow({
    nodes,
    permission,
    identity,
    roles: () => undefined,
    context: context.request,
    conditions,
  });
}

async function grantedHere(scope: Scope, looks: Looks, question: Question): Promise<boolean> {
  scope.start(memberFact(looks, question));
  const facts = await scope.get(chainNodes(looks, question));
  const nodes = await Promise.all(facts.map((fact) => scope.get(fact)));
  const result = await evaluate(
    scope,
    looks,
    question,
    nodes.map((n) => n.node),
  );
  return result.truth === 'true';
}

async function at(
  scope: Scope,
  looks: Looks,
  question: Question,
  { name, resource }: { name: string; resource: IapResource },
): Promise<SiblingGrant[]> {
  const { node, evidence } = await scope.get(iapNode(looks, resource, true));
  const { grants } = await evaluate(scope, looks, question, [node]);
  const [grant] = grants.filter(
    (g) => g.principal.kind !== 'allUsers' && g.principal.kind !== 'allAuthenticatedUsers',
  );
  return grant ? [{ name, resource, grant, evidence }] : [];
}
