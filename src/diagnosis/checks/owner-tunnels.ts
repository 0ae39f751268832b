/** Does a tunnel open to the subject only because an owner of the project passes all of them? */
import { surfaceOf } from '../../names/index.js';
import type { Check } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { chain, placeName, some, whoIs } from '../words.js';

/** Source: role data set: `roles/owner` holds `iap.tunnelInstances.accessViaIAP`, unlike the permission for web apps. */
export const ownerTunnels: Check = {
  id: 'owner-tunnels',
  good: 'No tunnel is open by ownership alone.',
  run: async ({ scope, question, looks }) => {
    if (surfaceOf(question.place.resource) !== 'tunnel') return [];
    const decided = await scope.get(decisionFact(looks, question));
    const owners = decided.decision.allow.grants.filter(({ role }) => role === 'roles/owner');
    if (owners.length === 0) return [];
    const text = `${whoIs(question)} gets into ${placeName(question)} as an owner: owners of a project may tunnel into all of its machines.`;
    const nodes = new Set(owners.map(({ node }) => node));
    return [
      {
        stage: 'allow',
        verdict: 'warns',
        code: 'owner-tunnels',
        text,
        adminText: `${text} ${some(owners.map((g) => `${chain(g.via)} \u2192 ${g.role} on ${g.node}`))}.`,
        evidence: decided.nodes
          .filter(({ node }) => nodes.has(node.name))
          .flatMap(({ evidence }) => evidence),
      },
    ];
  },
};
