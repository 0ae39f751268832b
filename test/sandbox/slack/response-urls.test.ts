/** What the emulated Slack takes through its response addresses, and the interactions they come with. */
import { describe, expect, it } from 'vitest';
import type { SlackEmulator, SlackEmulatorOptions } from '../../../src/sandbox/slack/index.js';
import { takeViolations } from '../../support/emulated-slack.js';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.js';
import { httpBench, post } from './http-app.js';

const { app, start } = httpBench();

describe('a response address', () => {
  async function command(
    options: Partial<SlackEmulatorOptions> = {},
  ): Promise<{ slack: SlackEmulator; clock: FakeClock; url: string }> {
    const clock = createFakeClock();
    const { url } = await app();
    const slack = await start(url, { clock, ...options });
    return { slack, clock, url: (await slack.slash('U1', 'C1', 'x')).responseUrl };
  }

  it('takes five posts and no sixth', async () => {
    const { slack, url } = await command();
    for (let n = 0; n < 5; n++) expect((await post(url, { text: `n${n}` })).status).toBe(200);
    const sixth = await post(url, { text: 'n5' });
    expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
    expect(takeViolations(slack)).toEqual([{ where: 'response_url', what: ['used 6 times'] }]);
    expect(slack.state.ephemerals).toHaveLength(5);
  });

  it('is over after half an hour, and unknown ones never were', async () => {
    const { clock, url } = await command();
    clock.advance(30 * 60_000);
    expect((await post(url, { text: 'just in time' })).status).toBe(200);
    clock.advance(1);
    expect((await post(url, { text: 'late' })).status).toBe(404);
    expect((await post(`${url}x`, { text: 'x' })).status).toBe(404);
  });

  it('is ephemeral unless told otherwise, replaces and deletes', async () => {
    const { slack, url } = await command();
    await post(url, { text: 'one' });
    await post(url, { text: 'two', replace_original: true });
    expect(slack.state.ephemerals).toMatchObject([{ text: 'two', user: 'U1', earlier: [{ text: 'one' }] }]);
    await post(url, { delete_original: true });
    expect(slack.state.ephemerals).toEqual([]);
    await post(url, { text: 'all', response_type: 'in_channel' });
    expect(slack.state.channels.get('C1')?.messages.map((one) => one.text)).toEqual(['all']);
  });

  it('of a command can be made to add instead of replace, as people report of Slack', async () => {
    const { slack, url } = await command({ replaceOnCommands: false });
    await post(url, { text: 'one' });
    await post(url, { text: 'two', replace_original: true });
    expect(slack.state.ephemerals.map((one) => one.text)).toEqual(['one', 'two']);
  });

  it('refuses what Slack would refuse', async () => {
    const { slack, url } = await command();
    expect(await (await post(url, {})).json()).toEqual({ ok: false, error: 'no_text' });
    const many = { text: 'x', blocks: Array(51).fill({ type: 'divider' }) };
    expect(await (await post(url, many)).json()).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect((await fetch(url, { method: 'POST', body: 'not json' })).status).toBe(400);
    expect(takeViolations(slack)).toHaveLength(1);
  });
});

describe('interactions', () => {
  const BUTTON = {
    type: 'button',
    action_id: 'share',
    text: { type: 'plain_text', text: 'Share' },
    value: 'v1',
  };
  const ACTIONS = [{ type: 'actions', block_id: 'b1', elements: [BUTTON] }];

  it('by a button come with their place, and their address changes the message that was clicked', async () => {
    const { seen, url } = await app();
    const slack = await start(url);
    const { responseUrl } = await slack.slash('U1', 'C1', 'x');
    await post(responseUrl, { text: 'answer', blocks: ACTIONS });
    const [message] = slack.state.ephemerals;
    if (message === undefined) throw new Error('no message');
    expect((await slack.click('U1', message, 'share')).ok).toBe(true);
    const payload = seen[1]?.data;
    expect(payload).toMatchObject({
      type: 'block_actions',
      user: { id: 'U1' },
      container: { type: 'message', channel_id: 'C1', is_ephemeral: true, message_ts: message.ts },
      actions: [{ action_id: 'share', block_id: 'b1', type: 'button', value: 'v1' }],
    });
    expect(payload).not.toHaveProperty('message');
    await post(String(payload?.response_url), { text: 'changed', replace_original: true });
    expect(slack.state.ephemerals.map((one) => one.text)).toEqual(['changed']);
    await expect(slack.click('U1', message, 'absent')).rejects.toThrow('no element');
  });

  it('by a button in a channel or for one person alone may change, delete and add messages', async () => {
    const { seen, url } = await app();
    const slack = await start(url, { subscriptions: [] });
    const said = slack.say('U2', 'C1', '403');
    const { responseUrl } = await slack.slash('U1', 'C1', 'x');
    const shown = () => slack.state.channels.get('C1')?.messages.map((one) => [one.text, one.threadTs]);
    await post(responseUrl, {
      text: 'shared',
      response_type: 'in_channel',
      thread_ts: said.ts,
      blocks: ACTIONS,
    });
    await post(responseUrl, { text: 'alone', blocks: ACTIONS, thread_ts: said.ts });
    const shared = slack.state.channels.get('C1')?.messages[1];
    const alone = slack.state.ephemerals[0];
    if (shared === undefined || alone === undefined) throw new Error('no message');
    await slack.click('U2', shared, 'share');
    const inChannel = String(seen.at(-1)?.data.response_url);
    await slack.click('U1', alone, 'share');
    const forOne = String(seen.at(-1)?.data.response_url);
    expect(seen.at(-1)?.data).toMatchObject({ container: { is_ephemeral: true, thread_ts: said.ts } });
    await post(inChannel, { text: 'changed', replace_original: true });
    await post(forOne, { text: 'still alone', thread_ts: said.ts });
    expect(shown()).toEqual([
      ['403', undefined],
      ['changed', said.ts],
    ]);
    expect(slack.state.ephemerals.map((one) => [one.text, one.threadTs])).toEqual([
      ['alone', said.ts],
      ['still alone', said.ts],
    ]);
    await post(inChannel, { delete_original: true });
    await post(forOne, { delete_original: true });
    expect([shown(), slack.state.ephemerals.map((one) => one.text)]).toEqual([
      [['403', undefined]],
      ['still alone'],
    ]);
  });

  it('by shortcut, modal and Home tab reach the app, and its answer is followed', async () => {
    const modal = {
      type: 'modal',
      callback_id: 'm1',
      title: { type: 'plain_text', text: 'T' },
      blocks: [],
      notify_on_close: true,
    };
    const answers: Record<string, object> = {
      first: { response_action: 'errors', errors: { b: 'no' } },
      second: { response_action: 'push', view: modal },
    };
    let submissions = 0;
    const { seen, url } = await app((response) => {
      const type = seen.at(-1)?.data.type;
      const answer =
        type === 'view_submission' ? answers[['first', 'second'][submissions++] ?? ''] : undefined;
      response.end(answer === undefined ? '' : JSON.stringify(answer));
    });
    const slack = await start(url, { subscriptions: [] });
    const said = slack.say('U2', 'C1', '403 again');
    await slack.shortcut('U1', 'why_me', said);
    expect(seen[0]?.data).toMatchObject({
      type: 'message_action',
      callback_id: 'why_me',
      message: { ts: said.ts },
    });
    const open = await fetch(`${slack.url}views.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}` },
      body: new URLSearchParams({
        trigger_id: String(seen[0]?.data.trigger_id),
        view: JSON.stringify(modal),
      }),
    });
    expect(await open.json()).toMatchObject({ ok: true, view: { callback_id: 'm1' } });
    const depth = () => slack.state.modals.get('U1')?.length;
    await slack.submit('U1', { b: { a: { value: 'x' } } });
    expect(depth()).toBe(1);
    expect(seen[1]?.data).toMatchObject({
      type: 'view_submission',
      view: { state: { values: { b: { a: { value: 'x' } } } } },
    });
    await slack.submit('U1', {});
    expect(depth()).toBe(2);
    await slack.submit('U1', {});
    expect(depth()).toBe(1);
    await slack.dismiss('U1');
    expect(depth()).toBe(0);
    expect(seen.at(-1)?.data).toMatchObject({ type: 'view_closed' });
    await slack.shortcut('U1', 'anywhere');
    expect(seen.at(-1)?.data).toMatchObject({ type: 'shortcut' });
    await slack.openHome('U1');
    expect(seen.at(-1)?.data).toMatchObject({ event: { type: 'app_home_opened', user: 'U1', tab: 'home' } });
  });
});
