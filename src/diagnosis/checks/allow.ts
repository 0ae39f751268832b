/** Does some binding on the way give the subject the permission IAP checks? */
import { accessRole, iapName } from '../../names/index.js';
import type { Miss } from '../../policy/results.js';
import { missSentences } from '../allow-sentences.js';
import type { Check, CheckFinding } from '../check.js';
import { type Decided, decisionFact } from '../facts/decision.js';
import type { Question } from '../question.js';
import type { EvidenceItem } from '../report.js';
import { chain, placeName, some, whoIs } from '../words.js';

const stage = 'allow';

/** How near a miss has to be to outrank "granted elsewhere" and "run.invoker only", which rank 40. */
const RANKS: Readonly<Record<string, number>> = {
  'not-in-group': 50,
  'outside-domain': 52,
  'group-missing': 48,
  'no-grant': 90,
};

/** The rank of an allow-side code among its siblings; the evaluator's own order decides between misses. */
export const rankOf = (code: string): number => RANKS[code] ?? 20;

function evidenceFor(decided: Decided, nodes: readonly string[]): readonly EvidenceItem[] {
  const wanted = new Set(nodes);
  return decided.nodes.filter((n) => wanted.has(n.node.name)).flatMap((n) => n.evidence);
}

const everyNode = (decided: Decided): readonly string[] => decided.nodes.map((n) => n.node.name);

function granted(decided: Decided, question: Question): CheckFinding {
  const { grants } = decided.decision.allow;
  const who = whoIs(question);
  const place = placeName(question);
  const text = `${who} holds the role that opens ${place}.`;
  const ways = grants.map(
    (g) =>
      `${chain(g.via)} \u2192 ${g.role} on ${g.node}${g.condition ? ` if ${g.condition.expression}` : ''}`,
  );
  return {
    stage,
    verdict: 'ok',
    code: null,
    text,
    adminText: `${text} ${some(ways, 5)}.`,
    evidence: evidenceFor(
      decided,
      grants.map((g) => g.node),
    ),
  };
}

/** The group that has access and is nearest to the place: the one to join. */
function groupToJoin(misses: readonly Miss[]): Miss | undefined {
  return misses.find((m) => m.group !== undefined && m.failedOn === 'member' && m.code !== 'group-missing');
}

function denied(decided: Decided, question: Question): CheckFinding {
  const { misses } = decided.decision.allow;
  const [nearest] = misses;
  const who = whoIs(question);
  const place = placeName(question);
  const join = groupToJoin(misses);
  const fix = { group: join?.group, groupNode: join?.node };
  if (!nearest || nearest.code === 'no-grant') {
    const text = `Nothing gives ${who} access to ${place}.`;
    const role = accessRole(question.place.resource);
    return {
      stage,
      verdict: 'blocks',
      code: 'no-grant',
      rank: rankOf('no-grant'),
      text,
      adminText: `${text} No binding of ${role} on ${iapName(question.place.resource)} or above it reaches them; I read ${decided.nodes.length} policies.`,
      evidence: evidenceFor(decided, everyNode(decided)),
      fix,
    };
  }
  return {
    stage,
    verdict: 'blocks',
    code: nearest.code,
    rank: rankOf(nearest.code),
    ...missSentences(nearest, question),
    evidence: evidenceFor(decided, everyNode(decided)),
    fix: {
      ...fix,
      ...(nearest.group === undefined ? {} : { group: nearest.group, groupNode: nearest.node }),
      node: nearest.node,
      boundRole: nearest.role,
      boundMember: nearest.member,
      condition: nearest.condition,
      expiredAt: nearest.conditionResult?.expiredAt,
      nextTrueAt: nearest.conditionResult?.nextTrueAt,
      level: nearest.conditionResult?.clauses.find((c) => c.level !== undefined && c.truth !== 'true')?.level,
    },
  };
}

function untold(decided: Decided, question: Question): CheckFinding {
  const { unknowns } = decided.decision.allow;
  const who = whoIs(question);
  const place = placeName(question);
  const [first] = unknowns;
  const context = unknowns
    .filter((u) => u.conditionResult?.truth === 'unknown')
    .flatMap((u) => u.conditionResult?.missing ?? []);
  const text =
    first?.missing.code === 'condition-needs-context'
      ? `Whether ${who} may use ${place} depends on something I cannot see: ${some([...new Set(context.map((m) => m.attribute))])}.`
      : `I could not see everything that decides whether ${who} may use ${place}.`;
  return {
    stage,
    verdict: 'could-not-look',
    decides: true,
    code: first?.missing.code ?? 'policy-not-readable',
    text,
    adminText: `${text} ${some(unknowns.map((u) => `${u.missing.what}${u.member === undefined ? '' : ` (${u.role} for ${u.member} on ${u.node})`}`))}`,
    evidence: evidenceFor(
      decided,
      unknowns.map((u) => u.node),
    ),
    missing: unknowns.map((u) => u.missing),
  };
}

export const allow: Check = {
  id: 'allow',
  good: 'A binding on the app or above it gives the subject the role.',
  run: async ({ scope, question, looks }) => {
    const decided = await scope.get(decisionFact(looks, question));
    switch (decided.decision.allow.truth) {
      case 'true':
        return [granted(decided, question)];
      case 'false':
        return [denied(decided, question)];
      case 'unknown':
        return [untold(decided, question)];
    }
  },
};
