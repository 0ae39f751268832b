/** Does a deny policy of the project, a folder or the organisation take the permission away? */
import { type Email, parseDenyPrincipal } from '../../names/index.js';
import type { DenyHit } from '../../policy/results.js';
import type { Check, CheckFinding } from '../check.js';
import { type Decided, decisionFact } from '../facts/decision.js';
import { chain, placeName, some, whoIs } from '../words.js';

const stage = 'deny';

const codes: Record<DenyHit['flavour'], string> = {
  plain: 'deny-policy',
  unevaluable: 'deny-unevaluable',
  'exception-missed': 'deny-exception-missed',
};

function hitText(hit: DenyHit, who: string, place: string): string {
  switch (hit.flavour) {
    case 'plain':
      return `A deny policy takes access to ${place} away from ${who}, whatever else is granted.`;
    case 'unevaluable':
      return `A deny policy covers ${who} with a condition Google cannot evaluate; then it denies.`;
    case 'exception-missed':
      return `A deny policy takes access to ${place} away from everybody but some exceptions, and ${who} is not among them.`;
  }
}

const describe = (hit: DenyHit): string =>
  `${hit.policy} on ${hit.node}, rule ${hit.ruleIndex + 1}, denies ${hit.rule.deniedPermissions.join(', ')} to ${hit.member}${hit.via.length > 1 ? ` (${chain(hit.via)})` : ''}`;

function evidenceOf(decided: Decided, nodes: readonly string[]) {
  const wanted = new Set(nodes);
  return decided.denyNodes.filter((n) => wanted.size === 0 || wanted.has(n.name)).flatMap((n) => n.evidence);
}

/** The group whose members the only rule that hits would spare. Where several rules hit, one exception opens nothing. */
function sparedGroup(sure: readonly DenyHit[]): Email | undefined {
  const [hit, ...others] = sure;
  if (hit?.flavour !== 'exception-missed' || others.length > 0) return undefined;
  const groups = hit.rule.exceptionPrincipals.map(parseDenyPrincipal).filter((p) => p.kind === 'group');
  return groups[0]?.email;
}

export const deny: Check = {
  id: 'deny',
  good: 'No deny policy covers the subject.',
  run: async ({ scope, question, looks }) => {
    const decided = await scope.get(decisionFact(looks, question));
    const { deny: result } = decided.decision;
    const who = whoIs(question);
    const place = placeName(question);
    const findings: CheckFinding[] = [];
    const sure = result.hits.filter((hit) => hit.truth === 'true');
    const [first] = [...sure].sort((a, b) => order(a) - order(b));
    if (result.truth === 'true' && first) {
      const text = hitText(first, who, place);
      findings.push({
        stage,
        verdict: 'blocks',
        code: codes[first.flavour],
        text,
        adminText: `${text} ${some(sure.map(describe))}.`,
        evidence: evidenceOf(
          decided,
          sure.map((hit) => hit.node),
        ),
        fix: { policyName: first.policy, node: first.node, group: sparedGroup(sure) },
      });
    } else if (result.truth === 'unknown') {
      const text = `I could not see whether a deny policy takes access to ${place} away from ${who}.`;
      const missing = [...result.unknowns, ...result.hits.flatMap((hit) => hit.missing ?? [])];
      findings.push({
        stage,
        verdict: 'could-not-look',
        decides: true,
        code: missing[0]?.code ?? 'deny-not-readable',
        text,
        adminText: `${text} ${some(missing.map((m) => m.what))}`,
        evidence: evidenceOf(decided, []),
        missing,
      });
    } else {
      const text = `No deny policy covers ${who}.`;
      findings.push({
        stage,
        verdict: 'ok',
        code: null,
        text,
        adminText: text,
        evidence: evidenceOf(decided, []),
      });
    }
    if (result.nearMisses.length > 0) {
      const text = 'A deny policy looks meant for IAP but names a permission IAP does not check.';
      const detail = some(result.nearMisses.map((m) => `${m.policy} on ${m.node} names ${m.permission}`));
      findings.push({
        stage,
        verdict: 'warns',
        code: 'deny-misses',
        text,
        adminText: `${text} ${detail}.`,
        evidence: evidenceOf(
          decided,
          result.nearMisses.map((m) => m.node),
        ),
      });
    }
    return findings;
  },
};

const order = (hit: DenyHit): number => ['plain', 'exception-missed', 'unevaluable'].indexOf(hit.flavour);
