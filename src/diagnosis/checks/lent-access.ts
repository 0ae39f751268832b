/** Was access given for a while, and is that time over, or has nobody approved it yet? */
import { parseContainer, sameContainer } from '../../names/index.js';
import type { Check, CheckFinding } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { placeHierarchy } from '../facts/hierarchy.js';
import { pathChangesFact } from '../facts/path-changes.js';
import { type LentAccess, lentAccessFact } from '../facts/surroundings-lent.js';
import type { Question } from '../question.js';
import { moment, placeName, whoIs } from '../words.js';

const stage = 'allow';
/** A request that came to nothing longer ago than this explains nothing about today. */
const WINDOW_MS = 30 * 24 * 3_600_000;
/** Titles that tools give the conditions of bindings they make for a while: Privileged Access Manager, JIT Access, JIT Groups. */
const LENT_TITLE = /created by:? ?pam\b|privileged access manager|\bjit[ -]?(?:access|groups?)\b/i;
const PAM_AGENT = /@gcp-sa-pam\.iam\.gserviceaccount\.com$/;

type Grant = LentAccess['grants'][number];

/** What became of a request, in words; nothing for states in which access is there or on its way. */
function outcome(
  { state, removedAt, updatedAt, createdAt }: Grant['grant'],
  who: string,
  place: string,
): string | undefined {
  const at = (time: string | undefined): string => (time === undefined ? '' : ` on ${moment(time)}`);
  switch (state) {
    case 'ENDED':
      return `The temporary access of ${who} to ${place} ended${at(removedAt ?? updatedAt)}.`;
    case 'REVOKED':
    case 'REVOKING':
      return `The temporary access of ${who} to ${place} was taken back${at(removedAt ?? updatedAt)}.`;
    case 'APPROVAL_AWAITED':
      return `${who} asked for temporary access to ${place}${at(createdAt)}, and nobody has approved it yet.`;
    case 'DENIED':
      return `The request of ${who} for temporary access to ${place} was turned down${at(updatedAt)}.`;
    case 'EXPIRED':
      return `The request of ${who} for temporary access to ${place} ran out before anybody approved it.`;
    case 'ACTIVATION_FAILED':
      return `${who} was given temporary access to ${place}, and Google could not switch it on.`;
    case 'SCHEDULED':
    case 'ACTIVATING':
      return `The temporary access of ${who} to ${place} has not begun yet.`;
    default:
      return undefined;
  }
}

const momentOf = ({ grant }: Grant): number =>
  Date.parse(grant.removedAt ?? grant.updatedAt ?? grant.createdAt ?? '') || 0;

function recent(lent: LentAccess, question: Question): Grant | undefined {
  return lent.grants.find((each) => {
    const waiting = ['APPROVAL_AWAITED', 'SCHEDULED', 'ACTIVATING'].includes(each.grant.state);
    return waiting || question.now - momentOf(each) < WINDOW_MS;
  });
}

/** Source: Privileged Access Manager `Grant.State`; the title "Created by: PAM" of its bindings is from public reports. */
export const lentAccess: Check = {
  id: 'lent-access',
  good: 'No temporary access has ended.',
  run: async ({ scope, question, looks }) => {
    const [lent, decided, path, { projectNames, containers }] = await Promise.all([
      scope.get(lentAccessFact(looks, question)),
      scope.get(decisionFact(looks, question)),
      scope.get(pathChangesFact(looks, question)),
      scope.get(placeHierarchy(looks, question)),
    ]);
    const { allow } = decided.decision;
    if (allow.truth !== 'false') return [];
    const who = whoIs(question);
    const place = placeName(question);
    const above = [...projectNames, ...(containers.known ? containers.value : [])];
    const reaches = (resource: string | undefined): boolean => {
      const container = resource === undefined ? undefined : parseContainer(resource);
      return container === undefined || above.some((one) => sameContainer(one, container));
    };
    const findings: CheckFinding[] = [];
    const newest = recent(
      { ...lent, grants: lent.grants.filter((g) => reaches(g.grant.resource)) },
      question,
    );
    const text = newest && outcome(newest.grant, who, place);
    const base = { stage, verdict: 'blocks', code: 'jit-grant-ended' } as const;
    if (newest && text !== undefined) {
      const { grant, entitlement } = newest;
      // The log then tells of a removal too; it was the tool that took back what it had lent.
      const taken = path.changes.find(({ direction }) => direction === 'takes');
      const byTool = taken === undefined || PAM_AGENT.test(taken.change.actor ?? '');
      findings.push({
        ...base,
        rank: byTool ? -1 : 5,
        text,
        adminText: `${text} Grant ${grant.name} is ${grant.state}; it is for ${grant.roles.join(', ')} on ${grant.resource ?? 'an unnamed resource'}.`,
        evidence: lent.evidence,
        fix: { entitlement: entitlement.name },
      });
    } else {
      const miss = allow.misses.find(
        ({ code, condition }) =>
          code === 'condition-expired' && LENT_TITLE.test(`${condition?.title} ${condition?.description}`),
      );
      const ended = miss?.conditionResult?.expiredAt;
      if (miss) {
        const said = `The temporary access of ${who} to ${place} ended${ended === undefined ? '' : ` on ${moment(ended)}`}.`;
        const evidence = decided.nodes
          .filter(({ node }) => node.name === miss.node)
          .flatMap((n) => n.evidence);
        const adminText = `${said} The binding of ${miss.role} for ${miss.member} on ${miss.node} is titled \u201c${miss.condition?.title}\u201d.`;
        const fix = { entitlement: lent.entitlements[0]?.name };
        findings.push({ ...base, rank: 15, text: said, adminText, evidence, fix });
      }
    }
    if (lent.missing && findings.length === 0) {
      const said = `I could not see whether ${who} had temporary access to ${place}.`;
      const adminText = `${said} ${lent.missing.what}`;
      const { code } = lent.missing;
      findings.push({
        stage,
        verdict: 'could-not-look',
        code,
        text: said,
        adminText,
        evidence: [],
        missing: [lent.missing],
      });
    }
    return findings;
  },
};
