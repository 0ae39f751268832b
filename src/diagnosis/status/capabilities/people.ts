/** People, groups and accounts: what is given in Workspace rather than in Google Cloud. */
import type { Email } from '../../../names/index.js';
import type { Seen } from '../../engine.js';
import type { Attempt } from '../attempt.js';
import type { Ground } from '../ground.js';
import { at, type CapabilitySpec } from './spec.js';

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
      const [{ people, groups }, customer] = await Promise.all([ground.samples(), ground.customer()]);
      const { looks } = ground;
      // A group is a member of groups too, where nobody is named in any policy.
      return [...people, ...groups]
        .slice(0, 2)
        .map((member) =>
          at(
            member,
            customer === undefined
              ? looks.transitiveGroups(member)
              : looks.transitiveGroupsWithin(member, customer),
            'answered',
          ),
        );
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
