/** Puts services together for judging: which names their policies hold, now and before the changes, and what bounds people there. */
import type { Listed } from '../../changes/fold.js';
import {
  type DomainName,
  type Principal,
  parseAllowMember,
  parseDenyPrincipal,
  parseSubject,
  type Subject,
  subjectMember,
} from '../../names/index.js';
import type { Engine } from '../engine.js';
import { organizationFact } from '../facts/hierarchy.js';
import { looksOf } from '../facts/looks.js';
import { boundaries } from '../who/bounded.js';
import type { Person } from '../who/circle.js';
import type { Candidate } from '../who/gather.js';
import type { Bounded } from '../who/judges.js';
import { type Kinds, readKinds } from '../who/kinds.js';
import type { ServiceView } from './judge.js';
import { addressOf } from './model.js';
import { placeOfBoundary, type ReadPlace, type ReadWorld } from './world.js';

/** Addresses that a service's policies name, or that a change named in one. */
function mentionedBy({ nodes, deny }: ReadPlace, listed: readonly Listed[]): Set<string> {
  const found = new Set<string>();
  const add = (principal: Principal, raw: string): void => {
    if ('email' in principal) found.add(principal.email);
    else if (principal.kind === 'federatedSubject') found.add(raw.toLowerCase());
  };
  for (const { policy } of nodes)
    for (const { members } of policy.known ? policy.value.bindings : [])
      for (const member of members) add(parseAllowMember(member), member);
  for (const { policies } of deny)
    for (const { rules } of policies.known ? policies.value : [])
      for (const rule of rules)
        for (const raw of [...rule.deniedPrincipals, ...rule.exceptionPrincipals])
          add(parseDenyPrincipal(raw), raw);
  for (const { change } of listed) {
    if (change.kind === 'iam-policy' || change.kind === 'iap-policy')
      for (const { member } of change.deltas) add(parseAllowMember(member), member);
    if (change.touched?.what === 'deny')
      for (const rule of change.touched.rules ?? [])
        for (const raw of [...rule.deniedPrincipals, ...rule.exceptionPrincipals])
          add(parseDenyPrincipal(raw), raw);
  }
  return found;
}

/** Some of those whom changes mean, so that each sort of person is looked into once. */
function candidatesOf(
  listed: readonly Listed[],
  world: ReadWorld,
  subject: Subject | undefined,
): Candidate[] {
  const members = new Map<string, Subject>();
  const add = (text: string): void => {
    const one = parseSubject(text);
    if (one) members.set(subjectMember(one), one);
  };
  for (const { change } of listed)
    for (const { member } of change.deltas.slice(0, 200))
      if (!member.startsWith('group:')) add(addressOf(member));
  for (const { nodes } of world.places)
    for (const { policy } of nodes)
      for (const { members: bound } of policy.known ? policy.value.bindings : [])
        for (const member of bound)
          if (/^(?:user|serviceAccount|principal):/.test(member)) add(addressOf(member));
  if (subject) members.set(subjectMember(subject), subject);
  return [...members].map(([member, one]) => ({ member, subject: one, ways: [] }));
}

export interface Views {
  readonly services: readonly ServiceView[];
  readonly kinds: Kinds;
}

/** No change alters a boundary here, so each person is asked about once per project. */
function remembering() {
  const known = new Map<string, Bounded>();
  return ({ place }: ReadPlace, bounded: (person: Person) => Bounded) =>
    (person: Person): Bounded => {
      const key = `${place.resource.project.id} ${person.member}`;
      const before = known.get(key) ?? bounded(person);
      known.set(key, before);
      return before;
    };
}

/** `further` are people that groups hold; a few of each domain are enough. */
export async function viewsOf(
  engine: Engine,
  world: ReadWorld,
  listed: readonly Listed[],
  subject: Subject | undefined,
  further: readonly string[],
): Promise<Views | undefined> {
  const first = world.places[0];
  if (!first) return undefined;
  const looks = looksOf(first.question.google);
  const candidates = candidatesOf(listed, world, subject);
  for (const member of further) {
    const one = parseSubject(addressOf(member));
    if (one) candidates.push({ member: subjectMember(one), subject: one, ways: [] });
  }
  const domains = [...new Set(world.places.flatMap((place) => place.domains))] as DomainName[];
  const [kinds, organization] = await Promise.all([
    readKinds(engine, looks, first.question, candidates, [], domains),
    engine.scope().get(organizationFact(looks, first.question)),
  ]);
  const customer = organization?.look.ok ? organization.look.value.customerId : undefined;
  const remembered = remembering();
  const services = world.places.map((place): ServiceView => {
    const { hierarchy } = place;
    return {
      place: place.place,
      permission: place.permission,
      nodes: place.nodes.map(({ name }) => name),
      containers: place.deny.map(({ name }) => name),
      organization: hierarchy.organization,
      contextFor: place.contextFor,
      levels: new Set(place.levels),
      mentioned: mentionedBy(place, listed),
      bounded: remembered(
        place,
        boundaries({
          boundaryOf: kinds.boundaryOf,
          place: placeOfBoundary(place),
          organization: hierarchy.organization,
          customer,
        }),
      ),
    };
  });
  return { services, kinds };
}
