/** Matching principals that name one account: people, service accounts, and accounts that were deleted. */
import {
  domainOf,
  type Email,
  formatAllowMember,
  isServiceAccountEmail,
  type Principal,
  parseEmail,
} from '../names/index.js';
import type { Identity } from './identity.js';
import { direct, doubt, type MemberMatch, no, oddity, stranger } from './member-match.js';

/** Mailboxes that every company has: sharing one says nothing about being the same person. */
const SHARED_NAMES =
  /^(?:admin|administrator|billing|contact|dev|hello|help|helpdesk|hr|info|it|mail|no-?reply|office|ops|postmaster|root|sales|security|support|team|test|webmaster)$/;

/** The address IAM compares with; undefined for federated identities. */
export function ownEmail(identity: Identity): Email | undefined {
  if (identity.email !== undefined) return identity.email;
  return identity.subject.kind === 'federated' ? undefined : identity.subject.email;
}

/** Gmail ignores dots, what follows a `+`, and which of its two domains is written; others do none of that. */
function gmailKey(email: Email): string | undefined {
  const domain = domainOf(email);
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return undefined;
  const local = email.slice(0, email.lastIndexOf('@'));
  return local.replace(/\+.*$/, '').replaceAll('.', '');
}

/** Whether the address is a private Google account's: those belong to no customer. */
export const isConsumer = (email: Email): boolean => gmailKey(email) !== undefined;

/** The part of an address by which another account of the same person is suspected. */
export function personKey(email: Email): string {
  return gmailKey(email) ?? email.slice(0, email.lastIndexOf('@'));
}

/**
 * A `user:` principal. IAM compares with the primary address and rewrites an alias to it when a policy is written
 * (IAM "Principals"). Role bindings are kept by account, not by address (Google's note on re-created accounts), so an
 * alias that stands in a policy all the same, say after a rename, may well count: neither a yes nor a no.
 */
export function matchUser(email: Email, identity: Identity): MemberMatch {
  const { subject } = identity;
  const principal: Principal = { kind: 'user', email };
  if (subject.kind === 'federated') {
    return parseEmail(subject.principal.subject) === email
      ? no(
          'federated-not-matched',
          `names the Google account ${email}, not the federated identity of that name`,
        )
      : stranger();
  }
  const own = ownEmail(identity);
  if (email === own) return subject.kind === 'user' ? direct(principal, identity) : wrongType(email, 'user');
  if (own === undefined || subject.kind !== 'user') return stranger();
  const gmail = gmailKey(own);
  if (identity.aliases.includes(email) || (gmail !== undefined && gmailKey(email) === gmail)) {
    return doubt({
      code: 'other-account',
      what: `A policy names ${email}, another address of this account, where only the primary address ${own} is sure to count.`,
      needs: `the same entry written for ${own}`,
      subject: email,
    });
  }
  return looksLikeSamePerson(email, own)
    ? no('other-account', `names ${email}, which looks like another account of ${own}`)
    : stranger();
}

function looksLikeSamePerson(a: Email, b: Email): boolean {
  const key = personKey(a);
  return key.length >= 3 && key === personKey(b) && !SHARED_NAMES.test(key) && !isServiceAccountEmail(a);
}

/** Google refuses to store an address under the wrong type; where one is seen all the same, nothing is certain. */
function wrongType(email: Email, type: string): MemberMatch {
  return doubt({
    code: 'policy-not-readable',
    what: `A policy names ${email} as "${type}:", which that address is not; how Google reads that is not known.`,
    needs: `the entry for ${email} written with its right type`,
    subject: email,
  });
}

/** A `serviceAccount:` principal. */
export function matchServiceAccount(email: Email, identity: Identity): MemberMatch {
  if (email !== ownEmail(identity)) return stranger();
  return identity.subject.kind === 'serviceAccount'
    ? direct({ kind: 'serviceAccount', email }, identity)
    : wrongType(email, 'serviceAccount');
}

/**
 * A `deleted:` principal never matches: it stands for an account or group that is gone, and not for a new one of the
 * same address (IAM "Principal identifiers").
 */
export function matchDeleted(was: Principal, identity: Identity): MemberMatch {
  const gone = formatAllowMember(was);
  switch (was.kind) {
    case 'group':
      return no('deleted-principal', `names ${gone}, which was deleted`, was.email);
    case 'user':
    case 'serviceAccount': {
      const same = was.email === ownEmail(identity) || identity.aliases.includes(was.email);
      return same
        ? no(
            'deleted-principal',
            `names an earlier account ${gone}, which was deleted; the present one is another`,
          )
        : stranger('names a deleted account');
    }
    case 'federatedSubject': {
      const { subject } = identity;
      const same =
        subject.kind === 'federated' &&
        subject.principal.pool.name === was.pool.name &&
        subject.principal.subject === was.subject;
      return same
        ? no('deleted-principal', `names ${gone}, which was deleted`)
        : stranger('names a deleted identity');
    }
    default:
      return oddity('names something deleted');
  }
}
