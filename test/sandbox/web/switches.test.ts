/** Every switch of the page on the whole sandbox: each does something that can be seen, and each can be put back. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../../src/sandbox/web/protocol.js';
import { redisForTests } from '../../support/redis.js';
import { switchOf, wordsOf } from './harness.js';
import { sandbox } from './stage.js';

const HELP = 'C0HELP';
const redisIsHere = await redisForTests();

describe('the switches', () => {
  const { stage, page, act, who } = sandbox();

  afterEach(async () => {
    expect(await act({ type: 'reset' })).toEqual({ ok: true });
  });

  const flip = async (id: string, position: string): Promise<void> => {
    expect(await act({ type: 'flip', switch: id, position })).toEqual({ ok: true });
    await page().until(`${id} at ${position}`, (shown) => switchOf(shown, id).position === position);
  };

  /** What somebody sees in the end after a command. */
  async function answer(email: string, text: string, fits: RegExp): Promise<Message> {
    const before = new Set(
      page()
        .shown()
        .workspace.ephemerals.map(({ ts }) => ts),
    );
    expect(await act({ type: 'slash', person: who(email), channel: HELP, text })).toEqual({ ok: true });
    return page().until(`${text} answered like ${fits}`, ({ workspace }) =>
      workspace.ephemerals.find(
        (one) => !before.has(one.ts) && one.onlyFor === who(email) && fits.test(wordsOf(one)),
      ),
    );
  }

  // First, as the bot keeps deny policies for ten minutes once it has read them.
  it('a deny policy: who is taken off it gets in', async () => {
    await flip('deny:dex@acme.test', 'free');
    await page().until('the change', ({ timeline }) =>
      timeline.find((entry) => entry.type === 'change' && entry.kind === 'deny-policy' && entry.bySwitch),
    );
    await answer('dex@acme.test', 'why me orders', /can use orders/);
  });

  it('a group: who is put into it gets in, and the timeline says who did it', async () => {
    await flip('member:dash-users@acme.test:noor@acme.test', 'in');
    const change = await page().until('the change', ({ timeline }) =>
      timeline.find(
        (entry) => entry.type === 'change' && /added noor@acme\.test to dash-users/.test(entry.summary),
      ),
    );
    expect(change).toMatchObject({
      actor: 'bob@acme.test',
      actorKind: 'person',
      tool: 'console',
      kind: 'group-membership',
      bySwitch: true,
    });
    await answer('noor@acme.test', 'why me dashboard', /can use dashboard/);
  });

  it('a group of hundreds: all of them by one press, told as one change', async () => {
    await flip('crowd:eng-contractors@acme.test', 'in');
    await page().until('the change', ({ timeline }) =>
      timeline.find((entry) => /added 214 people to eng-contractors/.test(entry.summary)),
    );
  });

  it('a grant: given, and taken back', async () => {
    const id = 'grant:warehouse:roles/iap.httpsResourceAccessor:user:ivo@acme.test';
    await flip(id, 'granted');
    await answer('ivo@acme.test', 'why me warehouse', /can use warehouse/);
    await page().until('the change', ({ timeline }) =>
      timeline.find((entry) => /gave ivo@acme\.test the role .* on warehouse/.test(entry.summary)),
    );
    await flip(id, 'not-granted');
    await page().until('the change', ({ timeline }) =>
      timeline.find((entry) => /took from ivo@acme\.test the role .* on warehouse/.test(entry.summary)),
    );
  });

  it('an access level: reaches elsewhere, and the timeline says so', async () => {
    await flip('level:corp_network', 'nowhere');
    await page().until('the change', ({ timeline }) =>
      timeline.find((entry) => entry.type === 'change' && entry.kind === 'access-level' && entry.bySwitch),
    );
  });

  it('an account: suspended, and nothing else matters', async () => {
    await flip('account:tom@acme.test', 'suspended');
    await answer('tom@acme.test', 'why me dashboard', /suspended/);
    await page().until('the change', ({ timeline }) =>
      timeline.find(({ summary }) => /suspended the account tom@acme\.test/.test(summary)),
    );
  });

  it('a service: its certificate, its backend, IAP before it', async () => {
    await flip('service:wiki:certificate', 'expired');
    await answer('bob@acme.test', 'probe wiki', /expired/);
    await flip('service:wiki:certificate', 'fine');
    await flip('service:wiki:reply', 'lb-502');
    await answer('bob@acme.test', 'probe wiki', /backend/);
    await flip('service:wiki:reply', 'error-code-11');
    await answer('bob@acme.test', 'probe wiki', /OAuth client/);
  });

  it('IAP itself: off, and everybody comes through', async () => {
    await flip('iap:grafana', 'off');
    await page().until('the change', ({ timeline }) =>
      timeline.find((entry) => entry.type === 'change' && entry.kind === 'iap-switch'),
    );
    await answer('bob@acme.test', 'probe grafana', /grafana is exposed/);
  });

  it('Google: an API that fails is seen in the trace, and the answer says what it could not see', async () => {
    await flip('google:iap', 'server-error');
    await answer('bob@acme.test', 'why me batch', /can't tell|cannot tell|could not/i);
    const call = page()
      .shown()
      .trace.calls.find(({ api, status }) => api === 'iap' && status === 500);
    expect(call?.question).toBeDefined();
  });

  it('Google: slow answers take their time in the trace', async () => {
    await flip('google:latency', '100');
    await answer('cleo@acme.test', 'why me grafana', /grafana/);
    await page().until('a slow call', ({ trace }) => trace.calls.find(({ ms }) => (ms ?? 0) >= 95));
  });

  it('a right: without it nobody is told no', async () => {
    await flip('right:admin.groups.read', 'hidden');
    await answer('walt@acme.test', 'why me wiki', /can't tell|cannot tell/i);
  });

  it('Slack: refuses messages for a while, and the answer comes all the same', async () => {
    await flip('slack:response-url', 'expired');
    await answer('ana@acme.test', 'why me dashboard', /can use dashboard/);
    await flip('slack:response-url', 'fine');
    await flip('slack:api', 'throttled');
    await answer('ana@acme.test', 'why me dashboard', /can use dashboard/);
  });

  describe.skipIf(redisIsHere === undefined)('Redis', () => {
    it('can be frozen, stopped and started, and is never waited for', async () => {
      expect(page().shown().health.redis.state).toBe('running');
      for (const state of ['frozen', 'stopped'] as const) {
        await flip('redis', state);
        await page().until(`Redis ${state}`, ({ health }) => health.redis.state === state);
        await answer('bea@acme.test', 'why me payroll', /can use payroll/);
      }
      await flip('redis', 'running');
      await page().until('Redis running', ({ health }) => health.redis.state === 'running');
      await answer('bea@acme.test', 'why me payroll', /can use payroll/);
    }, 40_000);
  });

  // Last, as the timeline tells many changes of one kind as one.
  it('can all be moved, and all come back', async () => {
    const all = page()
      .shown()
      .switches.flatMap(({ switches }) => switches)
      // Told of below one by one: they take their time, or write hundreds of entries.
      .filter(({ id }) => id !== 'redis' && !id.startsWith('crowd:'));
    expect(all.length).toBeGreaterThan(200);
    for (const { id, positions, rest } of all) {
      const other = positions.find((position) => position.id !== rest);
      const result = await act({ type: 'flip', switch: id, position: other?.id ?? '' });
      expect({ id, result }).toEqual({ id, result: { ok: true } });
    }
    await page().until('all moved', ({ switches }) =>
      switches
        .flatMap((group) => group.switches)
        .every((one) => one.position !== one.rest || !all.some(({ id }) => id === one.id)),
    );
    expect(await act({ type: 'reset' })).toEqual({ ok: true });
    await page().until('all back', ({ switches }) =>
      switches.every((group) => group.switches.every(({ position, rest }) => position === rest)),
    );
  }, 60_000);

  it('leave the company as it was once they are put back', async () => {
    const { world } = stage().company.google;
    const state = () =>
      JSON.stringify([
        [...world.policies].map(([node, { bindings }]) => [
          node,
          bindings
            .flatMap(({ role, members, condition }) =>
              members.map((m) => `${role} ${m} ${condition?.expression}`),
            )
            .sort(),
        ]),
        world.groups.map(({ email, members }) => [email, members.map((one) => JSON.stringify(one)).sort()]),
        world.backendServices,
        world.caller,
      ]);
    const before = state();
    for (const id of [
      'member:orders-team@acme.test:eli@acme.test',
      'member:dash-users@acme.test:eng@acme.test',
      'grant:payroll:roles/iap.httpsResourceAccessor:user:ira@acme.test:"accessPolicies/900000000001/accessLevels/corp_network" in request.auth.access_levels',
    ]) {
      const { positions, rest } = switchOf(page().shown(), id);
      await flip(id, positions.find((one) => one.id !== rest)?.id ?? '');
      expect(state()).not.toBe(before);
    }
    expect(await act({ type: 'reset' })).toEqual({ ok: true });
    expect(state()).toBe(before);
  });
});
