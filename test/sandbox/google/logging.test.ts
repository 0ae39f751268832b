/** entries:list through the official client: order, paging, scope, private logs and refusals. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Running, refusal, startAcme } from './harness.js';

let acme: Running;
beforeEach(async () => {
  acme = await startAcme();
});
afterEach(async () => {
  await acme.emulator.close();
});

const list = async (requestBody: object) =>
  (
    await acme.google.logging.entries.list({
      requestBody: { resourceNames: ['projects/acme-prod'], ...requestBody },
    })
  ).data;
const DECISIONS = 'protoPayload.methodName="AuthorizeUser"';

describe('log entries', () => {
  it('come oldest first, or newest first when asked', async () => {
    const times = async (orderBy?: string): Promise<string[]> =>
      ((await list({ filter: DECISIONS, ...(orderBy ? { orderBy } : {}) })).entries ?? []).map(
        (e) => e.timestamp ?? '',
      );
    const oldest = await times();
    expect(oldest.length).toBeGreaterThan(8);
    expect(oldest).toEqual([...oldest].sort());
    expect(await times('timestamp desc')).toEqual([...oldest].reverse());
    expect(await refusal(times('severity'))).toMatchObject({ code: 400 });
  });

  it('come page by page without loss', async () => {
    const all = (await list({ filter: DECISIONS })).entries?.map((e) => e.insertId);
    const seen: (string | null | undefined)[] = [];
    let pageToken: string | undefined;
    do {
      const page = await list({
        filter: DECISIONS,
        pageSize: 4,
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      expect(page.entries?.length).toBeLessThanOrEqual(4);
      seen.push(...(page.entries ?? []).map((e) => e.insertId));
      pageToken = page.nextPageToken ?? undefined;
    } while (pageToken !== undefined);
    expect(seen).toEqual(all);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('of a project are not found under its organisation, and the other way round', async () => {
    const groups = 'protoPayload.serviceName="cloudidentity.googleapis.com"';
    expect((await list({ filter: groups })).entries).toBeUndefined();
    const organization = { resourceNames: ['organizations/700000000001'] };
    const found = await list({ filter: groups, pageSize: 1000, ...organization });
    expect(found.entries).toHaveLength(4 + 214);
    expect((await list({ filter: DECISIONS, ...organization })).entries).toBeUndefined();
  });

  it('are found by project number as well', async () => {
    const byNumber = await list({ filter: DECISIONS, resourceNames: ['projects/111111111111'] });
    expect(byNumber.entries).toEqual((await list({ filter: DECISIONS })).entries);
  });

  it('of the Data Access log disappear in silence for whoever may not see private logs', async () => {
    acme.emulator.world.caller.denied.push({ permission: 'logging.privateLogEntries.list' });
    expect((await list({ filter: DECISIONS })).entries).toBeUndefined();
    expect((await list({})).entries?.length).toBeGreaterThan(0);
  });

  it('are refused to whoever may not list them', async () => {
    acme.emulator.world.caller.denied.push({ permission: 'logging.logEntries.list' });
    expect(await refusal(list({}))).toMatchObject({ code: 403, reasons: ['IAM_PERMISSION_DENIED'] });
  });

  it('need a resource name and a filter that can be read, and the refusal says where it broke', async () => {
    expect(await refusal(list({ resourceNames: [] }))).toMatchObject({ code: 400 });
    const refused = await refusal(list({ filter: 'severity=ERROR\nAND (x=1' }));
    expect(refused).toMatchObject({ code: 400, status: 'INVALID_ARGUMENT' });
    expect(refused.message).toBe(
      "Unparseable filter: syntax error at line 2, column 9, token 'end of input'",
    );
  });
});
