/** People, groups and accounts: what is given in Workspace rather than in Google Cloud. */
import type { Email } from '../../../names/index.js';
import type { Seen } from '../../engine.js';
import type { Attempt } from '../attempt.js';
import type { Ground } from '../ground.js';
import { at, type CapabilitySpec } from './spec.js';

/** One group of another customer fails the whole search; inside the own customer it does not (as `why` asks). */
const nestedGroupsOf = ({ looks, customer }: Ground, member: Email): Attempt =>
  at(
    member,
    {
      key: `status: nested groups of ${member}`,
      read: async (scope): Promise<Seen<unknown>> => {
        const all = await scope.get(looks.transitiveGroups(member));
        const own = all.look.ok || all.look.problem.kind !== 'forbidden' ? undefined : await customer();
        return own === undefined ? all : scope.get(looks.transitiveGroupsWithin(member, own));
      },
    },
    'answered',
  );

/** Members of a group: its name has to be looked up first. */
const membersOf = ({ looks, lists }: Ground, group: Email): Attempt =>
  at(
    group,
    {
      key: `status: members of ${group}`,
      read: async (scope): Promise<Seen<unknown>> => {
        const named = await scope.get(looks.groupName(group));
        return named.look.ok ? scope.get(lists.direct(named.look.value, undefined)) : named;
      },
    },
    'answered',
  );

export const people: readonly CapabilitySpec[] = [
  {
    id: 'groups-search',
    title: 'nested groups in one call',
    code: 'groups-not-readable',
    rights: ['groups'],
    needed: true,
    short: true,
    rule: 'any',
    attempts: async (ground) => {
      const { people, groups } = await ground.samples();
      // A group is a member of groups too, where nobody is named in any policy.
      return [...people, ...groups].slice(0, 2).map((member) => nestedGroupsOf(ground, member));
    },
    note: 'Without it groups are climbed one level after the other by the direct search, and what that leaves out is not known.',
  },
  {
    id: 'groups-direct',
    title: 'direct groups of a person',
    code: 'groups-not-readable',
    rights: ['groups'],
    needed: true,
    rule: 'any',
    attempts: async (ground) => {
      const { people, groups } = await ground.samples();
      return [...people, ...groups]
        .slice(0, 2)
        .map((member) => at(member, ground.looks.directGroups(member), 'answered'));
    },
  },
  {
    id: 'group-members',
    title: 'members of groups',
    code: 'groups-not-readable',
    rights: ['groups'],
    needed: true,
    rule: 'any',
    attempts: async (ground) => (await ground.samples()).groups.map((group) => membersOf(ground, group)),
  },
  {
    id: 'directory',
    title: 'accounts of people',
    code: 'directory-not-readable',
    rights: ['directory'],
    needed: true,
    rule: 'any',
    attempts: async (ground) =>
      (await ground.samples()).people.map((email) => at(email, ground.looks.user(email), 'answered')),
  },
  {
    id: 'service-accounts',
    title: 'service accounts',
    code: 'directory-not-readable',
    rights: ['service-accounts'],
    needed: true,
    rule: 'any',
    attempts: async (ground) =>
      (await ground.samples()).accounts.map((email) =>
        at(email, ground.looks.serviceAccount(email), 'answered'),
      ),
  },
];
