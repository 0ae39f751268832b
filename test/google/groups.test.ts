/** Cloud Identity groups and the Directory: what is asked, and what is made of the answer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroupName } from '../../src/google/ports.js';
import type { CustomerId, Email } from '../../src/names/index.js';
import { apiError, terms, withServer } from './server.js';

const alice = 'alice@acme.test' as Email;
const eng = 'eng@acme.test' as Email;
const name = 'groups/03x8tuzt3hq1abc' as GroupName;
const LABEL = "'cloudidentity.googleapis.com/groups.discussion_forum' in labels";

describe('searching groups of a member', () => {
  it('reads every page of the transitive search, 1,000 at a time', async () => {
    const script = [
      {
        json: {
          memberships: [
            {
              group: 'groups/1',
              groupKey: { id: 'Eng@acme.test' },
              relationType: 'DIRECT',
              roles: [{ role: 'MEMBER' }],
            },
            { group: 'groups/2', groupKey: { id: 'all@acme.test' }, relationType: 'INDIRECT' },
          ],
          nextPageToken: 'two',
        },
      },
      {
        json: {
          memberships: [
            { group: 'groups/3', groupKey: { id: 'both@acme.test' }, relationType: 'DIRECT_AND_INDIRECT' },
            { group: 'groups/4', groupKey: { id: 'odd@acme.test' }, relationType: 'NEW' },
            { group: 'groups/5', groupKey: { id: 'S-1-5-21', namespace: 'identitysources/1' } },
          ],
        },
      },
    ];
    await withServer(script, async (server) => {
      const call = terms();
      const look = await server.google().groups.transitiveGroups(alice, call);
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: '/v1/groups/-/memberships:searchTransitiveGroups',
        query: [
          ['query', `member_key_id == 'alice@acme.test' && ${LABEL}`],
          ['pageSize', '1000'],
        ],
      });
      expect(server.requests[1]?.query).toContainEqual(['pageToken', 'two']);
      expect(call.counted).toEqual(['cloudidentity', 'cloudidentity']);
      expect(look).toEqual({
        ok: true,
        value: [
          { group: 'groups/1', email: 'eng@acme.test', relation: 'direct' },
          { group: 'groups/2', email: 'all@acme.test', relation: 'indirect' },
          { group: 'groups/3', email: 'both@acme.test', relation: 'both' },
          { group: 'groups/4', email: 'odd@acme.test', relation: 'unknown' },
        ],
      });
    });
  });

  it('stays inside one customer when asked to', async () => {
    await withServer([{ json: {} }], async (server) => {
      const look = await server.google().groups.transitiveGroups(alice, terms(), 'C0acme' as CustomerId);
      expect(look).toEqual({ ok: true, value: [] });
      expect(server.requests[0]?.query[0]).toEqual([
        'query',
        `member_key_id == 'alice@acme.test' && ${LABEL} && parent == 'customers/C0acme'`,
      ]);
    });
  });

  it('reads direct groups with the membership behind them', async () => {
    const json = {
      memberships: [
        { membership: 'groups/1/memberships/9', group: 'groups/1', groupKey: { id: 'eng@acme.test' } },
        { group: 'groups/2', groupKey: { id: 'ops@acme.test' } },
      ],
    };
    await withServer([{ json }], async (server) => {
      const look = await server.google().groups.directGroups(alice, terms());
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: '/v1/groups/-/memberships:searchDirectGroups',
        query: [
          ['query', `member_key_id == 'alice@acme.test' && ${LABEL}`],
          ['pageSize', '1000'],
        ],
      });
      expect(look).toEqual({
        ok: true,
        value: [
          { group: 'groups/1', email: 'eng@acme.test', membership: 'groups/1/memberships/9' },
          { group: 'groups/2', email: 'ops@acme.test', membership: undefined },
        ],
      });
    });
  });

  it('lets no member text out of its quotes', async () => {
    await withServer([{ json: {} }], async (server) => {
      const google = server.google();
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary' }), async (member) => {
          server.requests.length = 0;
          await google.groups.checkTransitive(name, member, terms());
          const query = server.requests[0]?.query.find(([key]) => key === 'query')?.[1] ?? '';
          expect(query).toMatch(/^member_key_id == '(?:[^'\\]|\\['\\])*'$/s);
        }),
        { numRuns: 30 },
      );
    });
  });

  it.each([3005, 3006])('says that an edition is missing when Cloud Identity answers %i', async (number) => {
    const script = [apiError(403, 'PERMISSION_DENIED', `Error(${number}): not available for this customer.`)];
    await withServer(script, async (server) => {
      const look = await server.google().groups.transitiveGroups(alice, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'edition', status: 403 } });
    });
  });
});

describe('reading one group', () => {
  it('looks a group up by its address', async () => {
    await withServer([{ json: { name } }], async (server) => {
      const look = await server.google().groups.lookup(eng, terms());
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: '/v1/groups:lookup',
        query: [['groupKey.id', 'eng@acme.test']],
      });
      expect(look).toEqual({ ok: true, value: name });
    });
  });

  it('accepts no name that would lead a later request elsewhere', async () => {
    await withServer([{ json: { name: 'groups/../../v1/customers' } }], async (server) => {
      const look = await server.google().groups.lookup(eng, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'malformed' } });
    });
  });

  it('reads a dynamic group with its state', async () => {
    const json = {
      name,
      groupKey: { id: 'eng@acme.test' },
      displayName: 'Engineers',
      parent: 'customers/C0acme',
      dynamicGroupMetadata: {
        queries: [{ resourceType: 'USER', query: 'user.is_enrolled' }],
        status: { status: 'UPDATING_MEMBERSHIPS', statusTime: '2026-11-20T00:00:00Z' },
      },
    };
    await withServer([{ json }], async (server) => {
      const look = await server.google().groups.group(name, terms());
      expect(server.requests[0]).toMatchObject({ method: 'GET', path: `/v1/${name}`, query: [] });
      expect(look).toEqual({
        ok: true,
        value: {
          name,
          email: eng,
          displayName: 'Engineers',
          parent: 'customers/C0acme',
          dynamic: {
            status: 'UPDATING_MEMBERSHIPS',
            statusAt: '2026-11-20T00:00:00Z',
            query: 'user.is_enrolled',
          },
        },
      });
    });
  });

  it('reads one page of members in full and says when there are more', async () => {
    const json = {
      memberships: [
        {
          name: `${name}/memberships/1`,
          preferredMemberKey: { id: 'Alice@acme.test' },
          type: 'USER',
          roles: [
            {
              name: 'MEMBER',
              expiryDetail: { expireTime: '2026-12-01T00:00:00Z' },
              restrictionEvaluations: { memberRestrictionEvaluation: { state: 'NON_COMPLIANT' } },
            },
            { name: 'OWNER' },
          ],
        },
        { name: `${name}/memberships/2`, preferredMemberKey: { id: 'd@acme.test' }, type: 'SHARED_DRIVE' },
        { name: `${name}/memberships/3`, preferredMemberKey: { id: 'e@acme.test' } },
      ],
      nextPageToken: 'more',
    };
    await withServer([{ json }], async (server) => {
      const look = await server.google().groups.members(name, terms());
      expect(server.requests).toHaveLength(1);
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: `/v1/${name}/memberships`,
        query: [
          ['view', 'FULL'],
          ['pageSize', '500'],
        ],
      });
      expect(look).toEqual({
        ok: true,
        value: {
          complete: false,
          members: [
            {
              name: `${name}/memberships/1`,
              member: alice,
              type: 'USER',
              roles: [
                { name: 'MEMBER', expiresAt: '2026-12-01T00:00:00Z', restriction: 'NON_COMPLIANT' },
                { name: 'OWNER', expiresAt: undefined, restriction: undefined },
              ],
            },
            { name: `${name}/memberships/2`, member: 'd@acme.test', type: 'OTHER', roles: [] },
            { name: `${name}/memberships/3`, member: 'e@acme.test', type: 'UNKNOWN', roles: [] },
          ],
        },
      });
    });
  });

  it('calls a page complete only when every member on it could be named', async () => {
    const everyone = { name: `${name}/memberships/1`, preferredMemberKey: { id: 'C0acme' }, type: 'OTHER' };
    await withServer([{ json: { memberships: [everyone] } }, { json: {} }], async (server) => {
      const { groups } = server.google();
      expect(await groups.members(name, terms())).toEqual({
        ok: true,
        value: { members: [], complete: false },
      });
      expect(await groups.members(name, terms())).toEqual({
        ok: true,
        value: { members: [], complete: true },
      });
    });
  });

  it('reads one membership', async () => {
    const json = {
      name: `${name}/memberships/1`,
      preferredMemberKey: { id: 'alice@acme.test' },
      type: 'USER',
    };
    await withServer([{ json }], async (server) => {
      const { groups } = server.google();
      const look = await groups.membership(`${name}/memberships/1`, terms());
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: `/v1/${name}/memberships/1`,
        query: [],
      });
      expect(look).toMatchObject({ ok: true, value: { member: alice, type: 'USER', roles: [] } });
      const wrong = await groups.membership('groups/1/memberships/../../x', terms());
      expect(wrong).toMatchObject({ ok: false, problem: { kind: 'invalid' } });
      expect(server.requests).toHaveLength(1);
    });
  });

  it('checks a transitive membership; a left out answer is a no', async () => {
    await withServer([{ json: { hasMembership: true } }, { json: {} }], async (server) => {
      const { groups } = server.google();
      expect(await groups.checkTransitive(name, alice, terms())).toEqual({ ok: true, value: true });
      expect(await groups.checkTransitive(name, alice, terms())).toEqual({ ok: true, value: false });
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: `/v1/${name}/memberships:checkTransitiveMembership`,
        query: [['query', "member_key_id == 'alice@acme.test'"]],
      });
    });
  });
});

describe('the membership graph', () => {
  const response = {
    '@type': 'type.googleapis.com/google.apps.cloudidentity.groups.v1.GetMembershipGraphResponse',
    adjacencyList: [
      {
        group: 'groups/1',
        edges: [{ name: 'groups/1/memberships/a', preferredMemberKey: { id: 'alice@acme.test' } }],
      },
      {
        group: 'groups/2',
        edges: [{ name: 'groups/2/memberships/b', preferredMemberKey: { id: 'eng@acme.test' } }],
      },
    ],
    groups: [
      { name: 'groups/1', groupKey: { id: 'eng@acme.test' } },
      { name: 'groups/2', groupKey: { id: 'dash-users@acme.test' } },
    ],
  };
  const edges = [
    { child: 'alice@acme.test', parent: 'eng@acme.test' },
    { child: 'eng@acme.test', parent: 'dash-users@acme.test' },
  ];

  it('is read from an operation that is done at once', async () => {
    await withServer([{ json: { done: true, response } }], async (server) => {
      const look = await server.google().groups.membershipGraph(alice, terms());
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: '/v1/groups/-/memberships:getMembershipGraph',
        query: [['query', `member_key_id == 'alice@acme.test' && ${LABEL}`]],
      });
      expect(look).toEqual({ ok: true, value: edges });
    });
  });

  it('is polled for, briefly, while the operation runs', async () => {
    const running = { json: { name: 'operations/g-1' } };
    await withServer(
      [running, { json: { name: 'operations/g-1', done: true, response } }],
      async (server) => {
        const look = await server.google().groups.membershipGraph(alice, terms());
        expect(server.requests.map((request) => request.path)).toEqual([
          '/v1/groups/-/memberships:getMembershipGraph',
          '/v1/operations/g-1',
        ]);
        expect(look).toEqual({ ok: true, value: edges });
      },
    );
  });

  it('is given up when the operation does not end', async () => {
    await withServer([{ json: { name: 'operations/g-1' } }], async (server) => {
      const look = await server.google().groups.membershipGraph(alice, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'unavailable' } });
      expect(server.requests.length).toBe(4);
    });
  });

  it('fails with the reason of the operation', async () => {
    const json = {
      name: 'operations/g-1',
      done: true,
      error: { code: 7, message: 'Error(2028): Permission denied' },
    };
    await withServer([{ json }], async (server) => {
      const look = await server.google().groups.membershipGraph(alice, terms());
      expect(look).toMatchObject({
        ok: false,
        problem: { kind: 'forbidden', message: 'Error(2028): Permission denied' },
      });
    });
  });
});

describe('the Directory', () => {
  it('asks whether a group has a member, on the path of the Admin SDK', async () => {
    await withServer([{ json: { isMember: true } }, { json: {} }], async (server) => {
      const { groups } = server.google();
      const call = terms();
      expect(await groups.hasMember(eng, alice, call)).toEqual({ ok: true, value: true });
      expect(call.counted).toEqual(['admin']);
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: '/admin/directory/v1/groups/eng%40acme.test/hasMember/alice%40acme.test',
        query: [],
      });
      expect(await groups.hasMember(eng, alice, call)).toMatchObject({
        ok: false,
        problem: { kind: 'malformed' },
      });
    });
  });

  it('reads a person with every alias', async () => {
    const json = {
      id: '104',
      primaryEmail: 'Alice@acme.test',
      aliases: ['a@acme.test', 'not an address'],
      nonEditableAliases: ['alice@acme.test.test-google-a.com'],
      customerId: 'C0acme',
      suspended: true,
      suspensionReason: 'ADMIN',
      archived: false,
      creationTime: '2020-01-01T00:00:00.000Z',
      isGuestUser: false,
      emails: 'ignored',
    };
    await withServer([{ json }], async (server) => {
      const look = await server.google().directory.user(alice, terms());
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: '/admin/directory/v1/users/alice%40acme.test',
        query: [],
      });
      expect(look).toEqual({
        ok: true,
        value: {
          id: '104',
          primaryEmail: alice,
          aliases: ['a@acme.test', 'alice@acme.test.test-google-a.com'],
          customerId: 'C0acme',
          suspended: true,
          suspensionReason: 'ADMIN',
          archived: false,
          createdAt: '2020-01-01T00:00:00.000Z',
          deletedAt: undefined,
          isGuest: false,
        },
      });
    });
  });
});
