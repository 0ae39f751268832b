/** The page's server around the whole sandbox with the real bot: what it shows, and everything people can do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAction } from '../../../src/sandbox/web/actions.js';
import type { Action } from '../../../src/sandbox/web/protocol.js';
import { act, ask, OWN, wordsOf } from './harness.js';
import { sandbox } from './stage.js';

const HELP = 'C0HELP';

describe('the sandbox’s page', () => {
  const { stage, port, page, another, act: does, who } = sandbox({ redis: false });

  const answerOf = (email: string, fits: RegExp, after = '') =>
    page().until(`an answer like ${fits}`, ({ workspace }) =>
      workspace.ephemerals.find(
        (one) => one.onlyFor === who(email) && one.ts > after && fits.test(wordsOf(one)),
      ),
    );

  it('shows people, channels, services, switches and the past of the company at once', async () => {
    const { workspace, world, switches, timeline, health, trace } = (await another()).shown();
    expect(workspace.people.map(({ email }) => email)).toContain('maya@acme.test');
    expect(new Set(workspace.people.map(({ name }) => name)).size).toBe(workspace.people.length);
    expect(workspace.channels.map(({ name, optedIn }) => [name, optedIn])).toEqual([
      ['help-access', true],
      ['platform', false],
      ['random', false],
    ]);
    expect(workspace.commands).toEqual(['/iap']);
    expect(world.services.map(({ name }) => name)).toContain('dashboard');
    expect(world.suggestions.length).toBeGreaterThan(5);
    expect(switches.map(({ id }) => id)).toEqual([
      'groups',
      'bindings',
      'guards',
      'accounts',
      'services',
      'iap',
      'google',
      'rights',
      'redis',
      'slack',
    ]);
    const all = switches.flatMap((group) => group.switches);
    expect(all.filter(({ position, rest }) => position !== rest)).toEqual([]);
    expect(timeline[0]?.at.localeCompare(timeline.at(-1)?.at ?? '')).toBe(1);
    expect(timeline.map(({ summary }) => summary).join('\n')).toMatch(
      /hr-sync@.* removed 214 people from eng-contractors@acme\.test\./,
    );
    expect(timeline.some(({ type }) => type === 'denial')).toBe(true);
    expect(health).toMatchObject({ bot: { ready: true, mode: 'socket' }, redis: { state: 'absent' } });
    expect(trace).toMatchObject({ questions: [], calls: [] });
  });

  it('types a command and shows the answer to the asker alone, with the calls behind it', async () => {
    const slash: Action = {
      type: 'slash',
      person: who('maya@acme.test'),
      channel: HELP,
      text: '/iap why me dashboard',
    };
    expect(await does(slash)).toEqual({ ok: true });
    const answer = await answerOf('maya@acme.test', /get into dashboard/);
    expect(answer).toMatchObject({ channel: HELP, from: 'U0DOCTOR' });
    const question = await page().until('the question answered', ({ trace }) =>
      trace.questions.find(({ what, state }) => what === '/iap why me dashboard' && state === 'answered'),
    );
    expect(question).toMatchObject({ person: slash.person, channel: HELP });
    expect(question.ms).toBeGreaterThan(0);
    const calls = page()
      .shown()
      .trace.calls.filter((call) => call.question === question.id);
    expect(calls).toHaveLength(question.calls);
    expect(calls.map(({ api }) => api)).toEqual(expect.arrayContaining(['iap', 'admin']));
    expect(calls.every(({ status, ms }) => status !== undefined && ms !== undefined)).toBe(true);

    // Again: what is remembered needs no call.
    expect(await does({ ...slash, text: 'why me dashboard' })).toEqual({ ok: true });
    await answerOf('maya@acme.test', /get into dashboard/, answer.ts);
    const again = await page().until('the second question answered', ({ trace }) =>
      trace.questions.find(
        ({ id, what, state }) =>
          id !== question.id && what === '/iap why me dashboard' && state === 'answered',
      ),
    );
    expect(again.calls).toBeLessThan(question.calls);
  });

  it('presses a button, shows the modal it opens, and closes it', async () => {
    const maya = who('maya@acme.test');
    const { channel, ts } = await answerOf('maya@acme.test', /"Evidence"/);
    const actionId = /"action_id":"([^"]*evidence[^"]*)"/i.exec(
      JSON.stringify(
        page()
          .shown()
          .workspace.ephemerals.find((one) => one.ts === ts)?.blocks,
      ),
    )?.[1];
    expect(await does({ type: 'click', person: maya, channel, ts, actionId: actionId ?? '' })).toEqual({
      ok: true,
    });
    const [modal] = await page().until('the modal', ({ workspace }) => {
      const views = workspace.modals[maya];
      return views && views.length > 0 && views;
    });
    expect(modal?.title).not.toBe('');
    expect(modal?.blocks.length).toBeGreaterThan(0);
    expect(await does({ type: 'close', person: maya })).toEqual({ ok: true });
    await page().until('no modal', ({ workspace }) => workspace.modals[maya]?.length === 0);
    expect(await does({ type: 'close', person: maya })).toEqual({ ok: false, error: 'No modal is open.' });
  });

  it('lets people talk, in the channel and in a thread, with whatever they type', async () => {
    const [ana, tom] = [who('ana@acme.test'), who('tom@acme.test')];
    const text = 'lunch? <script>alert(1)</script> & <b>*not*</b> \u202e';
    expect(await does({ type: 'say', person: ana, channel: 'C0RANDOM', text })).toEqual({ ok: true });
    const said = await page().until('the message', ({ workspace }) =>
      workspace.messages.find(({ channel, from }) => channel === 'C0RANDOM' && from === ana),
    );
    expect(said.text).toContain('lunch?');
    expect(said.text).not.toContain('<script>');
    expect(
      await does({ type: 'say', person: tom, channel: 'C0RANDOM', text: 'yes', threadTs: said.ts }),
    ).toEqual({ ok: true });
    await page().until('the reply', ({ workspace }) =>
      workspace.messages.find(({ from, threadTs }) => from === tom && threadTs === said.ts),
    );
  });

  it('opens the Home tab', async () => {
    const ana = who('ana@acme.test');
    expect(await does({ type: 'open_home', person: ana })).toEqual({ ok: true });
    const home = await page().until('the Home tab', ({ workspace }) => workspace.homes[ana]);
    expect(home).toMatchObject({ kind: 'home' });
    expect(home.blocks.every(({ block_id }) => typeof block_id === 'string')).toBe(true);
  });

  it('uses a shortcut on a message, and shows the answer to that person alone', async () => {
    const [ana, maya] = [who('ana@acme.test'), who('maya@acme.test')];
    const text = 'dashboard does not like me';
    expect(await does({ type: 'say', person: ana, channel: 'C0RANDOM', text })).toEqual({ ok: true });
    const { channel, ts } = await page().until('the message', ({ workspace }) =>
      workspace.messages.find((one) => one.text === text),
    );
    const [shortcut] = page().shown().workspace.shortcuts;
    const before = page().shown().workspace.ephemerals.at(-1)?.ts ?? '';
    const use = { type: 'shortcut', callbackId: shortcut?.callbackId ?? '', channel, ts } as const;
    expect(await does({ ...use, person: maya })).toEqual({ ok: true });
    await answerOf('maya@acme.test', /get into dashboard/, before);
  });

  it('uses a shortcut of the app, fills in its form, and shows the answer', async () => {
    const maya = who('maya@acme.test');
    const [shortcut] = page().shown().workspace.globalShortcuts;
    const callbackId = shortcut?.callbackId ?? '';
    expect(await does({ type: 'global_shortcut', person: maya, callbackId })).toEqual({ ok: true });
    const form = await page().until('the form', ({ workspace }) => workspace.modals[maya]?.at(-1));
    expect(form.submit).toBeDefined();
    const input = form.blocks.find(({ type }) => type === 'input');
    const { action_id, options } = (input?.element ?? { action_id: '', options: [] }) as {
      action_id: string;
      options: { value: string }[];
    };
    const selected_option = options.find(({ value }) => value === 'dashboard');
    const values = { [String(input?.block_id)]: { [action_id]: { type: 'static_select', selected_option } } };
    expect(await does({ type: 'submit', person: maya, values })).toEqual({ ok: true });
    const answer = await page().until('the answer as a direct message', ({ workspace }) =>
      workspace.messages.find(({ channel, from }) => channel === `D${maya.slice(1)}` && from !== maya),
    );
    expect(wordsOf(answer)).toMatch(/get into dashboard/);
    expect(page().shown().workspace.modals[maya]).toEqual([]);
  });

  it('writes to the bot directly, in a channel that is there from then on', async () => {
    const { id, im } = page()
      .shown()
      .workspace.people.find(({ email }) => email === 'bea@acme.test') ?? { id: '', im: '' };
    expect(
      page()
        .shown()
        .workspace.channels.some((one) => one.id === im),
    ).toBe(false);
    expect(await does({ type: 'say', person: id, channel: im, text: 'why me payroll' })).toEqual({
      ok: true,
    });
    await page().until('the channel', ({ workspace }) =>
      workspace.channels.some((one) => one.id === im && one.kind === 'im' && one.im === id),
    );
    await page().until('the answer', ({ workspace }) =>
      workspace.messages.find(({ channel, from }) => channel === im && from === workspace.bot.userId),
    );
    const other = await does({ type: 'say', person: who('tom@acme.test'), channel: im, text: 'hello' });
    expect(other).toMatchObject({ ok: false, error: expect.stringMatching(/not in that channel/) });
  });

  it('shows on an old page what a new one would show', async () => {
    await stage().slack.settled();
    await page().until('no question under way', ({ trace }) =>
      trace.questions.every(({ state }) => state === 'answered'),
    );
    const fresh = (await another()).shown();
    expect({ ...page().shown(), timeline: [] }).toEqual({ ...fresh, timeline: [] });
    expect(page().shown().timeline).toEqual(fresh.timeline);
    expect(fresh.health.violations).toEqual([]);
  });

  it('forgets the trace when told to', async () => {
    expect(page().shown().trace.calls.length).toBeGreaterThan(0);
    expect(await does({ type: 'clear_trace' })).toEqual({ ok: true });
    await page().until('an empty trace', ({ trace }) => trace.calls.length + trace.questions.length === 0);
  });

  it.each<[string, Action, RegExp]>([
    ['somebody who is not there', { type: 'open_home', person: 'U0NOBODY' }, /no such person/],
    ['the bot itself', { type: 'say', person: 'U0DOCTOR', channel: HELP, text: 'x' }, /no such person/],
    [
      'a channel that is not there',
      { type: 'say', person: 'U000001', channel: 'C0NONE', text: 'x' },
      /no such channel/,
    ],
    [
      'a thread that is not there',
      { type: 'say', person: 'U000001', channel: HELP, text: 'x', threadTs: '1.1' },
      /no longer there/,
    ],
    [
      'another app’s command',
      { type: 'slash', person: 'U000001', channel: HELP, text: '/giphy cats' },
      /\/giphy is not a command/,
    ],
    [
      'a message that is gone',
      { type: 'click', person: 'U000001', channel: HELP, ts: '1.1', actionId: 'x' },
      /no longer there/,
    ],
    [
      'a view that is not open',
      { type: 'click_in_view', person: 'U000001', viewId: 'V1', actionId: 'x' },
      /no longer open/,
    ],
    ['a form that is not open', { type: 'submit', person: 'U000001', values: {} }, /No modal/],
    [
      'a shortcut there is not',
      { type: 'shortcut', person: 'U000001', callbackId: 'none', channel: HELP, ts: '1.1' },
      /no longer there|no such shortcut/,
    ],
    ['a switch there is not', { type: 'flip', switch: 'none', position: 'on' }, /There is no switch/],
    ['a position there is not', { type: 'flip', switch: 'google:iap', position: 'on' }, /has no position/],
    [
      'a switch that is disabled',
      { type: 'flip', switch: 'redis', position: 'running' },
      /Redis was not asked for/,
    ],
  ])('refuses %s with a sentence', async (_what, action, error) => {
    const result = await does(action);
    expect(result).toMatchObject({ ok: false, error: expect.stringMatching(error) });
  });

  it('lets nobody press what another person alone sees', async () => {
    const { channel, ts } = await answerOf('maya@acme.test', /get into dashboard/);
    const result = await does({ type: 'click', person: who('tom@acme.test'), channel, ts, actionId: 'x' });
    expect(result).toEqual({ ok: false, error: 'That message is no longer there.' });
  });

  it('does nothing for another website, whatever name it gives this computer', async () => {
    const body = JSON.stringify({ type: 'say', person: who('ana@acme.test'), channel: HELP, text: 'forged' });
    const host = `127.0.0.1:${port()}`;
    for (const headers of [
      { ...OWN, host: 'evil.test' },
      { ...OWN, host, origin: 'http://evil.test' },
      { host, 'content-type': 'text/plain' },
      { host, 'content-type': 'application/json' },
      { host, 'content-type': 'application/x-www-form-urlencoded' },
    ])
      expect((await ask(port(), 'POST', '/act', headers, body)).status).toBe(403);
    for (const path of ['/', '/events'])
      expect((await ask(port(), 'GET', path, { host: 'evil.test' })).status).toBe(403);
    expect((await ask(port(), 'OPTIONS', '/act', { host, origin: 'http://evil.test' })).status).toBe(403);
    expect(
      page()
        .shown()
        .workspace.messages.filter(({ text }) => text === 'forged'),
    ).toEqual([]);
  });

  it.each([
    ['no JSON', '{', 400],
    ['nothing', '', 400],
    ['a list', '[]', 400],
    ['an unknown type', '{"type":"rm"}', 400],
    ['a field too many', '{"type":"reset","person":"U000001"}', 400],
    ['a type of the prototype', '{"type":"__proto__"}', 400],
    ['a missing text', '{"type":"say","person":"U000001","channel":"C0HELP"}', 400],
    ['a text of spaces', '{"type":"say","person":"U000001","channel":"C0HELP","text":"  "}', 400],
    ['far too much', JSON.stringify({ type: 'say', text: 'x'.repeat(300_000) }), 413],
  ])('answers %s with a sentence and goes on', async (_what, body, status) => {
    const answer = await ask(port(), 'POST', '/act', OWN, body);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: expect.stringMatching(/\.$/) });
    expect(await act(port(), { type: 'clear_trace' })).toEqual({ ok: true });
  });

  it('has nothing else to do', async () => {
    expect((await ask(port(), 'POST', '/events', OWN, '{}')).status).toBe(405);
    expect((await ask(port(), 'DELETE', '/act', OWN)).status).toBe(405);
    expect((await ask(port(), 'GET', '/act')).status).toBe(404);
  });
});

describe('an action', () => {
  it('is one of those there are, or a sentence, whatever arrives', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (body) => {
        const parsed = parseAction(body);
        expect(typeof parsed === 'string' ? parsed.endsWith('.') : true).toBe(true);
      }),
    );
  });
});
