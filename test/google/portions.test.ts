/** Long lists of people come page by page, so that what was read counts even when the rest does not come. */
import { describe, expect, it } from 'vitest';
import { createGoogle } from '../../src/google/index.js';
import type { CallContext, GroupName, Look } from '../../src/google/ports.js';
import type { CustomerId, Email } from '../../src/names/index.js';
import { startGoogleEmulator } from '../../src/sandbox/google/emulator.js';
import { acmeWorld } from '../../src/sandbox/world.js';
import { apiError, terms, withServer } from './server.js';

const name = 'groups/abc' as GroupName;
const key = (id: string) => ({ preferredMemberKey: { id } });

function value<T>(look: Look<T>): T {
  if (!look.ok) throw new Error(JSON.stringify(look.problem));
  return look.value;
}

describe('a page of direct members', () => {
  it('tells what it could not list and where the next one starts', async () => {
    const page = {
      memberships: [
        { name: `${name}/memberships/1`, ...key('Ana@Acme.test'), type: 'USER', roles: [{ name: 'MEMBER' }] },
        { name: `${name}/memberships/2`, ...key('eng@acme.test'), type: 'GROUP' },
        { name: `${name}/memberships/3`, type: 'OTHER' },
      ],
      nextPageToken: 'second',
    };
    await withServer([{ json: page }, { json: {} }], async (server) => {
      const google = server.google();
      expect(value(await google.groups.memberPage(name, undefined, terms()))).toEqual({
        members: [
          {
            name: `${name}/memberships/1`,
            member: 'ana@acme.test',
            type: 'USER',
            roles: [{ name: 'MEMBER', expiresAt: undefined, restriction: undefined }],
          },
          { name: `${name}/memberships/2`, member: 'eng@acme.test', type: 'GROUP', roles: [] },
        ],
        unlisted: 1,
        next: 'second',
      });
      const last = value(await google.groups.memberPage(name, 'second', terms()));
      expect(last).toEqual({ members: [], unlisted: 0, next: undefined });
      expect(server.requests.map((request) => [request.path, Object.fromEntries(request.query)])).toEqual([
        [`/v1/${name}/memberships`, { view: 'FULL', pageSize: '500' }],
        [`/v1/${name}/memberships`, { view: 'FULL', pageSize: '500', pageToken: 'second' }],
      ]);
    });
  });
});

describe('a page of transitive members', () => {
  it('tells groups by their resource name and counts what has no address', async () => {
    const page = {
      memberships: [
        { member: 'users/1', preferredMemberKey: [{ id: 'ana@acme.test' }], relationType: 'INDIRECT' },
        { member: 'groups/2', preferredMemberKey: [{ id: 'eng@acme.test' }], relationType: 'DIRECT' },
        { member: 'users/3', preferredMemberKey: [] },
      ],
    };
    await withServer([{ json: page }], async (server) => {
      expect(value(await server.google().groups.transitiveMemberPage(name, 'x', terms()))).toEqual({
        members: [
          { email: 'ana@acme.test', isGroup: false },
          { email: 'eng@acme.test', isGroup: true },
        ],
        unlisted: 1,
        next: undefined,
      });
      const [request] = server.requests;
      expect(request?.path).toBe(`/v1/${name}/memberships:searchTransitiveMemberships`);
      expect(Object.fromEntries(request?.query ?? [])).toEqual({ pageSize: '1000', pageToken: 'x' });
    });
  });

  it('needs an edition, and says so', async () => {
    const refused = apiError(403, 'PERMISSION_DENIED', 'Error(3005): no edition');
    await withServer([refused], async (server) => {
      const look = await server.google().groups.transitiveMemberPage(name, undefined, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'edition' } });
    });
  });
});

describe('suspended accounts', () => {
  it('are asked for in one list over all its pages', async () => {
    const pages = [
      { json: { users: [{ primaryEmail: 'Sam@acme.test' }], nextPageToken: 'p2' } },
      { json: { users: [{ primaryEmail: 'zed@acme.test' }] } },
    ];
    await withServer(pages, async (server) => {
      const look = await server.google().directory.suspendedUsers('C0acme001' as CustomerId, terms());
      expect(value(look)).toEqual(['sam@acme.test', 'zed@acme.test']);
      expect(Object.fromEntries(server.requests[1]?.query ?? [])).toEqual({
        customer: 'C0acme001',
        query: 'isSuspended=true',
        maxResults: '500',
        fields: 'nextPageToken,users(primaryEmail)',
        pageToken: 'p2',
      });
    });
  });
});

describe('the sandbox', () => {
  it('answers all three alike', async () => {
    const emulator = await startGoogleEmulator({ world: acmeWorld({ now: () => Date.now() }) });
    const google = createGoogle({ endpoint: new URL(emulator.url), retryBaseMs: 1 });
    try {
      const call: CallContext = terms();
      const dash = value(await google.groups.lookup('dash-users@acme.test' as Email, call));
      emulator.switches.pageCap = 2;
      const first = value(await google.groups.memberPage(dash, undefined, call));
      expect(first.members).toHaveLength(2);
      const second = value(await google.groups.memberPage(dash, first.next, call));
      expect(second.members.map((one) => one.member)).not.toContain(first.members[0]?.member);
      emulator.switches.pageCap = undefined;
      const all = value(await google.groups.transitiveMemberPage(dash, undefined, call));
      expect(all.members).toContainEqual({ email: 'eng@acme.test', isGroup: true });
      expect(all.members).toContainEqual({ email: 'ana@acme.test', isGroup: false });
      const suspended = await google.directory.suspendedUsers('C0acme001' as CustomerId, call);
      expect(value(suspended)).toEqual(['sam@acme.test']);
      const foreign = await google.directory.suspendedUsers('C0part009' as CustomerId, call);
      expect(foreign).toMatchObject({ ok: false, problem: { kind: 'forbidden' } });
    } finally {
      google.close();
      await emulator.close();
    }
  });
});
