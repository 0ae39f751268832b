/** Do the newest log entries agree with what the policies say, once Google has had time to spread the last change? */
import { isAbout } from '../../changes/authorize.js';
import { propagationMs } from '../../changes/relation.js';
import type { Missing } from '../../policy/types.js';
import type { Check, CheckFinding } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { evidenceUntil, ownDecisionsFact } from '../facts/history.js';
import { type PathChange, pathChangesFact } from '../facts/path-changes.js';
import { canonicalFact } from '../facts/subject.js';
import { moment, placeName, whoIs } from '../words.js';

const windowOf = ({ change }: PathChange): number => propagationMs(change.kind);

export const propagation: Check = {
  id: 'propagation',
  good: 'The logs agree with the policies.',
  run: async ({ scope, question, looks }) => {
    const [{ entries, evidence }, path, { email }, decided] = await Promise.all([
      scope.get(ownDecisionsFact(looks, question)),
      scope.get(pathChangesFact(looks, question)),
      scope.get(canonicalFact(looks, question)),
      scope.get(decisionFact(looks, question)),
    ]);
    if (email === undefined || decided.decision.truth === 'unknown') return [];
    const here = entries.filter((entry) => isAbout(entry, question.place.resource));
    const now = evidenceUntil(question);
    const direction = decided.decision.truth === 'true' ? 'gives' : 'takes';
    const young = path.changes.find(
      (c) => c.direction === direction && now - Date.parse(c.change.at) < windowOf(c),
    );
    const newestOwn = here.find((entry) => entry.email === email);
    if (decided.decision.truth === 'false') {
      // Access that was just taken away and still works: only the log of a granted request shows it.
      const used =
        young && newestOwn?.granted === true && Date.parse(newestOwn.at) > Date.parse(young.change.at);
      return used ? [stillIn(young, question, evidence)] : [];
    }
    const refusals = here.filter((entry) => !entry.granted);
    if (young) {
      const after = refusals.find((entry) => Date.parse(entry.at) >= Date.parse(young.change.at));
      return after ? [spreading(young, now, question, evidence)] : [];
    }
    const settled =
      path.unread ||
      path.changes.every(
        (c) => newestOwn !== undefined && Date.parse(newestOwn.at) > Date.parse(c.change.at) + windowOf(c),
      );
    return newestOwn && !newestOwn.granted && settled
      ? [contradiction(newestOwn.at, decided.foreign, question, evidence)]
      : [];
  },
};

type Q = Parameters<typeof whoIs>[0];
type E = CheckFinding['evidence'];

function spreading(young: PathChange, now: number, question: Q, evidence: E): CheckFinding {
  const minutes = Math.max(1, Math.round((now - Date.parse(young.change.at)) / 60_000));
  const group = young.change.kind === 'group-membership';
  const text = `${whoIs(question)} was given access ${minutes} min ago, and was still refused after that: the change is spreading. ${group ? 'Group changes take minutes, sometimes hours.' : 'It usually takes 2 minutes, sometimes 7 or more.'}`;
  return {
    stage: 'allow',
    verdict: 'warns',
    code: 'change-propagating',
    text,
    adminText: `${text} Change of ${moment(young.change.at)} on ${young.change.resource} by ${young.change.actor ?? 'somebody unnamed'}.`,
    evidence,
  };
}

function stillIn(young: PathChange, question: Q, evidence: E): CheckFinding {
  const text = `${whoIs(question)} was let in after the access was taken away at ${moment(young.change.at)}: removals take a while to spread, and an open session lives on for a time.`;
  return { stage: 'allow', verdict: 'warns', code: 'removal-propagating', text, adminText: text, evidence };
}

/** The log is evidence too (`contract.md` §7.30): something decides that is out of sight. */
function contradiction(at: string, foreign: boolean, question: Q, evidence: E): CheckFinding {
  const who = whoIs(question);
  const text = `Everything I can see lets ${who} into ${placeName(question)}, but IAP refused them on ${moment(at)}, after the last change I know of.`;
  const code: Missing['code'] = foreign ? 'foreign-boundary' : 'condition-needs-context';
  const what = foreign
    ? `${who} belongs to another organisation, whose access boundary I cannot see.`
    : `Something about that request that I cannot see decided, such as the device, the network or an access level.`;
  const needs = foreign
    ? 'asking the administrators of their organisation'
    : 'one more try by the person, whose log entry I then read';
  return {
    stage: 'allow',
    verdict: 'could-not-look',
    decides: true,
    code,
    text: `${text} ${what}`,
    adminText: `${text} ${what}`,
    evidence,
    missing: [{ code, what, needs, subject: who }],
  };
}
