/** Did IAP let the subject in lately, so that a refusal comes from the app or from something beside IAP? */
import { isAbout } from '../../changes/authorize.js';
import type { Check, CheckFinding } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { ownDecisionsFact } from '../facts/history.js';
import { canonicalFact } from '../facts/subject.js';
import { switchFact } from '../facts/surroundings-switch.js';
import { moment, placeName, whoIs } from '../words.js';

const stage = 'handover';

/** Source: IAP audit logs, `AuthorizeUser` with `granted`; a security policy answers 403 before IAP is reached. */
export const letIn: Check = {
  id: 'let-in',
  good: 'No entry says that something beyond IAP refuses.',
  run: async ({ scope, question, looks }) => {
    const [{ entries, evidence }, { email }, { decision }, found] = await Promise.all([
      scope.get(ownDecisionsFact(looks, question)),
      scope.get(canonicalFact(looks, question)),
      scope.get(decisionFact(looks, question)),
      scope.get(switchFact(looks, question)),
    ]);
    if (decision.truth !== 'true' || found.state === 'off') return [];
    const who = whoIs(question);
    const place = placeName(question);
    const newest = entries.find(
      (e) => e.email === email && email !== undefined && isAbout(e, question.place.resource),
    );
    const findings: CheckFinding[] = [];
    if (newest?.granted === true) {
      const text = `IAP let ${who} into ${place} on ${moment(newest.at)}; a refusal after that comes from the app itself.`;
      const adminText = `${text} Newest entry ${newest.insertId}. An app that checks IAP\u2019s assertion with another audience refuses everybody.`;
      findings.push({ stage, verdict: 'unsure', code: 'app-refused', text, adminText, evidence });
    }
    const policy = found.backend?.securityPolicy;
    if (policy !== undefined && newest?.granted !== false) {
      const text = `A security policy (Cloud Armor) stands before ${place}; where it refuses, IAP is never asked.`;
      const name = policy.slice(policy.lastIndexOf('/') + 1);
      const adminText = `${text} It is ${name}; its refusals lack the header x-goog-iap-generated-response.`;
      const base = { stage, verdict: 'unsure', code: 'blocked-outside-iap' } as const;
      findings.push({ ...base, text, adminText, evidence: found.evidence });
    }
    return findings;
  },
};
