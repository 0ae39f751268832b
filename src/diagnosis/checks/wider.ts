/** Is the access that is there wider than it looks: public, inherited, unconditional beside a condition, by domain, nested? */
import { domainOf } from '../../names/index.js';
import type { ClauseKind, Grant, Miss } from '../../policy/results.js';
import type { Check, CheckFinding } from '../check.js';
import { type Decided, decisionFact } from '../facts/decision.js';
import type { Question } from '../question.js';
import { chain, placeName, some, whoIs } from '../words.js';

/** One way in which access can be wider than its owner thinks: a code, when it holds, and what it says. */
interface Widening {
  readonly code: string;
  readonly grants: (grants: readonly Grant[], decided: Decided, question: Question) => readonly Grant[];
  readonly say: (place: string, who: string) => string;
}

const onContainer = (grant: Grant): boolean => !grant.node.includes('/iap_');

/** What a request brings with it; Google advises to compare these positively only (IAM "conditions attribute reference"). */
const BROUGHT: readonly ClauseKind[] = ['access-level', 'path', 'host'];

const restsOnNegation = (grant: Grant): boolean =>
  grant.conditionResult?.clauses.some((clause) => clause.negated && BROUGHT.includes(clause.kind)) ?? false;

/** A binding with a condition that the subject also matches, whatever the condition says today. */
const hasConditional = (grants: readonly Grant[], misses: readonly Miss[]): boolean =>
  grants.some((g) => g.condition !== undefined) ||
  misses.some((m) => m.failedOn === 'condition' && m.condition !== undefined);

const widenings: readonly Widening[] = [
  {
    code: 'public',
    grants: (grants) =>
      grants.filter((g) => g.principal.kind === 'allUsers' || g.principal.kind === 'allAuthenticatedUsers'),
    say: (place) =>
      `${place} is open to everybody on the internet or with a Google account, and IAP keeps no log of such visits.`,
  },
  {
    code: 'inherited-grant',
    grants: (grants) => grants.filter(onContainer),
    say: (place, who) =>
      `The access of ${who} to ${place} is inherited from above the app: it covers every IAP app there.`,
  },
  {
    code: 'condition-bypassed',
    grants: (grants, { decision }) =>
      hasConditional(
        grants,
        decision.allow.misses.concat(
          decision.allow.unknowns.flatMap((u) => (u.conditionResult ? [asMiss(u)] : [])),
        ),
      )
        ? grants.filter((g) => g.condition === undefined)
        : [],
    say: (place, who) =>
      `A condition is meant to limit the access of ${who} to ${place}, but another grant without one lets them in anyway.`,
  },
  {
    code: 'domain-wider',
    grants: (grants, { identity }) =>
      grants.filter(
        (g) =>
          g.principal.kind === 'domain' &&
          identity.email !== undefined &&
          domainOf(identity.email) !== g.principal.domain,
      ),
    say: (place, who) =>
      `${who} gets into ${place} through a domain grant although the address is of another domain: such grants cover every domain of the organisation.`,
  },
  {
    code: 'nested-grant',
    grants: (grants) => grants.filter((g) => g.principal.kind === 'group' && (g.via.length > 2 || !g.traced)),
    say: (place, who) => `${who} gets into ${place} through nested groups.`,
  },
  {
    code: 'negated-condition',
    grants: (grants) => grants.filter(restsOnNegation),
    say: (place, who) =>
      `The condition that lets ${who} into ${place} says what must not be, so it also holds for requests nobody thought of.`,
  },
];

function asMiss(unknown: Decided['decision']['allow']['unknowns'][number]): Miss {
  return {
    failedOn: 'condition',
    code: '',
    node: unknown.node,
    role: unknown.role ?? '',
    member: unknown.member ?? '',
    condition: unknown.condition,
    conditionResult: unknown.conditionResult,
    detail: '',
    group: undefined,
    via: [],
  };
}

export const wider: Check = {
  id: 'wider',
  good: 'The access is no wider than it looks.',
  run: async ({ scope, question, looks }) => {
    const decided = await scope.get(decisionFact(looks, question));
    const { grants } = decided.decision.allow;
    return widenings.flatMap((widening): CheckFinding[] => {
      const hits = widening.grants(grants, decided, question);
      if (hits.length === 0) return [];
      const text = widening.say(placeName(question), whoIs(question));
      const ways = hits.map((g) => `${chain(g.via)} \u2192 ${g.role} on ${g.node}`);
      const nodes = new Set(hits.map((g) => g.node));
      const evidence = decided.nodes.filter((n) => nodes.has(n.node.name)).flatMap((n) => n.evidence);
      return [
        {
          stage: 'allow',
          verdict: 'warns',
          code: widening.code,
          text,
          adminText: `${text} ${some(ways)}.`,
          evidence,
        },
      ];
    });
  },
};
