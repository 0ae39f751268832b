/** Stage guard: may we connect there at all? By the name alone; nothing is sent. */
import { guardName, type NameDecision } from '../guard/guard.js';
import type { Refusal } from '../guard/refusal.js';
import type { GuardRules } from '../guard/rules.js';
import { type Facts, halted, type StageResult } from '../wire/recorder.js';

type Agreed = Exclude<NameDecision, { kind: 'refused' }>;

/** The halt for a refusal (`contract.md` §7.22), also where only the resolved addresses gave it away. */
export const refusedBy = (refusal: Refusal, facts: Facts = {}) =>
  halted('guard', 'target-refused', refusal.detail, undefined, { ...facts, refused: refusal.reason });

export async function guardStage(url: string, rules: GuardRules): Promise<StageResult<Agreed>> {
  const decision = guardName(url, rules);
  if (decision.kind === 'refused') return refusedBy(decision.refusal);
  return {
    ok: true,
    value: decision,
    facts: { decidedBy: decision.kind === 'cleared' ? decision.by : 'name' },
  };
}
