/** An allow policy arranged so that a subject meets only the members that could mean them. */
import { parseAllowMember, parseEmail } from '../names/index.js';
import type { Identity } from './identity.js';
import { ownEmail, personKey } from './member-account.js';
import type { AllowPolicy, Binding, WrittenPrincipal } from './types.js';

/** A member with its place in the binding, so that answers keep the order of the policy. */
export interface IndexedMember extends WrittenPrincipal {
  readonly order: number;
}

export interface IndexedBinding {
  readonly binding: Binding;
  /** Place in the policy. */
  readonly position: number;
  /** Members that name one account, by address. */
  readonly accounts: ReadonlyMap<string, readonly IndexedMember[]>;
  /** People by the part of the address that may betray another account of theirs. */
  readonly people: ReadonlyMap<string, readonly IndexedMember[]>;
  /** Groups, domains and every other member that may mean many. */
  readonly sets: readonly IndexedMember[];
}

const indexed = new WeakMap<AllowPolicy, readonly IndexedBinding[]>();

/** Arranges a policy once; the arrangement lives as long as the policy object. */
export function indexPolicy(policy: AllowPolicy): readonly IndexedBinding[] {
  const known = indexed.get(policy);
  if (known) return known;
  const fresh = policy.bindings.map(indexBinding);
  indexed.set(policy, fresh);
  return fresh;
}

function push(map: Map<string, IndexedMember[]>, key: string, member: IndexedMember): void {
  const list = map.get(key);
  if (list) list.push(member);
  else map.set(key, [member]);
}

function indexBinding(binding: Binding, position: number): IndexedBinding {
  const accounts = new Map<string, IndexedMember[]>();
  const people = new Map<string, IndexedMember[]>();
  const sets: IndexedMember[] = [];
  for (const [order, raw] of [...new Set(binding.members)].entries()) {
    const principal = parseAllowMember(raw);
    const member = { raw, principal, order };
    const named = principal.kind === 'deleted' ? principal.was : principal;
    if (named.kind === 'user' || named.kind === 'serviceAccount') push(accounts, named.email, member);
    else sets.push(member);
    if (principal.kind === 'user') push(people, personKey(principal.email), member);
  }
  return { binding, position, accounts, people, sets };
}

/** The members of a binding that could mean the identity, in the order of the policy. Linear in the sets alone. */
export function candidates(binding: IndexedBinding, identity: Identity): readonly IndexedMember[] {
  const { subject } = identity;
  const own = ownEmail(identity);
  const found = new Set<IndexedMember>(binding.sets);
  const addresses = own === undefined ? identity.aliases : [own, ...identity.aliases];
  for (const address of addresses)
    for (const member of binding.accounts.get(address) ?? []) found.add(member);
  if (own !== undefined) for (const member of binding.people.get(personKey(own)) ?? []) found.add(member);
  if (subject.kind === 'federated') {
    const named = parseEmail(subject.principal.subject);
    for (const member of (named && binding.accounts.get(named)) ?? []) found.add(member);
  }
  return [...found].sort((a, b) => a.order - b.order);
}
