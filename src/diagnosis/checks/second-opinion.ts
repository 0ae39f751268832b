/** Does Google's own Policy Troubleshooter come to the same IAM decision? */
import { and, not, type Ternary } from '../../policy/kleene.js';
import type { Decision } from '../../policy/results.js';
import type { Check } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { opinionFact } from '../facts/opinion.js';

export const secondOpinion: Check = {
  id: 'second-opinion',
  good: 'Policy Troubleshooter agrees.',
  run: async ({ scope, question, looks }) => {
    const [seen, decided] = await Promise.all([
      scope.get(opinionFact(question)),
      scope.get(decisionFact(looks, question)),
    ]);
    if (!seen?.look.ok) return [];
    const { state } = seen.look.value;
    const evidence = [seen.evidence];
    const comparable = withoutBoundary(decided.decision);
    const agrees = agreement(state, comparable);
    if (agrees === null) return [];
    if (agrees) {
      const text = 'Google\u2019s own Policy Troubleshooter agrees.';
      return [{ stage: 'allow', verdict: 'ok', code: null, text, adminText: text, evidence }];
    }
    const text =
      'Google\u2019s own Policy Troubleshooter comes to another result than I do: do not rely on this answer before somebody has looked.';
    return [
      {
        stage: 'allow',
        verdict: 'unsure',
        code: null,
        text,
        adminText: `${text} It says ${state}; I find ${comparable}.`,
        evidence,
      },
    ];
  },
};

/** The decision as Policy Troubleshooter v3 can know it: it has allow and deny, and no boundary (that is in its beta only). */
export function withoutBoundary({ allow, deny }: Decision): Ternary {
  return and([allow.truth, not(deny.truth)]);
}

/** Whether the troubleshooter and the decision say the same; null where it said UNKNOWN or the decision is unknown. */
export function agreement(state: string, truth: Ternary): boolean | null {
  if (truth === 'unknown') return null;
  if (state === 'CAN_ACCESS') return truth === 'true';
  if (state === 'CANNOT_ACCESS') return truth === 'false';
  return null;
}
