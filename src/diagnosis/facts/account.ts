/** Facts about the account itself: the directory's entry for a person, IAM's for a service account. */
import type { DirectoryUser } from '../../google/ports.js';
import { type CustomerId, type DomainName, domainOf, type Email, parseEmail } from '../../names/index.js';
import type { Known, Missing } from '../../policy/types.js';
import type { Fact, Scope, Seen } from '../engine.js';
import { missing, missingFrom } from '../missing.js';
import type { Question } from '../question.js';
import { organizationFact } from './hierarchy.js';
import type { Looks } from './looks.js';

/** What is known of the person: found, certainly not in our directory, or not visible. */
export type Person =
  | { readonly state: 'found'; readonly user: DirectoryUser; readonly seen: Seen<DirectoryUser> }
  /** The directory does not know the address: another customer's, a consumer account, deleted, or mistyped. */
  | { readonly state: 'absent'; readonly external: boolean; readonly seen: Seen<DirectoryUser> }
  | {
      readonly state: 'unseen';
      readonly why: Extract<Known<never>, { known: false }>['why'];
      readonly seen: Seen<DirectoryUser>;
    };

/**
 * Looks the address up. The Directory API answers 404 for unknown addresses, and 403 both for people of other customers
 * and where the privilege is missing; {@link isReadable} tells these two apart.
 */
export function personFact(looks: Looks, question: Question, email: Email): Fact<Person> {
  return {
    key: `person ${email}`,
    read: async (scope) => {
      const organization = organizationFact(looks, question);
      scope.start(organization);
      const seen = await scope.get(looks.user(email));
      if (seen.look.ok) return { state: 'found', user: seen.look.value, seen };
      const { problem } = seen.look;
      const info = (await scope.get(organization))?.look;
      const own = info?.ok ? info.value.primaryDomain : undefined;
      const foreign = own !== undefined && domainOf(email) !== own;
      if (problem.kind === 'not-found') {
        const why = foreign ? undefined : await contradicted(scope, looks, email);
        return why ? { state: 'unseen', why, seen } : { state: 'absent', external: foreign, seen };
      }
      if (problem.kind === 'forbidden' && foreign && (await isReadable(scope, looks, own)))
        return { state: 'absent', external: true, seen };
      return { state: 'unseen', why: missingFrom(problem, 'directory', email), seen };
    },
  };
}

/**
 * Whether we may look into our own directory at all: an address of the own primary domain is either found or not found
 * by whoever may look, and refused to whoever may not. A secondary domain's people must not be taken for strangers
 * because a privilege is missing.
 */
async function isReadable(scope: Scope, looks: Looks, domain: DomainName): Promise<boolean> {
  const address = parseEmail(`postmaster@${domain}`);
  if (!address) return false;
  const { look } = await scope.get(looks.user(address));
  return look.ok || look.problem.kind === 'not-found';
}

/** An address of our own that the directory does not know, but that is in groups all the same: one of the two is wrong. */
async function contradicted(scope: Scope, looks: Looks, email: Email): Promise<Missing | undefined> {
  const { look } = await scope.get(looks.directGroups(email));
  if (!look.ok || look.value.length === 0) return undefined;
  const groups = look.value.map((relation) => relation.email);
  const what = `The directory says that it does not know ${email}, but Google lists it in ${groups.slice(0, 3).join(', ')}: one of the two is wrong.`;
  return missing('directory', email, what);
}

/** The person's customer. Unknown where the directory cannot be read; undefined for people who are in none of ours. */
export function customerOf(person: Person, email: Email): Known<CustomerId | undefined> {
  switch (person.state) {
    case 'found':
      return person.user.customerId === undefined
        ? {
            known: false,
            why: missing(
              'directory',
              email,
              `The directory does not say which customer ${email} belongs to.`,
            ),
          }
        : { known: true, value: person.user.customerId };
    case 'absent':
      return person.external
        ? { known: true, value: undefined }
        : {
            known: false,
            why: missing(
              'directory',
              email,
              `${email} is not in the directory, so I cannot tell which customer it belongs to.`,
            ),
          };
    case 'unseen':
      return { known: false, why: person.why };
  }
}
