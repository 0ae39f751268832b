/** Does the principal access boundary of the subject's own organisation leave the app's project open to them? */
import type { Check, CheckFinding } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { placeName, some, whoIs } from '../words.js';

const stage = 'boundary';
const NEWCOMER_MS = 24 * 3_600_000;

export const boundary: Check = {
  id: 'boundary',
  good: 'No principal access boundary keeps the subject from the app\u2019s project.',
  run: async ({ scope, question, looks }) => {
    const decided = await scope.get(decisionFact(looks, question));
    const { boundary: result, allow, deny } = decided.decision;
    const evidence = decided.boundaryEvidence;
    const who = whoIs(question);
    const place = placeName(question);
    const findings: CheckFinding[] = [];
    const blocking = result.relevant.filter((r) => r.enforced && r.includes !== 'true');
    if (result.truth === 'false') {
      const young = createdWithin(
        decided.identity.subject.kind === 'user' ? decided.createdAt : undefined,
        question.now,
      );
      const code = result.unevaluable ? 'boundary-unevaluable' : 'boundary-excludes';
      const text = result.unevaluable
        ? `Google cannot evaluate the access boundary of ${who}\u2019s organisation, and therefore keeps them out.`
        : `The access boundary of ${who}\u2019s organisation does not include the project of ${place}.`;
      const detail = blocking.map((b) => `${b.policy} through ${b.binding}: ${b.detail}`);
      const newcomer = young
        ? ' The account is less than a day old; boundaries take a while to know new accounts.'
        : '';
      findings.push({
        stage,
        verdict: 'blocks',
        code,
        text: `${text}${newcomer}`,
        adminText: `${text}${newcomer} ${some(detail)}.`,
        evidence,
        fix: { policyName: blocking[0]?.policy, bindingName: blocking[0]?.binding },
      });
    } else if (result.truth === 'unknown') {
      const text = `I could not see whether an access boundary keeps ${who} from the project of ${place}.`;
      const first = result.unknowns[0];
      findings.push({
        stage,
        verdict: 'could-not-look',
        decides: true,
        code: first?.code ?? 'boundary-not-readable',
        text,
        adminText: `${text} ${result.unknowns.map((u) => u.what).join(' ')}`,
        evidence,
        missing: result.unknowns,
      });
    } else {
      const text = `No access boundary keeps ${who} from ${place}.`;
      findings.push({ stage, verdict: 'ok', code: null, text, adminText: text, evidence });
    }
    const toothless = result.relevant.filter((r) => !r.enforced);
    if (toothless.length > 0) {
      const text = 'An access boundary exists for this account but is not enforced for IAP.';
      findings.push({
        stage,
        verdict: 'warns',
        code: 'boundary-not-enforced',
        text,
        adminText: `${text} ${some(toothless.map((r) => `${r.policy}: ${r.detail}`))}.`,
        evidence,
      });
    }
    if (decided.foreign && deny.truth !== 'true' && allow.truth === 'true') {
      const text = `${who} belongs to another organisation; if that organisation has an access boundary, I cannot see it.`;
      findings.push({
        stage,
        verdict: 'unsure',
        code: 'foreign-boundary',
        text,
        adminText: text,
        evidence: [],
        missing: [
          {
            code: 'foreign-boundary',
            what: text,
            needs: 'asking the administrators of their organisation',
            subject: who,
          },
        ],
      });
    }
    return findings;
  },
};

function createdWithin(createdAt: string | undefined, now: number): boolean {
  return createdAt !== undefined && now - Date.parse(createdAt) < NEWCOMER_MS;
}
