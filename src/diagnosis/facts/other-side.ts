/** The allow side of the decision at another IAP resource of the same project: what a second IAP on the way would say. */
import { accessPermission, type IapResource, iapChain, iapName } from '../../names/index.js';
import { evaluateAllow } from '../../policy/allow.js';
import * as conditions from '../../policy/condition/index.js';
import { interestOf } from '../../policy/interest.js';
import type { AllowResult } from '../../policy/results.js';
import type { RoleView } from '../../policy/roles.js';
import type { Known } from '../../policy/types.js';
import type { Fact } from '../engine.js';
import type { Question } from '../question.js';
import type { EvidenceItem } from '../report.js';
import { contextFact } from './context.js';
import { identityOf, memberFact, settleCircles } from './identity.js';
import type { Looks } from './looks.js';
import { chainNodes, iapNode } from './policies.js';
import { roleFact, roleLookup } from './roles.js';
import { canonicalFact } from './subject.js';

export interface OtherSide {
  readonly resource: IapResource;
  readonly allow: AllowResult;
  /** Of the resource's own policy. */
  readonly evidence: readonly EvidenceItem[];
}

/** Does a binding there, or on what stands above both, give the subject the permission? */
export function allowAtFact(looks: Looks, question: Question, resource: IapResource): Fact<OtherSide> {
  return {
    key: `allow side at ${iapName(resource)}`,
    read: async (scope) => {
      scope.start(memberFact(looks, question));
      const permission = accessPermission(resource);
      const readAbove = async () => {
        const facts = await scope.get(chainNodes(looks, question));
        const nodes = await Promise.all(facts.map((fact) => scope.get(fact)));
        return nodes.filter(({ node }) => !node.name.includes('/iap_'));
      };
      const [own, above] = await Promise.all([
        Promise.all(iapChain(resource).map((node, i) => scope.get(iapNode(looks, node, i === 0)))),
        readAbove(),
      ]);
      const nodes = [...own, ...above].map(({ node }) => node);
      const interest = interestOf(nodes, permission, () => undefined);
      const roles = new Map<string, Known<RoleView>>();
      const lookUp = interest.customRoles.map(async (name) => {
        roles.set(name, await scope.get(roleFact(looks, name)));
      });
      const conditional = nodes.some(
        ({ policy }) => policy.known && policy.value.bindings.some((b) => b.condition !== undefined),
      );
      const needs = { levels: [...interest.levels].sort(), tags: interest.usesTags, request: conditional };
      const [circled, canonical, context] = await Promise.all([
        settleCircles(scope, looks, question, interest.needed, [], 'denial'),
        scope.get(canonicalFact(looks, question)),
        scope.get(contextFact(looks, question, needs)),
        ...lookUp,
      ]);
      const allow = evaluateAllow({
        nodes,
        permission,
        identity: identityOf(question, canonical, circled),
        roles: roleLookup(roles),
        context: context.request,
        conditions,
      });
      return { resource, allow, evidence: own[0]?.evidence ?? [] };
    },
  };
}
