/** Who is in which group: direct, nested, and which memberships count at all. */
import type { Customer, GroupMember, WorldGroup, WorldUser } from './identity.js';
import type { World } from './world.js';

/** A user by primary address, alias or id, of any customer. */
export function findUser(world: World, key: string): WorldUser | undefined {
  const wanted = key.toLowerCase();
  return world.users.find(
    (user) => user.primaryEmail === wanted || user.id === key || user.aliases.includes(wanted),
  );
}

/** A group by address, alias, or `groups/ID`. */
export function findGroup(world: World, key: string): WorldGroup | undefined {
  const wanted = key.toLowerCase();
  return world.groups.find(
    (group) => group.email === wanted || group.aliases.includes(wanted) || `groups/${group.id}` === key,
  );
}

export function findCustomer(world: World, id: string): Customer | undefined {
  return world.customers.find((customer) => customer.id === id);
}

/** The customer that owns a domain, primary or secondary. */
export function customerOfDomain(world: World, domain: string): Customer | undefined {
  return world.customers.find(
    (customer) => customer.primaryDomain === domain || customer.secondaryDomains.includes(domain),
  );
}

/** Whether the caller may view the group: of a customer it can read, not hidden, and with the Workspace privilege. */
export function groupVisible(world: World, group: WorldGroup): boolean {
  return !group.hidden && findCustomer(world, group.customerId)?.visible === true;
}

/** Whether a membership counts now: not expired and not made void by a member restriction. */
export function memberCounts(world: World, member: GroupMember): boolean {
  const expired = member.expiresAt !== undefined && Date.parse(member.expiresAt) <= world.clock.now();
  return !expired && member.restriction !== 'NON_COMPLIANT';
}

/** Groups that hold the address directly, with memberships that count. */
export function directGroups(world: World, email: string): WorldGroup[] {
  const wanted = email.toLowerCase();
  return world.groups.filter((group) =>
    group.members.some((member) => member.email === wanted && memberCounts(world, member)),
  );
}

export type Relation = 'DIRECT' | 'INDIRECT' | 'DIRECT_AND_INDIRECT';

/** Every group the address is in, directly or through other groups. Cycles are harmless. */
export function transitiveGroups(world: World, email: string): Map<WorldGroup, Relation> {
  const direct = new Set(directGroups(world, email));
  const indirect = new Set<WorldGroup>();
  const queue = [...direct];
  const expanded = new Set<WorldGroup>();
  for (let group = queue.shift(); group; group = queue.shift()) {
    if (expanded.has(group)) continue;
    expanded.add(group);
    for (const parent of directGroups(world, group.email)) {
      indirect.add(parent);
      queue.push(parent);
    }
  }
  const relations = new Map<WorldGroup, Relation>();
  for (const group of new Set([...direct, ...indirect])) {
    const both = direct.has(group) && indirect.has(group);
    relations.set(group, both ? 'DIRECT_AND_INDIRECT' : direct.has(group) ? 'DIRECT' : 'INDIRECT');
  }
  return relations;
}

/** Every member of a group, through nested groups; nested groups themselves are members too. */
export function transitiveMembers(
  world: World,
  group: WorldGroup,
): Map<string, { readonly member: GroupMember; readonly relation: Relation }> {
  const found = new Map<string, { member: GroupMember; relation: Relation }>();
  const expanded = new Set<string>();
  const visit = (at: WorldGroup, direct: boolean): void => {
    if (expanded.has(at.email)) return;
    expanded.add(at.email);
    for (const member of at.members.filter((m) => memberCounts(world, m))) {
      const before = found.get(member.email);
      const relation: Relation = direct ? 'DIRECT' : 'INDIRECT';
      if (!before) found.set(member.email, { member, relation });
      else if (before.relation !== relation) before.relation = 'DIRECT_AND_INDIRECT';
      const nested = findGroup(world, member.email);
      if (nested) visit(nested, false);
    }
  };
  visit(group, true);
  return found;
}

/** Whether the address is in the group, directly or through others. */
export function inGroup(world: World, groupEmail: string, email: string): boolean {
  const group = findGroup(world, groupEmail);
  return group !== undefined && transitiveGroups(world, email).has(group);
}
