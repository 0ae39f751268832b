/** Cloud Identity groups: who is in what, directly, transitively and by which path (cloudidentity.googleapis.com v1). */
import type { CustomerId } from '../names/index.js';
import { asker } from './api.js';
import type { Client } from './client.js';
import { hasMember } from './directory.js';
import {
  directGroups,
  group,
  lookup,
  memberPage,
  members,
  membership,
  transitiveGroups,
  transitiveMemberPage,
  transitiveMembership,
} from './group-shape.js';
import { lazy } from './lazy.js';
import { type Edge, operation, settled } from './membership-graph.js';
import { plain } from './plain.js';
import type { CallContext, GroupsPort, Look } from './ports.js';
import { pause } from './time.js';

const v1 = lazy(async () => {
  const { cloudidentity_v1 } = await import('googleapis/build/src/apis/cloudidentity/v1.js');
  return new cloudidentity_v1.Cloudidentity({}).groups;
});

const EVERY_GROUP = 'groups/-';
/** Every Google group has this label, security and dynamic ones too (Cloud Identity, `Group.labels`). */
const LABEL = `'cloudidentity.googleapis.com/groups.discussion_forum' in labels`;

/** A CEL string literal: nothing in the text can end it. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/\p{Cc}/gu, '')}'`;
}

const ofMember = (member: string): string => `member_key_id == ${quoted(member)}`;

const pageAt = (token: string | undefined): { pageToken?: string } =>
  token === undefined ? {} : { pageToken: token };

/** A graph that is not ready at once is asked for thrice more, ever later. It only explains, it never decides. */
const POLLS: readonly number[] = [1, 2, 4];

/** `pollMs`: before the first poll of a membership graph. */
export function groupsPort(client: Client, pollMs: number): GroupsPort {
  const api = asker(client, 'cloudidentity');
  const directory = asker(client, 'admin');

  async function graph(member: string, call: CallContext): Promise<Look<Edge[]>> {
    const resource = `${EVERY_GROUP}/memberships:getMembershipGraph`;
    const query = `${ofMember(member)} && ${LABEL}`;
    const refuse = api.refuse.bind(undefined, resource);
    let look = await api.read(resource, call, operation, async (options) =>
      (await v1()).memberships.getMembershipGraph({ parent: EVERY_GROUP, query }, options),
    );
    for (const times of POLLS) {
      if (!look.ok) return look;
      const { name } = look.value;
      const end = settled(look.value, refuse);
      if (end) return end;
      if (name === undefined || !/^(?:[\w-]+\/)*operations\/[\w.~-]+$/.test(name))
        return refuse('malformed', 'the operation has no name to ask for');
      if (!(await pause(times * pollMs, call.signal)))
        return refuse('deadline', 'the graph was not ready in time');
      look = await api.read(name, call, operation, plain(`https://cloudidentity.googleapis.com/v1/${name}`));
    }
    if (!look.ok) return look;
    return settled(look.value, refuse) ?? refuse('unavailable', 'the graph was not ready in time');
  }

  return {
    transitiveGroups: (member, call, within?: CustomerId) => {
      const parts = [
        ofMember(member),
        LABEL,
        ...(within === undefined ? [] : [`parent == ${quoted(`customers/${within}`)}`]),
      ];
      const query = parts.join(' && ');
      const resource = `${EVERY_GROUP}/memberships:searchTransitiveGroups`;
      return api.list(resource, call, transitiveGroups, async (options, page) =>
        (await v1()).memberships.searchTransitiveGroups(
          { parent: EVERY_GROUP, query, pageSize: 1000, ...page },
          options,
        ),
      );
    },
    directGroups: (member, call) => {
      const query = `${ofMember(member)} && ${LABEL}`;
      const resource = `${EVERY_GROUP}/memberships:searchDirectGroups`;
      return api.list(resource, call, directGroups, async (options, page) =>
        (await v1()).memberships.searchDirectGroups(
          { parent: EVERY_GROUP, query, pageSize: 1000, ...page },
          options,
        ),
      );
    },
    membershipGraph: graph,
    lookup: (address, call) =>
      api.read(`groups:lookup?groupKey.id=${address}`, call, lookup, async (options) =>
        (await v1()).lookup({ 'groupKey.id': address }, options),
      ),
    group: (name, call) =>
      api.read(name, call, group, async (options) => (await v1()).get({ name }, options)),
    members: (parent, call) =>
      api.read(`${parent}/memberships`, call, members, async (options) =>
        (await v1()).memberships.list({ parent, view: 'FULL', pageSize: 500 }, options),
      ),
    memberPage: (parent, token, call) =>
      api.read(`${parent}/memberships`, call, memberPage, async (options) =>
        (await v1()).memberships.list({ parent, view: 'FULL', pageSize: 500, ...pageAt(token) }, options),
      ),
    transitiveMemberPage: (parent, token, call) =>
      api.read(
        `${parent}/memberships:searchTransitiveMemberships`,
        call,
        transitiveMemberPage,
        async (options) =>
          (await v1()).memberships.searchTransitiveMemberships(
            { parent, pageSize: 1000, ...pageAt(token) },
            options,
          ),
      ),
    membership: async (name, call) =>
      /^groups\/[\w.-]+\/memberships\/[\w.~-]+$/.test(name)
        ? api.read(name, call, membership, async (options) => (await v1()).memberships.get({ name }, options))
        : api.refuse(name, 'invalid', 'not the name of a membership'),
    checkTransitive: (parent, member, call) =>
      api.read(
        `${parent}/memberships:checkTransitiveMembership`,
        call,
        transitiveMembership,
        async (options) =>
          (await v1()).memberships.checkTransitiveMembership({ parent, query: ofMember(member) }, options),
      ),
    hasMember: (address, member, call) => hasMember(directory, address, member, call),
  };
}
