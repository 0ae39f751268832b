/** Facts about organisation policies that say whom allow policies may name at all, and whether they leave the subject out. */
import type { OrgPolicyRule } from '../../google/ports.js';
import { type Container, type CustomerId, containerName, domainOf, type Email } from '../../names/index.js';
import type { Missing } from '../../policy/types.js';
import type { Fact } from '../engine.js';
import { missingFrom, nothingThere } from '../missing.js';
import type { Question } from '../question.js';
import type { EvidenceItem } from '../report.js';
import { organizationFact } from './hierarchy.js';
import type { Looks } from './looks.js';
import { canonicalFact } from './subject.js';

export const LEGACY = 'iam.allowedPolicyMemberDomains';
export const MANAGED = 'iam.managed.allowedPolicyMembers';

export type Forbids = 'yes' | 'no' | 'unknown';

/** The organisation whose policies these are, and the person they are held against. */
export interface Parties {
  readonly organization: Container | undefined;
  readonly customer: CustomerId | undefined;
  readonly email: Email;
  /** Undefined: another customer's, or nobody's; which one cannot be seen. */
  readonly theirs: CustomerId | undefined;
}

const CONSUMER = ['gmail.com', 'googlemail.com'];

/** `C0abc`, `is:C0abc`, and organisations and customers by their principal sets. */
function namedBy(value: string): { readonly customer?: string; readonly organization?: string } {
  const text = value.replace(/^(?:is|under):/, '');
  const organization = /organizations\/(\d+)/.exec(text)?.[1];
  if (organization !== undefined) return { organization };
  const customer = /^(C[0-9A-Za-z]+)$/.exec(text)?.[1] ?? /workspace\/(C[0-9A-Za-z]+)/.exec(text)?.[1];
  return customer === undefined ? {} : { customer };
}

/** Whether a list of allowed circles leaves the person out. Circles of customers that cannot be seen leave it open. */
function outside(allowed: readonly string[], parties: Parties): Forbids {
  const { organization, customer, theirs, email } = parties;
  if (theirs === undefined && CONSUMER.includes(domainOf(email))) return 'yes';
  let open = false;
  for (const value of allowed) {
    const named = namedBy(value);
    const ours =
      (named.customer !== undefined && named.customer === customer) ||
      (named.organization !== undefined && named.organization === organization?.id);
    if (ours) {
      if (theirs !== undefined && theirs === customer) return 'no';
    } else if (named.customer !== undefined && theirs !== undefined) {
      if (named.customer === theirs) return 'no';
    } else open = true;
  }
  // Circles that are not ours may be theirs; without knowing our own customer nothing is ruled out.
  return open || customer === undefined ? 'unknown' : 'yes';
}

/** The list constraint `iam.allowedPolicyMemberDomains` (Organization Policy "Restricting identities by domain"). Pure. */
export function legacyForbids(rules: readonly OrgPolicyRule[], parties: Parties): Forbids {
  if (rules.length === 0) return 'no';
  if (rules.some(({ conditional }) => conditional)) return 'unknown';
  if (rules.some(({ allowAll }) => allowAll)) return 'no';
  if (rules.some(({ denyAll }) => denyAll)) return 'yes';
  const allowed = rules.flatMap(({ allowedValues }) => allowedValues);
  return allowed.length === 0 ? 'unknown' : outside(allowed, parties);
}

/** The managed constraint `iam.managed.allowedPolicyMembers`, with its two lists as parameters. Pure. */
export function managedForbids(rules: readonly OrgPolicyRule[], parties: Parties): Forbids {
  if (rules.some(({ conditional }) => conditional)) return 'unknown';
  const enforced = rules.filter(({ enforce }) => enforce === true);
  if (enforced.length === 0) return 'no';
  const list = (name: string): string[] => enforced.flatMap(({ parameters }) => parameters[name] ?? []);
  if (list('allowedMemberSubjects').some((s) => s.toLowerCase() === `user:${parties.email}`)) return 'no';
  return outside(list('allowedPrincipalSets'), parties);
}

export interface MemberRestriction {
  readonly forbids: Forbids;
  /** The constraint that forbids. */
  readonly constraint: string | undefined;
  readonly evidence: readonly EvidenceItem[];
  readonly missing: Missing | undefined;
}

/** Do the organisation policies in force on the project keep this person out of its allow policies? */
export function memberRestrictionFact(looks: Looks, question: Question): Fact<MemberRestriction> {
  return {
    key: 'organisation policies about members',
    read: async (scope) => {
      const { project } = question.place.resource;
      const [legacy, managed, canonical, info] = await Promise.all([
        scope.get(looks.orgPolicy(project, LEGACY)),
        scope.get(looks.orgPolicy(project, MANAGED)),
        scope.get(canonicalFact(looks, question)),
        scope.get(organizationFact(looks, question)),
      ]);
      const evidence = [legacy.evidence, managed.evidence];
      const { email, customer } = canonical;
      if (email === undefined || !customer.known)
        return { forbids: 'unknown', constraint: undefined, evidence, missing: undefined };
      const parties: Parties = {
        organization: info?.look.ok ? info.look.value.container : question.config.organization,
        customer: info?.look.ok ? info.look.value.customerId : undefined,
        email,
        theirs: customer.value,
      };
      const answers = [
        { constraint: LEGACY, look: legacy.look, judge: legacyForbids },
        { constraint: MANAGED, look: managed.look, judge: managedForbids },
      ].map(({ constraint, look, judge }) => ({
        constraint,
        forbids: look.ok ? judge(look.value, parties) : 'unknown',
        problem: look.ok || nothingThere(look.problem) ? undefined : look.problem,
      }));
      const hit = answers.find(({ forbids }) => forbids === 'yes');
      const problem = answers.find((answer) => answer.problem)?.problem;
      return {
        forbids: hit ? 'yes' : answers.some(({ forbids }) => forbids === 'unknown') ? 'unknown' : 'no',
        constraint: hit?.constraint,
        evidence,
        missing: problem && missingFrom(problem, 'org-policy', containerName(project)),
      };
    },
  };
}
