/** Whether the subject is in one group, with the path for yes and the special reason for no. */
import type { GroupInfo, GroupName, GroupRelation, Membership } from '../../google/ports.js';
import { type DomainName, domainOf, type Email } from '../../names/index.js';
import type { GroupAnswer } from '../../policy/identity.js';
import type { Missing } from '../../policy/types.js';
import type { Fact, Scope, Seen } from '../engine.js';
import { missing, missingFrom } from '../missing.js';
import { type Closure, chainTo, closureFact, type OwnCustomer, tracedClosureFact } from './groups.js';
import type { Looks } from './looks.js';

/** Who is asked about: the canonical address, and the moment "expired" is measured against (RFC 3339). */
export interface Member {
  readonly email: Email;
  /** The address the question used, when it is another one of the same account. */
  readonly typed?: Email | undefined;
  readonly customerId: string | undefined;
  /** The organisation's primary domain, whose groups the search covers as it does those of the member's own domain. */
  readonly ownDomain?: DomainName | undefined;
  readonly at: string;
}

/** How many groups have their member list read, which only explains a no; the rest are decided without it. */
const EXPLAINED = 24;
/** Above this many, groups of the member's own domain are decided by the search alone, without one look-up each. */
const LOOKED_UP = 120;

const isOver = (at: string, expiresAt: string | undefined): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) <= Date.parse(at);

/** The special noes a single membership can carry; undefined: it counts. */
function flawOf(membership: Membership, at: string): Extract<GroupAnswer, { in: 'no' }> | undefined {
  const role = membership.roles.find((r) => r.name === 'MEMBER') ?? membership.roles[0];
  if (role && isOver(at, role.expiresAt)) {
    return { in: 'no', why: 'membership-expired', detail: `the membership ended at ${role.expiresAt}` };
  }
  if (role?.restriction === 'NON_COMPLIANT') {
    return {
      in: 'no',
      why: 'membership-restricted',
      detail: 'the membership does not comply with the group\u2019s member restriction',
    };
  }
  return undefined;
}

const notMember = (detail: string | undefined): GroupAnswer => ({ in: 'no', why: 'not-a-member', detail });
const unknown = (why: Missing): GroupAnswer => ({ in: 'unknown', missing: why });

/** A dynamic group that Google is still updating: nobody can say who is in it. */
function stale(group: GroupInfo): Missing | undefined {
  if (!group.dynamic || group.dynamic.status === 'UP_TO_DATE') return undefined;
  return {
    code: 'dynamic-group-stale',
    subject: group.email,
    what: `The dynamic group ${group.email} is still being updated (${group.dynamic.status}); its members cannot be told yet.`,
    needs: 'waiting until Google has finished updating the group',
  };
}

/** What stands against any answer about a group: that it is being updated, or that nobody could see whether it is. */
function unsettled({ look }: Seen<GroupInfo>, group: Email): Missing | undefined {
  return look.ok ? stale(look.value) : missingFrom(look.problem, 'groups', group);
}

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

/** The member list and the search disagree, as they do shortly after a change: neither is believed. */
const listedOnly = (member: Member, group: Email): Missing =>
  missing(
    'groups',
    group,
    `Google lists ${member.email} in ${group}, but its search does not find them there yet.`,
  );

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

/**
 * Without the transitive search: Directory's `hasMember`, certain inside one domain; else Cloud Identity's
 * `checkTransitiveMembership`, which works across customers; else a member list that is complete and holds no groups.
 */
async function withoutSearch(
  scope: Scope,
  looks: Looks,
  member: Member,
  closure: Closure,
  group: Email,
): Promise<GroupAnswer> {
  const yes: GroupAnswer = { in: 'yes', path: { chain: [member.email, group], traced: false } };
  const [has, looked] = await Promise.all([
    scope.get(looks.hasMember(group, member.email)),
    scope.get(looks.groupName(group)),
  ]);
  if (!looked.look.ok) {
    const { problem } = looked.look;
    // An API that knows neither the group nor the search it was asked for before is no proof of anything.
    return problem.kind === 'not-found' && !has.look.ok && closure.problem?.kind !== 'not-found'
      ? { in: 'no', why: 'group-missing', detail: `there is no group ${group}` }
      : unknown(missingFrom(problem, 'groups', group));
  }
  const name = looked.look.value;
  const yesBy = has.look.ok && has.look.value;
  const [info, check, list] = await Promise.all([
    scope.get(looks.group(name)),
    has.look.ok ? undefined : scope.get(looks.checkTransitive(name, member.email)),
    yesBy ? undefined : scope.get(looks.members(name)),
  ]);
  const doubt = unsettled(info, group);
  if (doubt) return unknown(doubt);
  if (yesBy) return yes;
  const own = list?.look.ok ? list.look.value.members.find((m) => m.member === member.email) : undefined;
  const flaw = own && flawOf(own, member.at);
  if (check?.look.ok && check.look.value) return yes;
  const told = !check || check.look.ok;
  if (own && !flaw) return told ? unknown(listedOnly(member, group)) : yes;
  // A membership that is over leaves the ways through nested groups open, until something says that there are none.
  if (told || (list?.look.ok && isWhole(list.look.value))) return flaw ?? notMember(undefined);
  return unknown(
    closure.problem
      ? missingFrom(closure.problem, 'groups', group)
      : missing(
          'groups',
          group,
          `Google\u2019s two searches for the groups of ${member.email} contradict each other.`,
        ),
  );
}

/** A list on which everybody in the group stands: no page is missing and no further group may be behind a member. */
function isWhole({
  members,
  complete,
}: {
  readonly members: readonly Membership[];
  readonly complete: boolean;
}) {
  return complete && members.every(({ type }) => type === 'USER' || type === 'SERVICE_ACCOUNT');
}
