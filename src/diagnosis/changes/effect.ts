/** What each change did: who passed after it and not before, and the other way round, at every service it touches. Pure. */
import type { Change } from '../../changes/change.js';
import type { Listed } from '../../changes/fold.js';
import {
  type Principal,
  parseAllowMember,
  parseDenyPrincipal,
  parseSubject,
  subjectMember,
} from '../../names/index.js';
import { roleGrants } from '../../policy/roles.js';
import type { Judge, Passing, ServiceView } from './judge.js';
import { addressOf, type Model } from './model.js';
import type { Names } from './names.js';
import type { Outcome, ServiceOutcome } from './outcome.js';
import { isAgentGrant, touches } from './touch.js';
import { undo } from './undo.js';

/** Whom a change could mean: people by address, and sets that nobody can list. */
export interface Meant {
  readonly people: Set<string>;
  readonly sets: Set<string>;
  complete: boolean;
}

/** More people are not looked at one by one for one change. */
const MOST_PEOPLE = 50_000;

function addPrincipal(principal: Principal, raw: string, model: Model, meant: Meant): void {
  switch (principal.kind) {
    case 'user':
    case 'serviceAccount':
      addAddress(principal.email, model, meant);
      return;
    case 'group':
      addAddress(principal.email, model, meant, true);
      return;
    case 'federatedSubject':
      meant.people.add(raw);
      return;
    case 'deleted':
      return;
    default:
      // Nobody can list it.
      meant.complete = false;
  }
}

/** An address that may be a group, which stands for everybody below it. */
function addAddress(
  address: string,
  { circles }: Model,
  meant: Meant,
  group = circles.isGroup(address),
): void {
  if (!group) {
    meant.people.add(address);
    return;
  }
  if (circles.isDoubtful(address)) meant.complete = false;
  for (const person of circles.peopleIn(address)) meant.people.add(person);
}

/** Everybody whom the policies of a service name, or who is in a group they name. */
function everybodyAt(service: ServiceView, model: Model, meant: Meant): void {
  for (const node of service.nodes) {
    const policy = model.policies.get(node);
    if (!policy?.known) {
      meant.complete = false;
      continue;
    }
    for (const { role, members } of policy.value.bindings) {
      if (!carries(role, service.permission, model)) continue;
      for (const member of members) addPrincipal(parseAllowMember(member), member, model, meant);
    }
  }
}

const ACCOUNTS: readonly Principal['kind'][] = [
  'user',
  'serviceAccount',
  'group',
  'federatedSubject',
  'deleted',
];
const isSet = ({ kind }: Principal): boolean => !ACCOUNTS.includes(kind);

/** A policy with nothing to compare it with could have brought everybody it holds. */
function wholePolicy(
  { policyAfter }: Change,
  touched: readonly ServiceView[],
  model: Model,
  into: Meant,
): void {
  into.complete = false;
  for (const { role, members } of policyAfter?.bindings ?? []) {
    if (!touched.some(({ permission }) => carries(role, permission, model))) continue;
    for (const member of members) addPrincipal(parseAllowMember(member), member, model, into);
  }
}

const carries = (role: string, permission: string, model: Model): boolean =>
  roleGrants(role, permission, (name) => model.roles.get(name)).truth !== 'false';

/** Whom the change could mean. */
function meant(listed: Listed, touched: readonly ServiceView[], model: Model, into: Meant): void {
  const { change } = listed;
  if (isAgentGrant(listed)) {
    for (const service of touched) everybodyAt(service, model, into);
    return;
  }
  switch (change.kind) {
    case 'iam-policy':
    case 'iap-policy': {
      if (/\/locations\/[^/]+\/services\//.test(change.resource)) return;
      const carrying = change.deltas.filter(({ role }) =>
        touched.some(({ permission }) => carries(role, permission, model)),
      );
      for (const { member } of carrying) {
        const principal = parseAllowMember(member);
        if (isSet(principal)) into.sets.add(member);
        addPrincipal(principal, member, model, into);
      }
      if (!listed.compared) wholePolicy(change, touched, model, into);
      return;
    }
    case 'group-membership':
      for (const { member } of change.deltas) addAddress(addressOf(member), model, into);
      return;
    default:
      break;
  }
  switch (change.touched?.what) {
    case 'deny':
      for (const raw of change.touched.rules?.flatMap((rule) => rule.deniedPrincipals) ?? []) {
        const principal = parseDenyPrincipal(raw);
        if (principal.kind === 'user' || principal.kind === 'serviceAccount' || principal.kind === 'group')
          addPrincipal(principal, raw, model, into);
        else for (const service of touched) everybodyAt(service, model, into);
      }
      if (change.touched.verb !== 'created') for (const service of touched) everybodyAt(service, model, into);
      return;
    case 'role':
      for (const service of touched) everybodyAt(service, model, into);
      return;
    case 'account':
      addAddress(addressOf(change.touched.member), model, into);
      return;
    default:
      into.complete = false;
  }
}

const RANK: Readonly<Record<Exclude<Passing, 'open'>, number>> = { no: 0, if: 1, yes: 2 };

export interface EffectInput {
  /** Newest first. */
  readonly listed: readonly Listed[];
  readonly services: readonly ServiceView[];
  readonly model: Model;
  readonly judge: Judge;
  readonly names: Names;
  /** True when no more time is left: the rest is told without its effect. */
  readonly isLate: () => boolean;
}

/** Walks from now into the past, taking one change back after the other. The model ends up as it was at the start of the window. */
export function effectsOf(input: EffectInput): readonly Outcome[] {
  return input.listed.map((listed, i) => effectOf(listed, input, input.listed.slice(i + 1)));
}

function effectOf(
  listed: Listed,
  { services, model, judge, names, isLate }: EffectInput,
  older: readonly Listed[],
): Outcome {
  const into: Meant = { people: new Set(), sets: new Set(), complete: true };
  // Neither whom a change means nor where it counts hangs on whether it has happened.
  const at = services.filter((service) => touches(listed, service, model, names));
  meant(listed, at, model, into);
  const late = isLate() || into.people.size > MOST_PEOPLE;
  const after = late ? undefined : passingAll(into, at, judge);
  const exact = undo(model, listed, names.node(listed.change.resource), older);
  judge.forget();
  if (!after) {
    const services_ = at.map((service) => ({ service, ...NOBODY }));
    return {
      listed,
      services: services_,
      gained: [],
      lost: [],
      complete: at.length === 0,
      late: at.length > 0,
      meant: into.people,
    };
  }
  const before = passingAll(into, at, judge);
  const outcome = isAgentGrant(listed)
    ? withoutAgent(listed, at, into, after)
    : compareAll(listed, at, into, before, after);
  return { ...outcome, complete: outcome.complete && into.complete && (exact || at.length === 0) };
}

/** Without its own right to hand requests over IAP lets nobody through, whatever people were granted. */
function withoutAgent(listed: Listed, at: readonly ServiceView[], into: Meant, now: Seen): Outcome {
  const shut: Seen = now.map(({ service, passing }) => ({
    service,
    passing: new Map([...passing.keys()].map((member) => [member, 'no'] as const)),
  }));
  const taken = listed.change.deltas.every(({ action }) => action === 'remove');
  return taken ? compareAll(listed, at, into, now, shut) : compareAll(listed, at, into, shut, now);
}

const NOBODY = { gained: [], lost: [], narrowed: [], widened: [], open: [] } as const;

type Seen = readonly { readonly service: ServiceView; readonly passing: ReadonlyMap<string, Passing> }[];

function passingAll({ people }: Meant, at: readonly ServiceView[], judge: Judge): Seen {
  const subjects = [...people].flatMap((address) => parseSubject(address) ?? []);
  return at.map((service) => ({
    service,
    passing: new Map(subjects.map((subject) => [subjectMember(subject), judge.passing(subject, service)])),
  }));
}

function compareAll(
  listed: Listed,
  at: readonly ServiceView[],
  into: Meant,
  before: Seen,
  after: Seen,
): Outcome {
  const gained = new Set<string>();
  const lost = new Set<string>();
  let complete = true;
  const services = at.map((service, i): ServiceOutcome => {
    const found = {
      gained: [] as string[],
      lost: [] as string[],
      narrowed: [] as string[],
      widened: [] as string[],
      open: [] as string[],
    };
    for (const [member, was] of before[i]?.passing ?? []) {
      const is = after[i]?.passing.get(member) ?? 'open';
      if (was === 'open' || is === 'open') {
        complete = false;
        found.open.push(member);
        continue;
      }
      const step = RANK[is] - RANK[was];
      if (step === 0) continue;
      if (is === 'no') found.lost.push(member);
      else if (was === 'no') found.gained.push(member);
      else if (step < 0) found.narrowed.push(member);
      else found.widened.push(member);
    }
    for (const member of found.gained) gained.add(member);
    for (const member of found.lost) lost.add(member);
    // Whom the condition stops depends on what each of them brings along.
    if (found.narrowed.length + found.widened.length > 0) complete = false;
    return { service, ...found };
  });
  for (const set of into.sets) (givesTo(listed, set) ? gained : lost).add(set);
  return {
    listed,
    services,
    gained: [...gained].sort(),
    lost: [...lost].sort(),
    complete,
    late: false,
    meant: into.people,
  };
}

/** A set that nobody can list stands for itself. */
const givesTo = ({ change }: Listed, set: string): boolean =>
  change.deltas.some(({ action, member }) => action === 'add' && member === set);
