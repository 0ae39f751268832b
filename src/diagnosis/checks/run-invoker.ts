/** Was roles/run.invoker given on the Cloud Run service where the IAP role was needed? */

import { parseAllowMember } from '../../names/index.js';
import { matchMember } from '../../policy/member.js';
import type { Check } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { identityOf, settleCircles } from '../facts/identity.js';
import { canonicalFact } from '../facts/subject.js';
import { placeName, whoIs } from '../words.js';

export const runInvoker: Check = {
  id: 'run-invoker',
  good: 'Nobody was given run.invoker in place of the IAP role.',
  run: async ({ scope, question, looks }) => {
    const { resource } = question.place;
    if (resource.level !== 'webService' || resource.type.kind !== 'cloud_run') return [];
    const [seen, decided] = await Promise.all([
      scope.get(looks.runPolicy(resource.project, resource.type.region, resource.service)),
      scope.get(decisionFact(looks, question)),
    ]);
    if (decided.decision.allow.truth !== 'false' || !seen.look.ok) return [];
    const invokers = seen.look.value.bindings
      .filter((b) => b.role === 'roles/run.invoker')
      .flatMap((b) => b.members);
    const principals = invokers.map((raw) => ({ raw, principal: parseAllowMember(raw) }));
    const groups = principals.flatMap(({ principal }) =>
      principal.kind === 'group' ? [principal.email] : [],
    );
    const [circled, canonical] = await Promise.all([
      settleCircles(scope, looks, question, { groups: [], domains: [] }, groups),
      scope.get(canonicalFact(looks, question)),
    ]);
    const identity = identityOf(question, canonical, circled);
    const hit = principals.find(
      ({ principal }) =>
        ['user', 'serviceAccount', 'group'].includes(principal.kind) &&
        matchMember(principal, identity).truth === 'true',
    );
    if (!hit) return [];
    const text = `${whoIs(question)} may call the Cloud Run service behind ${placeName(question)} (run.invoker), but IAP stands in front and asks for its own role.`;
    return [
      {
        stage: 'allow',
        verdict: 'blocks',
        code: 'run-invoker-only',
        rank: 10,
        text,
        adminText: `${text} roles/run.invoker is bound to ${hit.raw} on the service; no IAP node has them.`,
        evidence: [seen.evidence],
        fix: { boundRole: 'roles/run.invoker', boundMember: hit.raw },
      },
    ];
  },
};
