/** Answers one question: starts every check at once under one deadline, concludes, and writes the report. */
import { type AuthorizeEntry, isAbout } from '../changes/authorize.js';
import { fixesFor } from '../fixes/index.js';
import { accessPermission, accessRole, iapName, isNumeric, subjectMember } from '../names/index.js';
import type { Missing } from '../policy/types.js';
import type { Check, CheckInput } from './check.js';
import { checks } from './checks/index.js';
import { agreement, withoutBoundary } from './checks/second-opinion.js';
import { type Attributed, asCause, type Conclusion, conclude } from './conclude.js';
import type { Engine } from './engine.js';
import { type Decided, decisionFact } from './facts/decision.js';
import { type Hierarchy, placeHierarchy } from './facts/hierarchy.js';
import { ownDecisionsFact } from './facts/history.js';
import { looksOf } from './facts/looks.js';
import { opinionFact } from './facts/opinion.js';
import { pathChangesFact } from './facts/path-changes.js';
import type { Question } from './question.js';
import type { BlindSpot, NearMiss, WhyReport } from './report.js';
import { changesOf, ownRefusals } from './report-change.js';
import { chain } from './words.js';

async function runCheck(check: Check, input: CheckInput): Promise<Attributed[]> {
  const findings = await check.run(input);
  return findings.map((finding) => ({ ...finding, check: check.id }));
}

/** The address that was asked for, where it is an alias of the account's own. */
function aliasOf(subject: Question['subject'], { identity }: Decided): { readonly alias?: string } {
  const asked = subject.kind === 'federated' ? undefined : subject.email;
  return asked === undefined || identity.email === undefined || asked === identity.email
    ? {}
    : { alias: asked };
}

/**
 * When IAP last decided otherwise about this person here than the policies say, milliseconds. A policy read before that
 * may be the old one: whoever is let in and then turned away asks within seconds of the change.
 */
function contraryDecision(
  decided: Decided,
  entries: readonly AuthorizeEntry[],
  question: Question,
): number | undefined {
  const { truth } = decided.decision;
  const { email } = decided.identity;
  if (truth === 'unknown' || email === undefined || question.given.at !== undefined) return undefined;
  const newest = entries.find((entry) => entry.email === email && isAbout(entry, question.place.resource));
  if (newest === undefined || newest.granted === (truth === 'true')) return undefined;
  const at = Date.parse(newest.at);
  return Number.isNaN(at) ? undefined : at;
}

/** The whole answer to one question about one place. Facts that were already read for this engine cost nothing. */
export async function diagnose(engine: Engine, question: Question, id: string): Promise<WhyReport> {
  const looks = looksOf(question.google);
  const input = (): CheckInput => ({ scope: engine.scope(), question, looks });
  const findings = (await Promise.all(checks.map((check) => runCheck(check, input())))).flat();
  const scope = engine.scope();
  const [decided, opinion, path, hierarchy, decisions] = await Promise.all([
    scope.get(decisionFact(looks, question)),
    scope.get(opinionFact(question)),
    scope.get(pathChangesFact(looks, question)),
    scope.get(placeHierarchy(looks, question)),
    scope.get(ownDecisionsFact(looks, question)),
  ]);
  const contrary = contraryDecision(decided, decisions.entries, question);
  if (contrary !== undefined && (await engine.renew(contrary))) return diagnose(engine, question, id);
  const conclusion = conclude(findings);
  const { cause, also, verdict } = conclusion;
  const { subject, place } = question;
  const state = opinion?.look.ok ? opinion.look.value.state : undefined;
  return {
    schema: 'iap-doctor.why/1',
    id,
    who: {
      asked: question.asked,
      email: decided.identity.email ?? (subject.kind === 'federated' ? null : subject.email),
      kind: subject.kind,
      ...aliasOf(subject, decided),
    },
    where: { name: place.name, resource: iapName(place.resource), url: place.url?.toString() ?? null },
    verdict,
    cause: cause ? asCause(cause) : null,
    also: also.map(asCause),
    findings: findings.map(({ check, verdict: v, code, text, adminText, evidence }) => ({
      check,
      verdict: v,
      code,
      text,
      adminText,
      evidence,
    })),
    grants: decided.decision.allow.grants.map((g) => ({
      via: g.via,
      role: g.role,
      node: g.node,
      condition: g.condition?.expression ?? null,
    })),
    nearMiss: verdict === 'allowed' ? null : nearMissOf(decided, conclusion),
    fixes: fixesOf(question, conclusion, findings, decided, hierarchy),
    changes: changesOf(path, {
      question,
      cause: cause?.code ?? null,
      refusals: ownRefusals(decisions, question),
    }),
    services: null,
    blindSpots: blindSpotsOf(findings),
    secondOpinion:
      state === undefined
        ? null
        : {
            source: 'policytroubleshooter.googleapis.com',
            state,
            agrees: agreement(state, withoutBoundary(decided.decision)),
          },
    cost: engine.cost(),
    oldestFactAt: engine.oldestFactAt(),
  };
}

/** The binding that comes nearest: at another place where that is the cause, else the first miss on the way here. */
function nearMissOf(decided: Decided, { cause }: Conclusion): NearMiss | null {
  if (cause?.code === 'granted-elsewhere') {
    const { node, boundRole: role, boundMember: member } = cause.fix ?? {};
    if (node !== undefined && role !== undefined && member !== undefined)
      return { role, node, member, failedOn: 'node', detail: 'it is the right grant, on another resource' };
  }
  const [miss] = decided.decision.allow.misses;
  if (!miss) return null;
  const { role, node, member, failedOn } = miss;
  const through = miss.via.length > 1 ? ` (${chain(miss.via)})` : '';
  return { role, node, member, failedOn, detail: `${miss.detail}${through}` };
}

/** Fixes for the cause; for `grant-removed` also those for the state it left, without saying the same twice. */
function fixesOf(
  question: Question,
  { cause, also }: Conclusion,
  findings: readonly Attributed[],
  { nodes: [leaf] }: Decided,
  { projectNames }: Hierarchy,
): WhyReport['fixes'] {
  if (!cause) return [];
  const { subject, place } = question;
  const base = {
    subject,
    member: subjectMember(subject),
    resource: place.resource,
    projectId: projectNames.find((name) => !isNumeric(name))?.id,
    placeName: place.name,
    url: place.url?.toString(),
    role: accessRole(place.resource),
    permission: accessPermission(place.resource),
    node: undefined,
    boundRole: undefined,
    boundMember: undefined,
    condition: undefined,
    group: undefined,
    groupNode: undefined,
    otherAccount: undefined,
    expiredAt: undefined,
    nextTrueAt: undefined,
    level: undefined,
    policyName: undefined,
    needs: undefined,
    beside:
      leaf?.node.policy.known === true &&
      leaf.node.policy.value.bindings.some((b) => b.condition !== undefined),
    // An address that had access is no slip of the keyboard, and nobody typed the one of their own profile.
    unheardOf:
      question.asked !== 'me' &&
      cause.code !== 'grant-removed' &&
      findings.some(({ code, fix }) => code === 'subject-not-found' && fix?.unheardOf === true),
    // Whatever the cause: a grant that an organisation policy refuses must not be proposed as if it were simple.
    constraint: findings.find(({ code }) => code === 'org-policy-forbids')?.fix?.constraint,
  };
  const state = cause.code === 'grant-removed' ? (also.find((a) => a.stage === 'allow') ?? cause) : cause;
  const code = state.code === 'grant-removed' ? 'no-grant' : (state.code ?? '');
  return fixesFor({ ...base, needs: state.missing?.[0]?.needs, ...state.fix, code });
}

function blindSpotsOf(findings: readonly Attributed[]): BlindSpot[] {
  const spots = new Map<string, BlindSpot>();
  const add = (code: string, { what, needs }: Missing): void => {
    const key = `${code} ${what}`;
    if (!spots.has(key)) spots.set(key, { code, what, needs });
  };
  for (const { missing } of findings) {
    for (const one of missing ?? []) {
      add(one.code, one);
      if (one.topic !== undefined) add(one.topic, one);
    }
  }
  return [...spots.values()];
}
