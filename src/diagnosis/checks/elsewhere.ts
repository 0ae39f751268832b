/** Is the right role held at another service, so that the grant was only made in the wrong place? */
import type { Check } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { type SiblingGrant, siblingGrantsFact } from '../facts/siblings.js';
import { chain, placeName, some, whoIs } from '../words.js';

/** A grant made to this very account elsewhere was meant for somewhere; one through a big group says little. */
const rank = ({ grant }: SiblingGrant): number =>
  grant.principal.kind === 'user' || grant.principal.kind === 'serviceAccount' ? 40 : 60;

export const elsewhere: Check = {
  id: 'elsewhere',
  good: 'No grant for the subject was made at another service by mistake.',
  run: async ({ scope, question, looks }) => {
    const [siblings, decided] = await Promise.all([
      scope.get(siblingGrantsFact(looks, question)),
      scope.get(decisionFact(looks, question)),
    ]);
    if (decided.decision.allow.truth !== 'false' || siblings.length === 0) return [];
    const sorted = [...siblings].sort((a, b) => rank(a) - rank(b));
    const [first] = sorted;
    if (!first) return [];
    const text = `${whoIs(question)} holds the right role for ${some(sorted.map((s) => s.name))}, but not for ${placeName(question)}.`;
    const where = sorted.map((s) => `${s.grant.role} for ${chain(s.grant.via)} on ${s.grant.node}`);
    return [
      {
        stage: 'allow',
        verdict: 'blocks',
        code: 'granted-elsewhere',
        rank: rank(first),
        text,
        adminText: `${text} ${some(where)}.`,
        evidence: sorted.slice(0, 3).flatMap((s) => s.evidence),
        fix: { node: first.grant.node, boundRole: first.grant.role, boundMember: first.grant.member },
      },
    ];
  },
};
