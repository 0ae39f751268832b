/** Cloud Identity groups and memberships, with what each edition and each right lets one see. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Running, refusal, startAcme } from './harness.js';

let acme: Running;
beforeEach(async () => {
  acme = await startAcme();
});
afterEach(async () => {
  await acme.emulator.close();
});

const FORUM = "'cloudidentity.googleapis.com/groups.discussion_forum' in labels";
const ACME = "parent == 'customers/C0acme001'";
const member = (email: string): string => `member_key_id == '${email}'`;
const lookup = async (email: string): Promise<string> =>
  (await acme.google.identity.groups.lookup({ 'groupKey.id': email })).data.name ?? '';
const transitive = async (query: string) =>
  (await acme.google.identity.groups.memberships.searchTransitiveGroups({ parent: 'groups/-', query })).data
    .memberships ?? [];
const direct = async (email: string) =>
  (
    await acme.google.identity.groups.memberships.searchDirectGroups({
      parent: 'groups/-',
      query: `${member(email)} && ${FORUM}`,
    })
  ).data.memberships ?? [];

describe('a group', () => {
  it('is found by its address, and shown with parent and labels', async () => {
    const name = await lookup('dash-users@acme.test');
    const { data } = await acme.google.identity.groups.get({ name });
    expect(data).toMatchObject({
      name,
      groupKey: { id: 'dash-users@acme.test' },
      parent: 'customers/C0acme001',
      labels: { 'cloudidentity.googleapis.com/groups.discussion_forum': '' },
    });
  });

  it('shows the status of a dynamic group', async () => {
    const { data } = await acme.google.identity.groups.get({ name: await lookup('sre-on-shift@acme.test') });
    expect(data.dynamicGroupMetadata?.status?.status).toBe('UPDATING_MEMBERSHIPS');
  });

  it.each(['launch@partner.test', 'nobody@acme.test', 'wiki-editors@acme.test', 'nobody@nowhere.test'])(
    'that may be missing or hidden (%s) is the 403 that says so',
    async (email) => {
      const refused = await refusal(lookup(email));
      expect(refused).toMatchObject({ code: 403, status: 'PERMISSION_DENIED' });
      expect(refused.message).toBe(
        `Error(2028): Permission denied for resource ${email} (or it may not exist).`,
      );
    },
  );

  it('that is missing in the own customer can be a 404 instead, but never one of another customer', async () => {
    acme.emulator.switches.missingGroupStatus = 404;
    expect(await refusal(lookup('nobody@acme.test'))).toMatchObject({ code: 404 });
    expect(await refusal(lookup('launch@partner.test'))).toMatchObject({ code: 403 });
  });

  it('is not shown without the Workspace privilege', async () => {
    acme.emulator.world.caller.denied.push({ permission: 'admin.groups.read' });
    expect(await refusal(lookup('dash-users@acme.test'))).toMatchObject({ code: 403 });
    expect(await refusal(direct('ana@acme.test'))).toMatchObject({ code: 403 });
  });

  it('tells its member restriction', async () => {
    const name = `${await lookup('orders-partners@acme.test')}/securitySettings`;
    const { data } = await acme.google.identity.groups.getSecuritySettings({ name, readMask: '*' });
    expect(data.memberRestriction?.query).toBe('member.customer_id == groupCustomerId()');
  });

  it('is listed page by page for the own customer only', async () => {
    acme.emulator.switches.pageCap = 5;
    const seen: (string | null | undefined)[] = [];
    let pageToken: string | undefined;
    do {
      const { data } = await acme.google.identity.groups.list({
        parent: 'customers/C0acme001',
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      expect(data.groups?.length).toBeLessThanOrEqual(5);
      seen.push(...(data.groups ?? []).map((g) => g.groupKey?.id));
      pageToken = data.nextPageToken ?? undefined;
    } while (pageToken !== undefined);
    const own = acme.emulator.world.groups.filter((g) => g.customerId === 'C0acme001').map((g) => g.email);
    expect(seen).toEqual(own);
    const other = acme.google.identity.groups.list({ parent: 'customers/C0part009' });
    expect(await refusal(other)).toMatchObject({ code: 403 });
  });

  it('is searched by parent and label', async () => {
    const { data } = await acme.google.identity.groups.search({
      query: `${ACME} && 'cloudidentity.googleapis.com/groups.dynamic' in labels`,
    });
    expect(data.groups?.map((g) => g.groupKey?.id)).toEqual(['sre-on-shift@acme.test']);
  });

  it('refuses a page token that Google never gave out', async () => {
    const call = acme.google.identity.groups.list({ parent: 'customers/C0acme001', pageToken: 'forged' });
    expect(await refusal(call)).toMatchObject({ code: 400, status: 'INVALID_ARGUMENT' });
  });
});

describe('memberships of a group', () => {
  it('show expiry, type and restriction in the full view only', async () => {
    const parent = await lookup('orders-team@acme.test');
    const list = async (view: 'BASIC' | 'FULL') =>
      (await acme.google.identity.groups.memberships.list({ parent, view })).data.memberships?.find(
        (m) => m.preferredMemberKey?.id === 'eli@acme.test',
      );
    expect((await list('FULL'))?.roles?.[0]?.expiryDetail?.expireTime).toBe('2026-11-21T09:00:00.000Z');
    expect((await list('FULL'))?.type).toBe('USER');
    expect((await list('BASIC'))?.roles).toEqual([{ name: 'MEMBER' }]);
    const partners = await lookup('orders-partners@acme.test');
    const { data } = await acme.google.identity.groups.memberships.list({ parent: partners, view: 'FULL' });
    expect(
      data.memberships?.[0]?.roles?.[0]?.restrictionEvaluations?.memberRestrictionEvaluation?.state,
    ).toBe('NON_COMPLIANT');
  });

  it('can be looked up and read one by one', async () => {
    const parent = await lookup('dash-users@acme.test');
    const { data } = await acme.google.identity.groups.memberships.lookup({
      parent,
      'memberKey.id': 'eng@acme.test',
    });
    const read = await acme.google.identity.groups.memberships.get({ name: data.name ?? '' });
    expect(read.data).toMatchObject({ preferredMemberKey: { id: 'eng@acme.test' }, type: 'GROUP' });
    const absent = acme.google.identity.groups.memberships.lookup({
      parent,
      'memberKey.id': 'noor@acme.test',
    });
    expect(await refusal(absent)).toMatchObject({ code: 404 });
  });
});

describe('searchDirectGroups', () => {
  it('gives direct groups only and leaves out, in silence, those the caller may not view', async () => {
    const groups = (await direct('bob@acme.test')).map((m) => m.groupKey?.id);
    expect(groups).toContain('eng@acme.test');
    expect(groups).not.toContain('dash-users@acme.test');
    expect(groups).not.toContain('launch@partner.test');
  });

  it('answers 500 for an address that is nobody', async () => {
    expect(await refusal(direct('nobody@acme.test'))).toMatchObject({ code: 500 });
  });

  it('works in every edition', async () => {
    for (const customer of acme.emulator.world.customers) customer.edition = 'free';
    expect((await direct('ana@acme.test')).map((m) => m.groupKey?.id)).toEqual(['eng@acme.test']);
  });
});

describe('transitive searches', () => {
  it('give every group with how the member is in it', async () => {
    const groups = await transitive(`${member('ana@acme.test')} && ${FORUM}`);
    expect(groups.map((g) => [g.groupKey?.id, g.relationType])).toEqual([
      ['eng@acme.test', 'DIRECT'],
      ['dash-users@acme.test', 'INDIRECT'],
    ]);
  });

  it('leave out memberships that are over or not compliant', async () => {
    expect(await transitive(`${member('eli@acme.test')} && ${FORUM}`)).toEqual([]);
    expect(await transitive(`${member('remy@partner.test')} && ${FORUM}`)).toEqual([]);
  });

  it('fail as a whole for one group of another customer, unless limited to the own', async () => {
    const query = `${member('bob@acme.test')} && ${FORUM}`;
    expect(await refusal(transitive(query))).toMatchObject({ code: 403 });
    const groups = await transitive(`${query} && ${ACME}`);
    expect(groups.map((g) => g.groupKey?.id)).toContain('dash-users@acme.test');
  });

  it('need an edition and say so with code 3005', async () => {
    for (const customer of acme.emulator.world.customers) customer.edition = 'free';
    const refused = await refusal(transitive(`${member('ana@acme.test')} && ${FORUM}`));
    expect(refused).toMatchObject({ code: 403, status: 'PERMISSION_DENIED' });
    expect(refused.message).toContain('3005');
    expect(await refusal(transitive(`${member('cora@partner.test')} && ${FORUM}`))).toMatchObject({
      code: 403,
    });
  });

  it('go by the edition of whoever is asked about, not of the caller', async () => {
    for (const customer of acme.emulator.world.customers)
      customer.edition = customer.primaryDomain === 'acme.test' ? 'free' : 'premium';
    const parent = await lookup('contractors@acme.test');
    const check = async (email: string) =>
      (
        await acme.google.identity.groups.memberships.checkTransitiveMembership({
          parent,
          query: member(email),
        })
      ).data;
    expect(await check('cora@partner.test')).toEqual({ hasMembership: true });
    expect((await refusal(check('carl@acme.test'))).message).toContain('3005');
  });

  it.each(["member_key_id == 'ana@acme.test'", FORUM, 'nonsense'])(
    'refuse a query without member or label: %s',
    async (query) => {
      expect(await refusal(transitive(query))).toMatchObject({ code: 400 });
    },
  );

  it('check one membership, and leave the answer out when it is no', async () => {
    const parent = await lookup('dash-users@acme.test');
    const check = async (email: string) =>
      (
        await acme.google.identity.groups.memberships.checkTransitiveMembership({
          parent,
          query: member(email),
        })
      ).data;
    expect(await check('ana@acme.test')).toEqual({ hasMembership: true });
    expect(await check('noor@acme.test')).toEqual({});
  });

  it('list everybody in a group through nested groups', async () => {
    const parent = await lookup('dash-users@acme.test');
    const { data } = await acme.google.identity.groups.memberships.searchTransitiveMemberships({ parent });
    const members = new Map(data.memberships?.map((m) => [m.preferredMemberKey?.[0]?.id, m.relationType]));
    expect(members.get('tom@acme.test')).toBe('INDIRECT');
    expect(members.get('sam@acme.test')).toBe('DIRECT');
  });

  it('draw the way from the member up as an adjacency list in a finished operation', async () => {
    const { data } = await acme.google.identity.groups.memberships.getMembershipGraph({
      parent: 'groups/-',
      query: `${member('ana@acme.test')} && ${FORUM}`,
    });
    expect(data.done).toBe(true);
    const { adjacencyList, groups } = data.response as {
      adjacencyList: { group: string; edges: { preferredMemberKey: { id: string } }[] }[];
      groups: { name: string; groupKey: { id: string } }[];
    };
    const names = new Map(groups.map((g) => [g.name, g.groupKey.id]));
    const edges = adjacencyList.map((l) => [l.edges.map((e) => e.preferredMemberKey.id), names.get(l.group)]);
    expect(edges).toEqual([
      [['ana@acme.test'], 'eng@acme.test'],
      [['eng@acme.test'], 'dash-users@acme.test'],
    ]);
  });

  it('stop at groups that are in a circle', async () => {
    const eng = acme.emulator.world.groups.find((g) => g.email === 'eng@acme.test');
    const dash = acme.emulator.world.groups.find((g) => g.email === 'dash-users@acme.test');
    const [nested] = dash?.members ?? [];
    if (!eng || !nested) throw new Error('the world has changed');
    eng.members.push({ ...nested, email: 'dash-users@acme.test' });
    const groups = await transitive(`${member('ana@acme.test')} && ${FORUM}`);
    expect(groups.map((g) => g.relationType).sort()).toEqual(['DIRECT_AND_INDIRECT', 'INDIRECT']);
  });
});
