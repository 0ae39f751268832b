/** People and groups of a random organisation, as the Directory and Cloud Identity would show them. */
import type { DirectoryPort, GroupsPort } from '../../../src/google/ports.js';
import type { CustomerId, Email } from '../../../src/names/index.js';
import { allGroups, directGroups, isVisible, listedGroups } from './membership.js';
import {
  ACME,
  customerOfDomain,
  domainOf,
  NOW,
  PARTNER,
  type RawMember,
  type RawOrganisation,
  userBy,
} from './model.js';
import { addressOf, found, groupAddress, groupName, idOf, no, type Stub } from './stub.js';

/** Whether transitive questions about the address are answered at all: by the edition of its customer. */
function edition(raw: RawOrganisation, member: string): boolean {
  if (member.endsWith('.gserviceaccount.com')) return true;
  const customer = customerOfDomain(domainOf(member));
  return customer === PARTNER || (customer === ACME && raw.premium);
}

function relations(raw: RawOrganisation, member: string, groups: readonly string[]) {
  const direct = directGroups(raw, member);
  return groups.map((email) => ({
    group: groupName(email),
    email: email as Email,
    relation: direct.includes(email) ? ('direct' as const) : ('indirect' as const),
  }));
}

const membershipOf = (raw: RawOrganisation, group: string, { email, state }: RawMember) => ({
  name: `${groupName(group)}/memberships/${idOf(email)}`,
  member: email as Email,
  type: email in raw.groups ? ('GROUP' as const) : ('USER' as const),
  roles: [
    {
      name: 'MEMBER',
      expiresAt: state === 'expired' ? new Date(NOW - 86_400_000).toISOString() : undefined,
      restriction: state === 'restricted' ? 'NON_COMPLIANT' : undefined,
    },
  ],
});

const sees = (raw: RawOrganisation, group: string): boolean => group in raw.groups && isVisible(raw, group);
const seesCustomer = (raw: RawOrganisation, customer: string | undefined): boolean =>
  customer === ACME || (customer === PARTNER && raw.partnerVisible);

export const groupsOf = ({ raw, ask }: Stub): GroupsPort => ({
  transitiveGroups: (member, call, within) =>
    ask(call, 'transitive', member, () => {
      if (!edition(raw, member)) return no('edition');
      const all = allGroups(raw, member).filter(
        (group) => within === undefined || customerOfDomain(domainOf(group)) === within,
      );
      return all.every((group) => isVisible(raw, group))
        ? found(relations(raw, member, all))
        : no('forbidden');
    }),
  directGroups: (member, call) =>
    ask(call, 'direct', member, () => {
      const all = listedGroups(raw, member).filter((group) => isVisible(raw, group));
      return found(
        all.map((email) => ({
          group: groupName(email),
          email: email as Email,
          membership: `${groupName(email)}/memberships/${idOf(member)}`,
        })),
      );
    }),
  membershipGraph: (member, call) =>
    ask(call, 'graph', member, () => {
      const all = allGroups(raw, member);
      if (!edition(raw, member)) return no('edition');
      if (!all.every((group) => isVisible(raw, group))) return no('forbidden');
      const on = [member, ...all];
      return found(
        on.flatMap((child) =>
          directGroups(raw, child).map((parent) => ({ child: child as Email, parent: parent as Email })),
        ),
      );
    }),
  lookup: (group, call) =>
    ask(call, 'lookup', group, () => (sees(raw, group) ? found(groupName(group)) : no('forbidden'))),
  group: (name, call) =>
    ask(call, 'group', groupAddress(name), () => {
      const address = groupAddress(name);
      if (!sees(raw, address)) return no('forbidden');
      const status = raw.groups[address]?.updating ? 'UPDATING_MEMBERSHIPS' : 'UP_TO_DATE';
      return found({
        name,
        email: address as Email,
        displayName: undefined,
        parent: `customers/${customerOfDomain(domainOf(address))}`,
        dynamic: address === 'g3@acme.test' ? { status, statusAt: undefined, query: undefined } : undefined,
      });
    }),
  members: (name, call) =>
    ask(call, 'members', groupAddress(name), () => {
      const address = groupAddress(name);
      if (!sees(raw, address)) return no('forbidden');
      const members = (raw.groups[address]?.members ?? []).map((one) => membershipOf(raw, address, one));
      return found({ members, complete: true });
    }),
  memberPage: (_name, _token, call) => ask(call, 'memberPage', '', () => no('forbidden')),
  transitiveMemberPage: (_name, _token, call) => ask(call, 'transitiveMemberPage', '', () => no('forbidden')),
  membership: (name, call) =>
    ask(call, 'membership', name, () => {
      const address = groupAddress(name);
      const email = addressOf(name.split('/')[3]);
      const one = raw.groups[address]?.members.find((each) => each.email === email);
      return one && sees(raw, address) ? found(membershipOf(raw, address, one)) : no('forbidden');
    }),
  checkTransitive: (name, member, call) =>
    ask(call, 'check', `${groupAddress(name)} ${member}`, () => {
      if (!edition(raw, member)) return no('edition');
      const address = groupAddress(name);
      return sees(raw, address) ? found(allGroups(raw, member).includes(address)) : no('forbidden');
    }),
  hasMember: (group, member, call) =>
    ask(call, 'hasMember', `${group} ${member}`, () => {
      if (!sees(raw, group)) return no('forbidden');
      if (directGroups(raw, member).includes(group)) return found(true);
      if (domainOf(group) !== domainOf(member)) return no('invalid');
      return found(allGroups(raw, member).includes(group));
    }),
});

export const directoryOf = ({ raw, ask }: Stub): DirectoryPort => ({
  user: (key, call) =>
    ask(call, 'user', key, () => {
      const user = userBy(key);
      const customer = user ? user.customer : customerOfDomain(domainOf(key));
      if (!seesCustomer(raw, customer)) return no('forbidden');
      if (!user) return no('not-found');
      return found({
        id: `id of ${user.primary}`,
        primaryEmail: user.primary as Email,
        aliases: user.aliases.map((alias) => alias as Email),
        customerId: customer as CustomerId,
        suspended: raw.suspended && userBy(raw.who) === user,
        suspensionReason: undefined,
        archived: false,
        createdAt: undefined,
        deletedAt: undefined,
        isGuest: false,
      });
    }),
  suspendedUsers: (_customer, call) => ask(call, 'suspendedUsers', '', () => found([])),
});
