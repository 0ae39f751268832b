/** Who is in which group: one switch for each direct member, and for those who were taken out or might come in. */
import { addGroupMember, removeGroupMember } from '../../google/change.js';
import type { GroupMember, World, WorldGroup } from '../../google/model.js';
import { byHand } from './actor.js';
import { type LiveGroup, type LiveSwitch, positionsOf } from './switch.js';

/** Groups that are longer are moved as a whole. */
const MOST_SWITCHES = 20;

/** Who is not in a group and is worth a switch. */
const OUTSIDERS: readonly (readonly [group: string, member: string])[] = [
  ['dash-users@acme.test', 'maya@acme.test'],
  ['dash-users@acme.test', 'iris@acme.test'],
  ['dash-users@acme.test', 'jude@acme.test'],
  ['dash-users@acme.test', 'noor@acme.test'],
  ['eng@acme.test', 'noor@acme.test'],
  ['payroll-admins@acme.test', 'tom@acme.test'],
];

const positions = positionsOf({ in: 'a member', out: 'not a member' });

function nameOf(world: World, email: string): string {
  const user = world.users.find(({ primaryEmail }) => primaryEmail === email);
  return user ? `${user.fullName} (${email})` : email;
}

function memberSwitch(world: World, group: WorldGroup, email: string): LiveSwitch {
  const at = (): number => group.members.findIndex((member) => member.email === email);
  const before: GroupMember | undefined = group.members[at()];
  const ended = before?.expiresAt !== undefined && Date.parse(before.expiresAt) <= world.clock.now();
  return {
    id: `member:${group.email}:${email}`,
    label: `${nameOf(world, email)}${ended ? ', whose membership has ended' : ''}`,
    about: group.email,
    positions,
    rest: before ? 'in' : 'out',
    position: () => (at() < 0 ? 'out' : 'in'),
    flip(position) {
      const change = { group: group.email, member: email };
      if (position === 'out') {
        removeGroupMember(world, change, byHand);
        return;
      }
      addGroupMember(world, change, byHand);
      // With everything that was special about the membership: roles, an end, a restriction.
      if (before) group.members.splice(at(), 1, before);
    },
  };
}

/** A group that was emptied, moved as a whole: so many people change with one press. */
function crowdSwitch(world: World, group: WorldGroup, everybody: readonly string[]): LiveSwitch {
  const isIn = (): boolean => group.members.length >= everybody.length;
  return {
    id: `crowd:${group.email}`,
    label: `All ${everybody.length} of ${group.displayName}`,
    about: group.email,
    positions: positionsOf({ in: 'members', out: 'not members' }),
    rest: isIn() ? 'in' : 'out',
    position: () => (isIn() ? 'in' : 'out'),
    flip(position) {
      for (const member of everybody) {
        const change = { group: group.email, member };
        const isMember = group.members.some(({ email }) => email === member);
        if (position === 'in' && !isMember) addGroupMember(world, change, byHand);
        if (position === 'out' && isMember) removeGroupMember(world, change, byHand);
      }
    },
  };
}

/** Who was ever a member of a large group: those in it, and those its log entries took out. */
function everMembers(world: World, group: WorldGroup): readonly string[] {
  const text = `group:${group.email}`;
  const removed = world.logEntries.flatMap(({ protoPayload }) => {
    const said = JSON.stringify(protoPayload ?? {});
    const member = said.includes(text) ? /"member":"user:([^"]+)"/.exec(said)?.[1] : undefined;
    return member === undefined ? [] : [member];
  });
  return [...new Set([...group.members.map(({ email }) => email), ...removed])];
}

export function memberSwitches(world: World): LiveGroup {
  const own = world.groups.filter(
    ({ dynamic, customerId }) => !dynamic && world.customers.some((c) => c.id === customerId && c.visible),
  );
  const switches = own.flatMap((group): LiveSwitch[] => {
    const ever = everMembers(world, group);
    if (ever.length > MOST_SWITCHES) return [crowdSwitch(world, group, ever)];
    const outsiders = OUTSIDERS.flatMap(([to, member]) => (to === group.email ? [member] : []));
    const inside = group.members.map(({ email }) => email);
    return [...new Set([...inside, ...outsiders])].map((email) => memberSwitch(world, group, email));
  });
  return {
    id: 'groups',
    title: 'Groups',
    note: 'Takes somebody out of a group or puts them in, with the audit entry. The bot keeps memberships for two minutes; “Check again” looks anew.',
    switches,
  };
}
