/** Matching principals that name a set of Google accounts: groups, domains, customers, and everybody signed in. */
import {
  type CustomerId,
  type DomainName,
  type Email,
  formatAllowMember,
  type Principal,
} from '../names/index.js';
import type { GroupPath, Identity } from './identity.js';
import { isConsumer } from './member-account.js';
import { direct, doubt, fromKnown, type MemberMatch, no, selfMember } from './member-match.js';
import type { Missing } from './types.js';

/** The chain into a group as member strings; the person is always first and the bound group always last. */
function groupChain(path: GroupPath, group: Email, identity: Identity): string[] {
  const between = path.chain.slice(1).filter((address) => address !== group);
  return [selfMember(identity), ...between.map((address) => `group:${address}`), `group:${group}`];
}

/** A `group:` principal, by what was found out about the membership. */
export function matchGroup(group: Email, identity: Identity): MemberMatch {
  const answer = identity.inGroup(group);
  switch (answer.in) {
    case 'yes':
      return {
        truth: 'true',
        via: groupChain(answer.path, group, identity),
        traced: answer.path.traced && answer.path.chain.length > 0,
      };
    case 'unknown':
      return doubt(answer.missing);
    case 'no':
      break;
  }
  const because = answer.detail === undefined ? '' : `: ${answer.detail}`;
  switch (answer.why) {
    case 'not-a-member':
      return no('not-in-group', `asks for membership of ${group}${because}`, group);
    case 'group-missing':
      return no('group-missing', `asks for membership of ${group}, which is no group${because}`, group);
    case 'membership-expired':
      return no('membership-expired', `asks for membership of ${group}, which has expired${because}`, group);
    case 'membership-restricted':
      return no(
        'membership-restricted',
        `asks for membership of ${group}, which that group does not accept${because}`,
        group,
      );
  }
}

/**
 * A `domain:` principal: everybody of the customer that owns the domain, whatever their own address ends in (IAM
 * "Principals"). A service account belongs to no such customer, as far as is known.
 */
export function matchDomain(domain: DomainName, identity: Identity): MemberMatch {
  const { subject } = identity;
  switch (subject.kind) {
    case 'serviceAccount':
      return no('outside-domain', `names the people of ${domain}, likely not its service accounts`);
    case 'federated':
      return no('federated-not-matched', `names the Google accounts of ${domain}, not federated identities`);
    case 'user':
      return fromKnown(
        identity.inDomain(domain),
        () => direct({ kind: 'domain', domain }, identity),
        () =>
          no(
            'outside-domain',
            `names the people of ${domain}'s customer, to which the account does not belong`,
          ),
      );
  }
}

/**
 * All principals of a customer (deny policies), or its Workspace identities (boundary bindings). Whether the first
 * takes in the customer's service accounts is not documented, so that stays open.
 */
export function matchCustomer(
  principal: Principal & { readonly kind: 'customer' | 'workspace' },
  identity: Identity,
): MemberMatch {
  const { subject, customer, notOf } = identity;
  const outside = () => no('outside-domain', `names the accounts of customer ${principal.customer}`);
  if (subject.kind === 'federated') return no('federated-not-matched', outsideDetail(principal.customer));
  if (subject.kind === 'user') {
    if (!customer.known) return doubt(customer.why);
    // Boundaries bind the people of the organisation they are kept in; deny rules may name any customer.
    const anywhere = principal.kind === 'customer' && principal.customer !== notOf;
    if (customer.value === undefined && anywhere && !isConsumer(subject.email))
      return doubt(stranger(subject.email, principal.customer));
    return customer.value === principal.customer ? direct(principal, identity) : outside();
  }
  if (principal.kind === 'workspace') return outside();
  if (customer.known && customer.value !== undefined && customer.value !== principal.customer)
    return outside();
  return doubt({
    code: 'directory-not-readable',
    what: 'A policy names everybody of a customer, and whether that means its service accounts is not documented.',
    needs: "the answer of Google's Policy Troubleshooter",
    subject: formatAllowMember(principal),
  });
}

/** Of somebody the directory does not know, only which customer they are not of is known. */
const stranger = (email: Email, customer: CustomerId): Missing => ({
  code: 'directory-not-readable',
  what: `Which customer ${email} belongs to could not be seen, and a policy names everybody of customer ${customer}.`,
  needs: "the answer of Google's Policy Troubleshooter, or of that customer's administrators",
  subject: email,
});

const outsideDetail = (customer: CustomerId): string =>
  `names the Google accounts of customer ${customer}, not federated identities`;

/**
 * `allAuthenticatedUsers`: everybody with a Google account, service accounts included. The prose of IAM "Principals"
 * leaves federated identities out, a table on the same page does not; the prose is followed.
 */
export function matchAllAuthenticated(identity: Identity): MemberMatch {
  return identity.subject.kind === 'federated'
    ? no(
        'federated-not-matched',
        'names everybody with a Google account, which leaves federated identities out',
      )
    : direct({ kind: 'allAuthenticatedUsers' }, identity);
}
