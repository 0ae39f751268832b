/** Does an organisation policy forbid the grant the subject would need, so that it was never written? */
import { accessPermission } from '../../names/index.js';
import { roleGrants } from '../../policy/roles.js';
import type { Check, CheckFinding } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { organizationFact } from '../facts/hierarchy.js';
import { changesFact } from '../facts/history.js';
import { canonicalFact } from '../facts/subject.js';
import { memberRestrictionFact } from '../facts/surroundings-org-policy.js';
import { moment, placeName, whoIs } from '../words.js';

const stage = 'allow';

/** Source: Organization Policy "Restrict identities with domain-restricted sharing"; it does not touch grants made before. */
export const orgPolicy: Check = {
  id: 'org-policy',
  good: 'Organisation policies allow granting the subject access.',
  run: async ({ scope, question, looks }) => {
    if (question.subject.kind !== 'user') return [];
    const [{ refused, evidence }, canonical, info] = await Promise.all([
      scope.get(changesFact(looks, question)),
      scope.get(canonicalFact(looks, question)),
      scope.get(organizationFact(looks, question)),
    ]);
    const { email, customer } = canonical;
    const permission = accessPermission(question.place.resource);
    const attempt = refused.find(({ attempted }) =>
      attempted.some(
        ({ role, member }) =>
          member.toLowerCase() === `user:${email}` &&
          roleGrants(role, permission, () => undefined).truth !== 'false',
      ),
    );
    const own = info?.look.ok ? info.look.value.customerId : undefined;
    const elsewhere = customer.known && own !== undefined && customer.value !== own;
    // Nobody else is left out by such policies as a rule, and then nothing more has to be read.
    if (email === undefined || (!elsewhere && attempt === undefined)) return [];
    const [restriction, { decision }] = await Promise.all([
      scope.get(memberRestrictionFact(looks, question)),
      scope.get(decisionFact(looks, question)),
    ]);
    if (decision.allow.truth !== 'false') return [];
    const who = whoIs(question);
    const place = placeName(question);
    const constraint = attempt?.constraint ?? restriction.constraint;
    const base = { stage, code: 'org-policy-forbids', fix: { constraint } } as const;
    const findings: CheckFinding[] = [];
    if (attempt && (attempt.constraint !== undefined || restriction.forbids === 'yes')) {
      const text = `Somebody tried to give ${who} access to ${place} on ${moment(attempt.at)}, and an organisation policy forbade it.`;
      const adminText = `${text} ${attempt.actor ?? 'Somebody unnamed'} tried to write the policy of ${attempt.resource}; the constraint is ${constraint ?? 'not named'}.`;
      const both = [...evidence, ...restriction.evidence];
      findings.push({ ...base, verdict: 'blocks', rank: 4, text, adminText, evidence: both });
    } else if (restriction.forbids === 'yes') {
      const text = `An organisation policy does not let ${who} be named in grants here: access would have to go through an account or a group of this organisation.`;
      const adminText = `${text} ${constraint} is in force on ${question.place.resource.project.id}; a direct grant would be refused.`;
      findings.push({ ...base, verdict: 'warns', text, adminText, evidence: restriction.evidence });
    } else if (restriction.missing) {
      const text = `I could not see whether an organisation policy forbids granting ${who} access.`;
      const { missing } = restriction;
      const adminText = `${text} ${missing.what}`;
      const { code } = missing;
      findings.push({
        stage,
        verdict: 'could-not-look',
        code,
        text,
        adminText,
        evidence: [],
        missing: [missing],
      });
    }
    return findings;
  },
};
