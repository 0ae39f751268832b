/** Does a grant depend on an access level where Google does not document that IAP offers one? */

import { isAbout } from '../../changes/authorize.js';
import { accessPermission } from '../../names/index.js';
import type { Check, CheckInput } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { ownDecisionsFact } from '../facts/history.js';
import { roleFact } from '../facts/roles.js';
import { moment, placeName, some, whoIs } from '../words.js';

const stage = 'allow';
const LEVEL = /\brequest\s*\.\s*auth\s*\.\s*access_levels\b/;
/** What a role used with an access level may hold (IAM conditions attribute reference, access levels). */
const ALLOWED_BESIDE = /^iap\.(?:webServiceVersions|tunnelInstances|tunnelDestGroups)\.accessViaIAP$/;

interface Conditioned {
  readonly node: string;
  readonly role: string;
  readonly condition: { readonly expression: string };
}

/** Custom roles that hold more than the access permissions, among those bound with a level. */
async function broadRoles(
  { scope, looks }: CheckInput,
  bound: readonly Conditioned[],
): Promise<readonly string[]> {
  const custom = [...new Set(bound.map(({ role }) => role))].filter((role) => !role.startsWith('roles/'));
  const read = await Promise.all(
    custom.map(async (role) => ({ role, view: await scope.get(roleFact(looks, role)) })),
  );
  return read.flatMap(({ role, view }) =>
    view.known && view.value.permissions.some((held) => !ALLOWED_BESIDE.test(held)) ? [role] : [],
  );
}

/**
 * Source: IAM conditions attribute reference: access levels are offered to App Engine, load-balanced backends and
 * tunnels, for roles that hold the access permission alone. Whether Cloud Run without a load balancer honours them is
 * not documented, so this is a suspicion.
 */
export const levelTarget: Check = {
  id: 'level-target',
  good: 'Access levels are used where IAP offers them.',
  run: async (input) => {
    const { scope, question, looks } = input;
    const [decided, { entries, evidence }] = await Promise.all([
      scope.get(decisionFact(looks, question)),
      scope.get(ownDecisionsFact(looks, question)),
    ]);
    const { allow } = decided.decision;
    const all = [
      ...allow.grants,
      ...allow.misses.filter(({ failedOn }) => failedOn === 'condition'),
      ...allow.unknowns,
    ];
    const bound = all.flatMap(({ node, role, condition }): Conditioned[] =>
      role !== undefined && condition && LEVEL.test(condition.expression) ? [{ node, role, condition }] : [],
    );
    const { resource } = question.place;
    const direct = 'type' in resource && resource.type.kind === 'cloud_run';
    const broad = bound.length > 0 ? await broadRoles(input, bound) : [];
    if (bound.length === 0 || (!direct && broad.length === 0)) return [];
    const who = whoIs(question);
    const place = placeName(question);
    const text = direct
      ? `The grant of ${who} for ${place} asks for an access level, and Google does not document access levels for Cloud Run without a load balancer: likely it does not count there.`
      : `The grant of ${who} for ${place} asks for an access level in a role that holds more than access: likely the level is not offered to it.`;
    const detail = `${some(bound.map(({ role, node }) => `${role} on ${node}`))}${broad.length > 0 ? `; ${some(broad)} should hold ${accessPermission(resource)} alone` : ''}.`;
    const nodes = new Set(bound.map(({ node }) => node));
    const read = decided.nodes.filter(({ node }) => nodes.has(node.name)).flatMap((n) => n.evidence);
    const only =
      allow.grants.length > 0 &&
      allow.grants.every(({ condition }) => condition && LEVEL.test(condition.expression));
    const newest = entries.find((e) => e.email !== undefined && isAbout(e, resource));
    const refused = only && newest?.granted === false;
    const said = refused
      ? `${text} IAP refused them on ${moment(newest.at)}, although everything else lets them in.`
      : text;
    const [first] = bound;
    return [
      {
        stage,
        verdict: 'unsure',
        code: 'access-level-unsupported-target',
        rank: 10,
        text: said,
        adminText: `${said} ${detail}`,
        evidence: refused ? [...read, ...evidence] : read,
        fix: { node: first?.node, boundRole: first?.role },
      },
    ];
  },
};
