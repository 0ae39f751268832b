/** Puts the identity together: the canonical subject plus an answer for every group and domain the policies name. */
import type { DomainName, Email } from '../../names/index.js';
import type { DomainAnswer, GroupAnswer, Identity } from '../../policy/identity.js';
import type { Circles } from '../../policy/interest.js';
import type { Fact, Scope } from '../engine.js';
import { missing } from '../missing.js';
import { evaluationTime, type Question } from '../question.js';
import { type Closure, chainTo, closureFact } from './groups.js';
import { organizationFact, ownCustomerFact } from './hierarchy.js';
import type { Looks } from './looks.js';
import { type MembershipFacts, membershipFacts } from './membership.js';
import { addressFact, type Canonical, domainFact } from './subject.js';

/** The memberships of the canonical address; the closure of the typed one is started at once, they are mostly the same. */
export function memberFact(looks: Looks, question: Question): Fact<MembershipFacts | undefined> {
  return {
    key: 'memberships of the subject',
    read: async (scope) => {
      const { subject } = question;
      const customer = ownCustomerFact(looks, question);
      if (subject.kind !== 'federated') scope.start(closureFact(looks, subject.email, customer));
      scope.start(organizationFact(looks, question));
      const { email, customerId } = await scope.get(addressFact(looks, question));
      if (email === undefined) return undefined;
      const organization = (await scope.get(organizationFact(looks, question)))?.look;
      const ownDomain = organization?.ok ? organization.value.primaryDomain : undefined;
      const typed = subject.kind !== 'federated' && subject.email !== email ? subject.email : undefined;
      return membershipFacts(
        looks,
        {
          email,
          typed,
          customerId,
          ownDomain,
          at: evaluationTime(question),
        },
        customer,
      );
    },
  };
}

/** Everything that is known about the circles the policies name. */
export interface Circled {
  readonly groups: Map<Email, GroupAnswer>;
  readonly domains: Map<DomainName, DomainAnswer>;
}

/**
 * Finds out about the circles of one node. Those that decide are settled to the end; those that only explain are
 * taken from the closure alone and cost nothing.
 */
export async function settleCircles(
  scope: Scope,
  looks: Looks,
  question: Question,
  circles: Circles,
  explaining: readonly Email[],
  purpose: 'grant' | 'denial' = 'grant',
): Promise<Circled> {
  if (purpose === 'grant' && circles.groups.length <= LOOKED_AHEAD)
    scope.start(lookAheadFact(looks, question, circles.groups));
  const members = await scope.get(memberFact(looks, question));
  const groups = new Map<Email, GroupAnswer>();
  const domains = new Map<DomainName, DomainAnswer>();
  await Promise.all([
    ...circles.groups.map(async (group) => {
      groups.set(group, members ? await scope.get(members.of(group, purpose)) : notAPerson);
    }),
    ...circles.domains.map(async (domain) => {
      domains.set(domain, await scope.get(domainFact(looks, question, domain)));
    }),
  ]);
  if (members && explaining.length > 0) {
    const [closure, { email }] = await Promise.all([
      scope.get(members.closure),
      scope.get(addressFact(looks, question)),
    ]);
    for (const group of explaining) {
      const answer = email === undefined ? undefined : certain(closure, email, group);
      if (answer && !groups.has(group)) groups.set(group, answer);
    }
  }
  return { groups, domains };
}

/** Up to how many groups are looked up before it is known whose account this is. */
const LOOKED_AHEAD = 40;

/**
 * A group that the search does not list has to be looked up, to tell why; so has every one where Google refuses the
 * search, as it does for strangers. Neither need wait for what else is found out about the person.
 */
function lookAheadFact(looks: Looks, { subject }: Question, groups: readonly Email[]): Fact<void> {
  return {
    key: `look-ups ahead of ${groups.join(' ')}`,
    read: async (scope) => {
      if (subject.kind === 'federated' || groups.length === 0) return;
      const { look } = await scope.get(looks.transitiveGroups(subject.email));
      const listed = new Set(look.ok ? look.value.map(({ email }) => email) : []);
      for (const group of groups) if (!listed.has(group)) scope.start(looks.groupName(group));
    },
  };
}

const notAPerson: GroupAnswer = {
  in: 'no',
  why: 'not-a-member',
  detail: 'federated identities are in no Google group',
};

function certain(closure: Closure, email: Email, group: Email): GroupAnswer | undefined {
  if (!closure.groups.has(group)) return undefined;
  const chain = chainTo(closure, email, group);
  return { in: 'yes', path: chain ? { chain, traced: true } : { chain: [email, group], traced: false } };
}

/** The identity the evaluators decide about. A circle nobody asked about is unknown, never a no. */
export function identityOf(question: Question, canonical: Canonical, circled: Circled): Identity {
  return {
    subject: question.subject,
    email: canonical.email,
    aliases: canonical.aliases,
    customer: canonical.customer,
    notOf: canonical.notOf,
    home: canonical.home,
    inGroup: (group) =>
      circled.groups.get(group) ?? {
        in: 'unknown',
        missing: missing('groups', group, `I did not look up the members of ${group}.`),
      },
    inDomain: (domain) =>
      circled.domains.get(domain) ?? {
        known: false,
        why: missing('directory', domain, `I did not look up which customer owns ${domain}.`),
      },
  };
}
