/** Whether the subject is in one group, with the path for yes and the special reason for no. */
import type { GroupInfo, GroupName, GroupRelation } from '../../google/ports.js';
import { domainOf, type Email } from '../../names/index.js';
import type { GroupAnswer } from '../../policy/identity.js';
import type { Missing } from '../../policy/types.js';
import type { Fact, Scope } from '../engine.js';
import { missingFrom } from '../missing.js';
import { type Closure, chainTo, closureFact, type OwnCustomer, tracedClosureFact } from './groups.js';
import type { Looks } from './looks.js';
import { flawOf, listedOnly, type Member, notMember, unknown, unsettled } from './membership-answers.js';
import { withoutSearch } from './membership-without-search.js';

/** How many groups have their member list read, which only explains a no; the rest are decided without it. */
const EXPLAINED = 24;
/** Above this many, groups of the member's own domain are decided by the search alone, without one look-up each. */
const LOOKED_UP = 120;

export interface MembershipFacts {
  /**
   * Whether the member is in the group. For a grant a "no" is explained (gone, expired, restricted, still updating);
   * for a denial the search alone is believed about groups of the own customer, which it is proof for.
   */
  readonly of: (group: Email, purpose: 'grant' | 'denial') => Fact<GroupAnswer>;
  readonly closure: Fact<Closure>;
}

/** The membership facts of one member. Groups are numbered as they are asked about, nearest node first. */
export function membershipFacts(looks: Looks, member: Member, customer: OwnCustomer): MembershipFacts {
  const closure = closureFact(looks, member.email, customer);
  const traced = tracedClosureFact(looks, member.email, customer);
  let asked = 0;
  /** The search covers the groups of the own customer, and an address outside it says nothing about which those are. */
  const covered = async (scope: Scope, group: Email): Promise<boolean> => {
    if (domainOf(group) === member.ownDomain) return true;
    const own = customer && (await scope.get(customer));
    const colleague = own !== undefined && own === member.customerId;
    return colleague && domainOf(group) === domainOf(member.email);
  };
  const of = (group: Email, purpose: 'grant' | 'denial'): Fact<GroupAnswer> => ({
    key: `member ${member.email} of ${group} for ${purpose}`,
    read: async (scope) => {
      asked += 1;
      const rank = asked;
      // The closure of a typed alias is of no use; the look-up need not wait for that of the primary address.
      if (member.typed !== undefined && purpose === 'grant' && rank <= EXPLAINED)
        scope.start(looks.groupName(group));
      scope.start(closure);
      const search = await scope.get(looks.transitiveGroups(member.email));
      if (!search.look.ok) {
        // Without the search the answer will come from these; they need not wait for the climb through the groups.
        scope.start(looks.hasMember(group, member.email));
        scope.start(looks.groupName(group));
      }
      const known = await scope.get(closure);
      const hit = known.groups.get(group);
      if (hit && known.problem) return climbed(scope, looks, member, known, group, hit.name);
      if (hit) return confirm(scope, looks, member, known, group, hit, traced);
      if (!known.conclusive) return withoutSearch(scope, looks, member, known, group);
      if ((purpose === 'denial' || rank > LOOKED_UP) && (await covered(scope, group)))
        return notMember(undefined);
      const searched = (customer && (await scope.get(customer))) ?? member.customerId;
      return explainNo(scope, looks, member, group, { list: rank <= EXPLAINED, searched });
    },
  });
  return { of, closure };
}

async function confirm(
  scope: Scope,
  looks: Looks,
  member: Member,
  closure: Closure,
  group: Email,
  { name, relation }: { readonly name: GroupName; readonly relation: GroupRelation['relation'] },
  traced: Fact<Closure>,
): Promise<GroupAnswer> {
  const direct = closure.direct.get(group)?.membership;
  scope.start(looks.group(name));
  if (direct !== undefined) scope.start(looks.membership(direct));
  const known = chainTo(closure, member.email, group);
  const chain = known ?? chainTo(await scope.get(traced), member.email, group);
  const path = chain ? { chain, traced: true } : { chain: [member.email, group], traced: false };
  const [membership, info] = await Promise.all([
    direct === undefined ? undefined : scope.get(looks.membership(direct)),
    scope.get(looks.group(name)),
  ]);
  const doubt = unsettled(info, group);
  if (doubt) return unknown(doubt);
  // Only a membership that is the sole way in can undo what the search said.
  if (membership?.look.ok && path.chain.length === 2 && path.traced) {
    const flaw = flawOf(membership.look.value, member.at);
    const nested = relation === 'both' || relation === 'indirect';
    if (flaw && !nested && otherWays(closure, member.email, group) === 0) return flaw;
  }
  return { in: 'yes', path };
}

/** Found by climbing, which may show memberships that are over as well: each one on the way has to count. */
async function climbed(
  scope: Scope,
  looks: Looks,
  member: Member,
  closure: Closure,
  group: Email,
  name: GroupName,
): Promise<GroupAnswer> {
  const chain = chainTo(closure, member.email, group) ?? [];
  const step = async (parent: Email, index: number): Promise<boolean> => {
    const child = chain[index];
    const above = child === undefined ? undefined : await scope.get(looks.directGroups(child));
    const relation = above?.look.ok ? above.look.value.find(({ email }) => email === parent) : undefined;
    if (relation?.membership === undefined) return false;
    const { look } = await scope.get(looks.membership(relation.membership));
    return look.ok && flawOf(look.value, member.at) === undefined;
  };
  const [info, ...sound] = await Promise.all([scope.get(looks.group(name)), ...chain.slice(1).map(step)]);
  const doubt = unsettled(info, group);
  if (doubt) return unknown(doubt);
  return sound.length > 0 && sound.every(Boolean)
    ? { in: 'yes', path: { chain, traced: true } }
    : withoutSearch(scope, looks, member, closure, group);
}

function otherWays(closure: Closure, member: Email, group: Email): number {
  return (closure.parents.get(member) ?? []).filter(
    (parent) => parent !== group && chainTo(closure, parent, group),
  ).length;
}

/** The search says no. Why: gone, over, restricted, another customer's, or simply not a member. */
async function explainNo(
  scope: Scope,
  looks: Looks,
  member: Member,
  group: Email,
  how: { readonly list: boolean; readonly searched: string | undefined },
): Promise<GroupAnswer> {
  const looked = await scope.get(looks.groupName(group));
  if (!looked.look.ok) {
    const { problem } = looked.look;
    if (problem.kind === 'not-found')
      return { in: 'no', why: 'group-missing', detail: `there is no group ${group}` };
    if (problem.kind === 'forbidden')
      return hiddenOrMissing(scope, looks, group, missingFrom(problem, 'groups', group));
    return unknown(missingFrom(problem, 'groups', group));
  }
  const name = looked.look.value;
  const [info, list] = await Promise.all([
    scope.get(looks.group(name)),
    how.list ? scope.get(looks.members(name)) : undefined,
  ]);
  const doubt = unsettled(info, group);
  if (doubt) return unknown(doubt);
  if (info.look.ok && isForeign(info.look.value, how.searched))
    return acrossCustomers(scope, looks, member, name, group);
  const own = list?.look.ok ? list.look.value.members.find((m) => m.member === member.email) : undefined;
  if (!own) return notMember(undefined);
  return flawOf(own, member.at) ?? unknown(listedOnly(member, group));
}

/** Whether the group is of another customer than the one that was searched. */
function isForeign(group: GroupInfo, searched: string | undefined): boolean {
  if (searched === undefined || !group.parent?.startsWith('customers/')) return false;
  return group.parent !== `customers/${searched}`;
}

/** The transitive search is limited to one customer; `checkTransitiveMembership` answers across customers. */
async function acrossCustomers(
  scope: Scope,
  looks: Looks,
  member: Member,
  name: GroupName,
  group: Email,
): Promise<GroupAnswer> {
  const seen = await scope.get(looks.checkTransitive(name, member.email));
  if (!seen.look.ok) return unknown(missingFrom(seen.look.problem, 'groups', group));
  return seen.look.value
    ? { in: 'yes', path: { chain: [member.email, group], traced: false } }
    : notMember(undefined);
}

/** 403 says "absent or hidden". Only the address turning out to be a person proves that there is no such group. */
async function hiddenOrMissing(scope: Scope, looks: Looks, group: Email, why: Missing): Promise<GroupAnswer> {
  const user = await scope.get(looks.user(group));
  if (user.look.ok && user.look.value.primaryEmail === group) {
    return { in: 'no', why: 'group-missing', detail: `${group} is a person, not a group` };
  }
  return unknown(why);
}
