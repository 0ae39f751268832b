/** The Admin SDK Directory: users by any of their names, and direct members. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Running, refusal, startAcme } from './harness.js';

let acme: Running;
beforeEach(async () => {
  acme = await startAcme();
});
afterEach(async () => {
  await acme.emulator.close();
});
const user = async (userKey: string) => (await acme.google.admin.users.get({ userKey })).data;

describe('a user', () => {
  it('is the same by primary address, alias and id', async () => {
    const primary = await user('ana@acme.test');
    expect(primary).toMatchObject({
      primaryEmail: 'ana@acme.test',
      customerId: 'C0acme001',
      suspended: false,
    });
    expect(await user('ana.lima@acme.test')).toEqual(primary);
    expect(await user(primary.id ?? '')).toEqual(primary);
  });

  it('shows that it is suspended and why', async () => {
    expect(await user('sam@acme.test')).toMatchObject({ suspended: true, suspensionReason: 'ADMIN' });
  });

  it('of a secondary domain belongs to the same customer', async () => {
    expect((await user('lou@acme-labs.test')).customerId).toBe('C0acme001');
  });

  it('that is not there is a 404, one of another customer a 403 or, switched, a 404', async () => {
    expect(await refusal(user('nobody@acme.test'))).toMatchObject({ code: 404, reasons: ['notFound'] });
    expect(await refusal(user('pia@partner.test'))).toMatchObject({ code: 403, reasons: ['forbidden'] });
    acme.emulator.switches.foreignUserStatus = 404;
    expect(await refusal(user('pia@partner.test'))).toMatchObject({ code: 404 });
  });

  it('cannot be read without the privilege', async () => {
    acme.emulator.world.caller.denied.push({ permission: 'admin.users.read' });
    expect(await refusal(user('ana@acme.test'))).toMatchObject({
      code: 403,
      message: 'Not Authorized to access this resource/api',
    });
  });
});

describe('groups in the directory', () => {
  it('are listed directly for a user, and never together with a customer', async () => {
    const { data } = await acme.google.admin.groups.list({ userKey: 'ana@acme.test' });
    expect(data.groups?.map((g) => g.email)).toEqual(['eng@acme.test']);
    const both = acme.google.admin.groups.list({ userKey: 'ana@acme.test', customer: 'my_customer' });
    expect(await refusal(both)).toMatchObject({ code: 400 });
  });

  it('are read one by one, with members page by page', async () => {
    const { data: group } = await acme.google.admin.groups.get({ groupKey: 'dash-users@acme.test' });
    const members = acme.emulator.world.groups.find((g) => g.email === 'dash-users@acme.test')?.members ?? [];
    expect(group.directMembersCount).toBe(String(members.length));
    const first = await acme.google.admin.members.list({ groupKey: 'dash-users@acme.test', maxResults: 2 });
    expect(first.data.members).toHaveLength(2);
    const rest = await acme.google.admin.members.list({
      groupKey: 'dash-users@acme.test',
      pageToken: first.data.nextPageToken ?? '',
    });
    expect([...(first.data.members ?? []), ...(rest.data.members ?? [])].map((m) => m.email)).toEqual(
      members.map((m) => m.email),
    );
  });

  it('know nested members of their own domain, and refuse nested ones of others', async () => {
    const has = async (groupKey: string, memberKey: string) =>
      (await acme.google.admin.members.hasMember({ groupKey, memberKey })).data.isMember;
    expect(await has('dash-users@acme.test', 'ana@acme.test')).toBe(true);
    expect(await has('dash-users@acme.test', 'noor@acme.test')).toBe(false);
    expect(await has('contractors@acme.test', 'cora@partner.test')).toBe(true);
    expect(await has('orders-team@acme.test', 'dex@acme.test')).toBe(true);
    expect(await has('orders-team@acme.test', 'eli@acme.test')).toBe(false);
    expect(await refusal(has('dash-users@acme.test', 'cora@partner.test'))).toMatchObject({ code: 400 });
  });

  it('that are not there are a 404', async () => {
    const call = acme.google.admin.groups.get({ groupKey: 'nobody@acme.test' });
    expect(await refusal(call)).toMatchObject({ code: 404, message: 'Resource Not Found: groupKey' });
  });
});
