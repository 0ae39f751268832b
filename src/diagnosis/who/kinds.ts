/** What holds for all people of one domain and all accounts of one project: their customer, their home, their boundary. */
import type { OrganizationInfo } from '../../google/ports.js';
import {
  type Container,
  type CustomerId,
  containerName,
  type DomainName,
  domainOf,
  formatAllowMember,
  fullContainerName,
  type Principal,
  type Subject,
} from '../../names/index.js';
import type { DomainAnswer, Identity } from '../../policy/identity.js';
import type { Known, Missing } from '../../policy/types.js';
import type { Engine, Scope, Seen } from '../engine.js';
import { organizationFact, placeHierarchy } from '../facts/hierarchy.js';
import type { Looks } from '../facts/looks.js';
import { type BoundaryFacts, boundaryFact } from '../facts/restraints.js';
import { canonicalFact, domainFact, projectOf } from '../facts/subject.js';
import { missing, missingFrom } from '../missing.js';
import type { PlaceQuestion, Question } from '../question.js';
import { type Kind, NOBODY } from './circle.js';
import type { Candidate } from './gather.js';

export interface ReadKind {
  readonly kind: Kind;
  readonly boundary: BoundaryFacts | undefined;
}

export interface Kinds {
  readonly of: (subject: Subject) => ReadKind;
  /** The kind of somebody of whom only the set is known that they belong to. */
  readonly strangerOf: (principal: Principal) => Kind;
  /** What bounds a kind; undefined where nothing can. */
  readonly boundaryOf: (kind: Kind) => BoundaryFacts | undefined;
}

/** So many domains and projects are looked into, those with the most people first. */
const MOST_KINDS = 20;
/** So many people of a domain are tried until the directory knows one. */
const MOST_TRIES = 3;

/** People of one domain have one customer, accounts of one project one home (IAM "Principal identifiers"). */
function keyOf(subject: Subject): string {
  switch (subject.kind) {
    case 'user':
      return `people of ${domainOf(subject.email)}`;
    case 'serviceAccount':
      return `accounts of ${projectOf(subject.email)?.id ?? domainOf(subject.email)}`;
    case 'federated':
      return `identities of ${subject.principal.pool.name}`;
  }
}

/** Reads one member of each kind for all of it. `domains` are those that policies name. */
export async function readKinds(
  engine: Engine,
  looks: Looks,
  question: PlaceQuestion,
  people: Iterable<Candidate>,
  sets: readonly Principal[],
  domains: readonly DomainName[],
): Promise<Kinds> {
  const samples = new Map<string, { count: number; readonly subjects: Subject[] }>();
  for (const { subject } of people) {
    const key = keyOf(subject);
    const known = samples.get(key) ?? { count: 0, subjects: [] };
    known.count += 1;
    if (known.subjects.length < MOST_TRIES) known.subjects.push(subject);
    samples.set(key, known);
  }
  const chosen = [...samples].sort(([, a], [, b]) => b.count - a.count).slice(0, MOST_KINDS);
  const read = new Map<string, ReadKind>();
  await Promise.all(
    chosen.map(async ([key, { subjects }]) => {
      read.set(key, await readKind(engine, looks, question, key, subjects, domains));
    }),
  );
  const strangers = await readStrangers(engine.scope(), looks, question, sets);
  return {
    of: (subject) => {
      const key = keyOf(subject);
      const known = read.get(key) ?? notRead(key, subject);
      read.set(key, known);
      return known;
    },
    strangerOf: (principal) => (strangers.get(formatAllowMember(principal)) ?? stranger(principal)).kind,
    boundaryOf: ({ key }) => (read.get(key) ?? strangers.get(key))?.boundary,
  };
}

async function readKind(
  engine: Engine,
  looks: Looks,
  place: PlaceQuestion,
  key: string,
  subjects: readonly Subject[],
  domains: readonly DomainName[],
): Promise<ReadKind> {
  for (const [tried, subject] of subjects.entries()) {
    const asked = subject.kind === 'federated' ? subject.raw : subject.email;
    const question: Question = { ...place, subject, asked };
    const scope = engine.fork().scope();
    const canonical = await scope.get(canonicalFact(looks, question));
    // Somebody who left says nothing about those who stayed.
    if (canonical.person?.state === 'absent' && tried + 1 < subjects.length) continue;
    const boundary = (await needsBoundary(scope, looks, question))
      ? await scope.get(boundaryFact(looks, question))
      : undefined;
    const answers = await Promise.all(
      domains.map(async (domain) => [domain, await scope.get(domainFact(looks, question, domain))] as const),
    );
    const { customer, home } = canonical;
    const identity = identityWith(subject, customer, home, new Map(answers));
    return { kind: { key, identity }, boundary };
  }
  throw new RangeError('A kind has at least one member.');
}

/**
 * Accounts are bound by the sets of their project and all above it, which takes many reads of a tiny quota; where the
 * organisation has no boundary policy at all there is nothing to look for.
 */
async function needsBoundary(scope: Scope, looks: Looks, question: Question): Promise<boolean> {
  if (question.subject.kind === 'user') return true;
  const { organization } = await scope.get(placeHierarchy(looks, question));
  if (!organization) return true;
  const { look } = await scope.get(looks.boundaryPolicies(organization));
  return !look.ok || look.value.length > 0;
}

function identityWith(
  subject: Subject,
  customer: Known<CustomerId | undefined>,
  home: Known<readonly Container[]>,
  domains: ReadonlyMap<DomainName, DomainAnswer>,
): Identity {
  return {
    subject,
    email: subject.kind === 'federated' ? undefined : subject.email,
    aliases: [],
    customer,
    home,
    inGroup: (group) => ({ in: 'unknown', missing: notLooked('groups', group) }),
    inDomain: (domain) => domains.get(domain) ?? { known: false, why: notLooked('directory', domain) },
  };
}

const notLooked = (topic: 'groups' | 'directory' | 'boundary', what: string): Missing =>
  missing(topic, what, `I did not look up ${what}.`);

/** Beyond {@link MOST_KINDS}: nothing is known, and nothing is taken for granted. */
function notRead(key: string, subject: Subject): ReadKind {
  const unknown = { known: false, why: notLooked('directory', key) } as const;
  const identity = identityWith(subject, unknown, unknown, new Map());
  const why = notLooked('boundary', `the boundary of the ${key}`);
  const sources = [{ name: key, bindings: { known: false, why } as const }];
  const policies = { known: true, value: [] } as const;
  return { kind: { key, identity }, boundary: { policies, sources, evidence: [], foreign: false } };
}

/** Anybody of each set that is not expanded; those of our own customer have its boundary. */
async function readStrangers(
  scope: Scope,
  looks: Looks,
  question: PlaceQuestion,
  sets: readonly Principal[],
): Promise<ReadonlyMap<string, ReadKind>> {
  const found = new Map<string, ReadKind>();
  const info = (await scope.get(organizationFact(looks, question)))?.look;
  const own = info?.ok ? info.value : undefined;
  for (const principal of sets) {
    const ours =
      principal.kind === 'domain'
        ? own?.primaryDomain !== undefined && own.primaryDomain === principal.domain
        : (principal.kind === 'customer' || principal.kind === 'workspace') &&
          principal.customer === own?.customerId;
    const { kind } = stranger(principal, ours ? own?.customerId : undefined);
    const boundary = ours && own ? await ownBoundary(scope, looks, own) : undefined;
    found.set(kind.key, { kind, boundary });
  }
  return found;
}

/** What bounds the people of the organisation's own customer (IAM "Principal access boundary policies"). */
async function ownBoundary(
  scope: Scope,
  looks: Looks,
  { container, customerId }: OrganizationInfo,
): Promise<BoundaryFacts> {
  const sets = [fullContainerName(container)];
  if (customerId !== undefined) sets.push(`//iam.googleapis.com/locations/global/workspace/${customerId}`);
  const [policies, ...bindings] = await Promise.all([
    scope.get(looks.boundaryPolicies(container)),
    ...sets.map((set) => scope.get(looks.boundaryBindings(container, set))),
  ]);
  return {
    policies: knownOf(policies, containerName(container)),
    sources: sets.flatMap((name, i) => {
      const seen = bindings[i];
      return seen ? [{ name, bindings: knownOf(seen, name) }] : [];
    }),
    evidence: [],
    foreign: false,
  };
}

function knownOf<T>({ look }: Seen<T>, subject: string): Known<T> {
  return look.ok
    ? { known: true, value: look.value }
    : { known: false, why: missingFrom(look.problem, 'boundary', subject) };
}

/** Anybody of a set: what holds for them is only what makes them belong to it. */
function stranger(principal: Principal, customer?: CustomerId): ReadKind {
  const key = formatAllowMember(principal);
  const nowhere = { known: true, value: [] } as const;
  const ours: Known<CustomerId | undefined> =
    customer === undefined && principal.kind === 'domain'
      ? { known: false, why: notLooked('directory', principal.domain) }
      : { known: true, value: customer };
  const identity = identityWith(NOBODY, ours, nowhere, new Map());
  const inDomain = (domain: DomainName): DomainAnswer =>
    principal.kind === 'domain' && principal.domain === domain
      ? { known: true, value: true }
      : ours.known && ours.value === undefined
        ? { known: true, value: false }
        : { known: false, why: notLooked('directory', domain) };
  return { kind: { key, identity: { ...identity, inDomain } }, boundary: undefined };
}
