/** Did a change take away a grant the subject had? */
import type { Check } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { pathChangesFact } from '../facts/path-changes.js';
import { moment, placeName, whoIs } from '../words.js';

export const removed: Check = {
  id: 'removed',
  good: 'No recent change took a grant away.',
  run: async ({ scope, question, looks }) => {
    const [{ changes, evidence }, decided] = await Promise.all([
      scope.get(pathChangesFact(looks, question)),
      scope.get(decisionFact(looks, question)),
    ]);
    if (decided.decision.allow.truth !== 'false') return [];
    const taken = changes.find((c) => c.direction === 'takes');
    if (!taken) return [];
    const { change, deltas } = taken;
    const membership = change.kind === 'group-membership';
    const group = change.resource.replace(/^groups\//, '');
    const text = membership
      ? `${whoIs(question)} had access to ${placeName(question)} until ${moment(change.at)}, when the membership in ${group} was removed.`
      : `${whoIs(question)} had access to ${placeName(question)} until ${moment(change.at)}, when the grant was removed.`;
    const what = deltas
      .filter((d) => d.action === 'remove')
      .map((d) =>
        membership ? `${d.member} from ${group}` : `${d.role} from ${d.member} on ${change.resource}`,
      );
    return [
      {
        stage: 'allow',
        verdict: 'blocks',
        code: 'grant-removed',
        rank: 0,
        text,
        adminText: `${text} ${change.actor ?? 'Somebody'} removed ${what.join(', ')}${change.userAgent === undefined ? '' : ` with ${change.userAgent.replace(/[ ,]*\(?gzip(?:\(gfe\))?\)?/g, '')}`}.`,
        evidence,
      },
    ];
  },
};
