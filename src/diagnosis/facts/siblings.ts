/** Grants the subject holds at other services: the sign of a grant that was made in the wrong place. */
import { accessPermission, type IapResource, iapName, surfaceOf } from '../../names/index.js';
import { evaluateAllow } from '../../policy/allow.js';
import * as conditions from '../../policy/condition/index.js';
import { interestOf } from '../../policy/interest.js';
import type { Grant } from '../../policy/results.js';
import type { Fact, Scope } from '../engine.js';
import type { Question } from '../question.js';
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
function siblingsOf(question: Question): readonly { name: string; resource: IapResource }[] {
  const own = iapName(question.place.resource);
  const surface = surfaceOf(question.place.resource);
  const others = question.config.services.flatMap(({ name, resource }) =>
    resource && iapName(resource) !== own && surfaceOf(resource) === surface ? [{ name, resource }] : [],
  );
  const project = question.place.resource.project.id;
  const near = (r: IapResource): number => (r.project.id === project ? 0 : 1);
  return [...others].sort((a, b) => near(a.resource) - near(b.resource)).slice(0, MAX_SIBLINGS);
}

/**
 * Definite grants at sibling services. Nothing is read when the place's own policies already show a way in, so that an
 * ordinary "allowed" costs no extra calls; the reads overlap with the place's own group look-ups.
 */
export function siblingGrantsFact(looks: Looks, question: Question): Fact<readonly SiblingGrant[]> {
  return {
    key: 'grants at siblings',
    read: async (scope) => {
      const siblings = siblingsOf(question);
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
