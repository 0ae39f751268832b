/** The allow policies that decide: each IAP node and each container of the chain, read in as few round trips as can be. */

import { type Container, containerName, type IapResource, iapChain, iapName } from '../../names/index.js';
import type { AllowPolicy, PolicyNode } from '../../policy/types.js';
import type { Fact, Seen } from '../engine.js';
import { missingFrom } from '../missing.js';
import type { PlaceQuestion } from '../question.js';
import type { EvidenceItem } from '../report.js';
import { placeHierarchy } from './hierarchy.js';
import type { Looks } from './looks.js';

/** A node of the chain with the evidence of how it was read. */
export interface ReadNode {
  readonly node: PolicyNode;
  readonly evidence: readonly EvidenceItem[];
}

function fromSeen(name: string, seen: Seen<AllowPolicy>, topic: 'iap-policy' | 'container-policy'): ReadNode {
  const evidence = [seen.evidence];
  if (seen.look.ok) return { node: { name, policy: { known: true, value: seen.look.value } }, evidence };
  const why = missingFrom(seen.look.problem, topic, name);
  return { node: { name, policy: { known: false, why } }, evidence };
}

/** The policy of one IAP node. A leaf that Google says does not exist is told apart from one we may not read. */
export function iapNode(looks: Looks, resource: IapResource, isLeaf: boolean): Fact<ReadNode> {
  const name = iapName(resource);
  return {
    key: `node ${name}`,
    read: async (scope) => {
      const seen = await scope.get(looks.iapPolicy(resource));
      if (!seen.look.ok && seen.look.problem.kind === 'not-found' && isLeaf) {
        const why = missingFrom(seen.look.problem, 'service', name);
        return { node: { name, policy: { known: false, why } }, evidence: [seen.evidence] };
      }
      return fromSeen(name, seen, 'iap-policy');
    },
  };
}

/**
 * The policy of one container. With a configured organisation Cloud Asset answers for the whole chain in one call; a
 * node it leaves out, or the whole call failing, is settled by asking Resource Manager for that node itself, because
 * Cloud Asset leaves out nodes without a policy and that absence proves nothing.
 */
export function containerNode(looks: Looks, question: PlaceQuestion, container: Container): Fact<ReadNode> {
  const name = containerName(container);
  return {
    key: `node ${name}`,
    read: async (scope) => {
      const { organization } = question.config;
      if (organization) {
        const bulk = await scope.get(looks.effectivePolicies(organization, question.place.resource.project));
        const hit = bulk.look.ok
          ? bulk.look.value.find((entry) => matches(entry.node, container))
          : undefined;
        if (hit)
          return { node: { name, policy: { known: true, value: hit.policy } }, evidence: [bulk.evidence] };
      }
      return fromSeen(name, await scope.get(looks.containerPolicy(container)), 'container-policy');
    },
  };
}

/** Cloud Asset names a project by its number even when it was asked for by id; there is only one project in a chain. */
function matches(node: string, container: Container): boolean {
  return node === containerName(container) || (container.kind === 'project' && node.startsWith('projects/'));
}

/** Every node of the chain, leaf first. Where the hierarchy cannot be read, an unreadable node stands for it. */
export function chainNodes(looks: Looks, question: PlaceQuestion): Fact<readonly Fact<ReadNode>[]> {
  return {
    key: 'chain of nodes',
    read: async (scope) => {
      const { resource } = question.place;
      const iap = iapChain(resource).map((node, index) => iapNode(looks, node, index === 0));
      const project = containerNode(looks, question, resource.project);
      // Started now, so that they do not wait for the ancestry.
      for (const fact of [...iap, project]) scope.start(fact);
      const { containers, organization, seen } = await scope.get(placeHierarchy(looks, question));
      if (containers.known) {
        return [...iap, ...containers.value.map((c) => containerNode(looks, question, c))];
      }
      const { why } = containers;
      const gap: Fact<ReadNode> = {
        key: 'node of the unread hierarchy',
        read: async () => ({
          node: { name: why.subject, policy: { known: false, why } },
          evidence: [seen.evidence],
        }),
      };
      return [...iap, project, gap, ...(organization ? [containerNode(looks, question, organization)] : [])];
    },
  };
}
