/** The subject as IAM sees it: primary address, aliases, customer, and for a service account where it lives. */
import type { Container, CustomerId, DomainName, Email } from '../../names/index.js';
import { containerName, domainOf, parseProject, sameContainer } from '../../names/index.js';
import type { DomainAnswer } from '../../policy/identity.js';
import { isConsumer } from '../../policy/member-account.js';
import type { Known } from '../../policy/types.js';
import type { Fact, Scope } from '../engine.js';
import { missing, missingFrom } from '../missing.js';
import type { Question } from '../question.js';
import { customerOf, type Person, personFact } from './account.js';
import {
  type Hierarchy,
  hierarchyOf,
  organizationFact,
  ownCustomerFact,
  placeHierarchy,
} from './hierarchy.js';
import type { Looks } from './looks.js';

/** The canonical subject. `person` is set for people, `home` for service accounts. */
export interface Canonical {
  readonly email: Email | undefined;
  readonly aliases: readonly Email[];
  readonly customer: Known<CustomerId | undefined>;
  /** The place's customer, for a person who is certainly not of it. */
  readonly notOf?: CustomerId | undefined;
  readonly person: Person | undefined;
  readonly home: Known<readonly Container[]>;
}

/** The address IAM knows the account by, as soon as the directory has answered; the typed one where it cannot say. */
export interface Address {
  readonly email: Email | undefined;
  readonly customerId: CustomerId | undefined;
}

/** Needs one look and nothing else, so that what only wants the address need not wait for the whole {@link Canonical}. */
export function addressFact(looks: Looks, question: Pick<Question, 'subject'>): Fact<Address> {
  return {
    key: 'address of the subject',
    read: async (scope) => {
      const { subject } = question;
      if (subject.kind === 'federated') return { email: undefined, customerId: undefined };
      if (subject.kind === 'serviceAccount') return { email: subject.email, customerId: undefined };
      const { look } = await scope.get(looks.user(subject.email));
      return look.ok
        ? { email: look.value.primaryEmail, customerId: look.value.customerId }
        : { email: subject.email, customerId: undefined };
    },
  };
}

const nowhere: Known<readonly Container[]> = { known: true, value: [] };

/** Who the subject is. IAM rewrites an alias to the primary address, so the primary one is what policies hold. */
export function canonicalFact(looks: Looks, question: Question): Fact<Canonical> {
  return {
    key: 'canonical subject',
    read: async (scope) => {
      const { subject } = question;
      switch (subject.kind) {
        case 'federated':
          return {
            email: undefined,
            aliases: [],
            customer: { known: true, value: undefined },
            person: undefined,
            home: nowhere,
          };
        case 'serviceAccount':
          return {
            email: subject.email,
            aliases: [],
            customer: { known: true, value: undefined },
            person: undefined,
            home: await homeOf(scope, looks, question, subject.email),
          };
        case 'user': {
          const person = await scope.get(personFact(looks, question, subject.email));
          const email = person.state === 'found' ? person.user.primaryEmail : subject.email;
          const others = person.state === 'found' ? [subject.email, ...person.user.aliases] : [];
          const aliases = [...new Set(others)].filter((alias) => alias !== email);
          const customer = customerOf(person, subject.email);
          const external = person.state === 'absent' && person.external;
          const notOf = external ? await scope.get(ownCustomerFact(looks, question)) : undefined;
          return { email, aliases, customer, notOf, person, home: nowhere };
        }
      }
    },
  };
}

/**
 * The project a service account lives in, by its address: `NAME@PROJECT.iam…`, with the domain of domain-scoped
 * projects, `NUMBER-compute@developer…` and `PROJECT@appspot…`. Google's own service agents live in Google's projects.
 */
export function projectOf(email: Email): Container | undefined {
  const [local = '', host = ''] = email.split('@');
  if (host === 'developer.gserviceaccount.com')
    return parseProject(/^([0-9]+)-compute$/.exec(local)?.[1] ?? '');
  if (host === 'appspot.gserviceaccount.com') return parseProject(local);
  const scoped = /^([a-z][a-z0-9-]*)(?:\.([a-z0-9.-]+))?\.iam\.gserviceaccount\.com$/.exec(host);
  if (!scoped?.[1] || scoped[1].startsWith('gcp-sa-')) return undefined;
  return parseProject(scoped[2] === undefined ? scoped[1] : `${scoped[2]}:${scoped[1]}`);
}

async function homeOf(
  scope: Scope,
  looks: Looks,
  question: Question,
  email: Email,
): Promise<Known<readonly Container[]>> {
  const project = projectOf(email);
  if (!project) {
    return {
      known: false,
      why: missing('hierarchy', email, `I cannot tell which project ${email} lives in.`),
    };
  }
  const { containers, projectNames } = await scope.get(homeHierarchy(looks, question, project));
  if (!containers.known) return containers;
  // Policies name a project by number or by id: both are its names.
  return { known: true, value: [...projectNames, ...containers.value.filter((c) => c.kind !== 'project')] };
}

/** The hierarchy of a project: the place's own, whatever name it goes by here, is not read twice. */
function homeHierarchy(looks: Looks, question: Question, project: Container): Fact<Hierarchy> {
  return {
    key: `home ${containerName(project)}`,
    read: async (scope) => {
      const own = hierarchyOf(looks, question.config.organization, project);
      scope.start(own);
      const place = await scope.get(placeHierarchy(looks, question));
      return place.projectNames.some((name) => sameContainer(name, project)) ? place : scope.get(own);
    },
  };
}

/**
 * Whether the subject belongs to the customer behind a domain. `domain:` is decided by customer, not by the suffix of
 * the address (IAM "Principal identifiers"): people of every secondary domain match.
 */
export function domainFact(looks: Looks, question: Question, domain: DomainName): Fact<DomainAnswer> {
  return {
    key: `domain ${domain}`,
    read: async (scope): Promise<DomainAnswer> => {
      const canonical = await scope.get(canonicalFact(looks, question));
      const { person, email } = canonical;
      if (!person || email === undefined) return { known: true, value: false };
      const organization = (await scope.get(organizationFact(looks, question)))?.look;
      const own = organization?.ok ? organization.value : undefined;
      if (person.state === 'unseen') return { known: false, why: person.why };
      if (person.state === 'absent') return absentIn(domain, email, own?.primaryDomain, person.external);
      const addresses = [email, ...canonical.aliases];
      if (addresses.some((address) => domainOf(address) === domain)) return { known: true, value: true };
      if (!canonical.customer.known) return canonical.customer;
      const customer = canonical.customer.value;
      if (own?.primaryDomain === domain && own.customerId !== undefined) {
        return { known: true, value: own.customerId === customer };
      }
      const seen = await scope.get(looks.organizationOfDomain(domain));
      if (!seen.look.ok) return { known: false, why: missingFrom(seen.look.problem, 'directory', domain) };
      if (seen.look.value?.customerId !== undefined) {
        return { known: true, value: seen.look.value.customerId === customer };
      }
      // Policies hold primary domains only, so another primary domain belongs to another customer.
      if (own?.customerId !== undefined && own.customerId === customer) return { known: true, value: false };
      return {
        known: false,
        why: missing('directory', domain, `I cannot see which customer owns ${domain}.`),
      };
    },
  };
}

/**
 * Somebody our directory does not know is not in our customer. Which other one they are in, their address does not
 * tell: it may be of a secondary domain, and policies name primary ones. Private accounts are in none.
 */
function absentIn(
  domain: DomainName,
  email: Email,
  own: DomainName | undefined,
  external: boolean,
): DomainAnswer {
  const ours = own !== undefined && (domain === own || !external);
  if (ours || isConsumer(email)) return { known: true, value: false };
  return {
    known: false,
    why: missing(
      'directory',
      email,
      `${email} is not in our directory, so I cannot confirm its account belongs to ${domain}.`,
    ),
  };
}
