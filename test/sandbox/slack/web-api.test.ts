/** The emulated Web API, asked by Slack's own client. */
import type { webApi } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { takeViolations } from '../../support/emulated-slack.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { errorOf, webApiBench } from './bench.js';

const start = webApiBench();

describe('tokens', () => {
  it('are told apart', async () => {
    const { slack, client, clientWith } = await start();
    expect(await client.auth.test()).toMatchObject({
      team_id: 'T0ACME',
      user_id: 'U0DOCTOR',
      bot_id: 'B0DOCTOR',
    });
    expect(await errorOf(clientWith('xoxb-other').auth.test())).toBe('invalid_auth');
    expect(await errorOf(clientWith(undefined).auth.test())).toBe('not_authed');
    expect(await errorOf(client.apps.connections.open())).toBe('not_allowed_token_type');
    expect((await clientWith(slack.appToken).apps.connections.open()).url).toMatch(/^ws:.*ticket=/);
    expect(await errorOf(client.apiCall('no.such.method'))).toBe('unknown_method');
  });

  it('carry scopes, named in the headers and when one is missing', async () => {
    const { client } = await start({ scopes: ['users:read'] });
    const info = await client.users.info({ user: 'U1' });
    expect(info.user?.profile?.email).toBeUndefined();
    expect(info.response_metadata?.scopes).toEqual(['users:read']);
    expect(info.response_metadata?.acceptedScopes).toEqual(['users:read']);
    expect(await errorOf(client.users.lookupByEmail({ email: 'ana@acme.test' }))).toBe('missing_scope');
    expect(await errorOf(client.chat.postMessage({ channel: 'C1', text: 'x' }))).toBe('missing_scope');
  });
});

describe('people', () => {
  it('are found by id and by address, deactivated ones by id alone', async () => {
    const { client } = await start();
    expect((await client.users.info({ user: 'U1' })).user).toMatchObject({
      team_id: 'T0ACME',
      deleted: false,
      profile: { email: 'ana@acme.test' },
    });
    expect((await client.users.lookupByEmail({ email: 'ANA@acme.test' })).user?.id).toBe('U1');
    expect((await client.users.info({ user: 'U2' })).user?.deleted).toBe(true);
    expect(await errorOf(client.users.lookupByEmail({ email: 'gone@acme.test' }))).toBe('users_not_found');
    expect(await errorOf(client.users.info({ user: 'U9' }))).toBe('user_not_found');
  });
});

describe('messages', () => {
  it('are posted, edited, answered in a thread, read back and deleted', async () => {
    const { slack, client } = await start();
    const blocks = [{ type: 'section', text: { type: 'plain_text', text: 'hello' } }];
    const posted = await client.chat.postMessage({ channel: 'C1', text: 'hello', blocks });
    const ts = posted.ts ?? '';
    await client.chat.postMessage({ channel: 'C1', text: 'reply', thread_ts: ts });
    expect(slack.state.channels.get('C1')?.messages[0]?.blocks).toEqual(blocks);

    const history = await client.conversations.history({ channel: 'C1' });
    expect(history.messages?.map((one) => one.text)).toEqual(['hello']);
    const replies = await client.conversations.replies({ channel: 'C1', ts });
    expect(replies.messages?.map((one) => one.text)).toEqual(['hello', 'reply']);

    await client.chat.update({ channel: 'C1', ts, text: 'changed' });
    expect(slack.state.channels.get('C1')?.messages[0]).toMatchObject({ text: 'changed', blocks: [] });
    expect((await client.chat.getPermalink({ channel: 'C1', message_ts: ts })).permalink).toContain(
      '/archives/C1/p',
    );
    await client.reactions.add({ channel: 'C1', timestamp: ts, name: 'eyes' });
    expect(await errorOf(client.reactions.add({ channel: 'C1', timestamp: ts, name: 'eyes' }))).toBe(
      'already_reacted',
    );
    await client.chat.delete({ channel: 'C1', ts });
    expect(await errorOf(client.chat.delete({ channel: 'C1', ts }))).toBe('message_not_found');
  });

  it('are refused where the bot is not, and when Slack would not take them', async () => {
    const { slack, client } = await start();
    const post = (more: object) => errorOf(client.apiCall('chat.postMessage', { channel: 'C1', ...more }));
    expect(await post({ channel: 'C2', text: 'x' })).toBe('not_in_channel');
    expect(await post({ channel: 'C3', text: 'x' })).toBe('channel_not_found');
    expect(await post({ channel: 'C9', text: 'x' })).toBe('channel_not_found');
    expect(await post({})).toBe('no_text');
    expect(await post({ text: 'x', blocks: '{not json' })).toBe('invalid_blocks_format');
    expect(await post({ text: 'x', blocks: Array(51).fill({ type: 'divider' }) })).toBe('invalid_blocks');
    const long = [{ type: 'section', text: { type: 'plain_text', text: 'x'.repeat(3_001) } }];
    expect(await post({ text: 'x', blocks: long })).toBe('invalid_blocks');
    expect(takeViolations(slack)).toHaveLength(2);
    const { ts } = await client.chat.postMessage({ channel: 'C1', text: 'x' });
    const update = client.chat.update({ channel: 'C1', ts: ts ?? '', text: 'x'.repeat(4_001) });
    expect(await errorOf(update)).toBe('msg_too_long');
    expect(takeViolations(slack)).toMatchObject([{ where: 'chat.update' }]);
    const theirs = slack.say('U1', 'C1', 'mine');
    expect(await errorOf(client.chat.update({ channel: 'C1', ts: theirs.ts, text: 'x' }))).toBe(
      'cant_update_message',
    );
  });

  it('that are ephemeral are seen by one person, stay out of history and cannot be edited', async () => {
    const { slack, client } = await start();
    const { message_ts: ts } = await client.chat.postEphemeral({ channel: 'C1', user: 'U1', text: 'psst' });
    expect(slack.state.ephemerals).toMatchObject([{ user: 'U1', text: 'psst', via: 'chat.postEphemeral' }]);
    expect((await client.conversations.history({ channel: 'C1' })).messages).toEqual([]);
    expect(await errorOf(client.chat.update({ channel: 'C1', ts: ts ?? '', text: 'x' }))).toBe(
      'message_not_found',
    );
    const outside = (channel: string) =>
      errorOf(client.chat.postEphemeral({ channel, user: 'U1', text: 'x' }));
    expect(await outside('C4')).toBe('user_not_in_channel');
    expect(await outside('C2')).toBe('not_in_channel');
  });

  it('go to a person directly, by opening the conversation or by their id', async () => {
    const { slack, client } = await start();
    const opened = await client.conversations.open({ users: 'U1' });
    await client.chat.postMessage({ channel: opened.channel?.id ?? '', text: 'one' });
    await client.chat.postMessage({ channel: 'U1', text: 'two' });
    expect(slack.state.channels.get('D1')?.messages.map((one) => one.text)).toEqual(['one', 'two']);
    expect(await errorOf(client.conversations.open({ users: 'U2' }))).toBe('user_disabled');
  });

  it('are paged, newest first', async () => {
    const { client } = await start();
    for (let n = 0; n < 5; n++) await client.chat.postMessage({ channel: 'C1', text: `n${n}` });
    const texts: (string | undefined)[] = [];
    for await (const page of client.paginate('conversations.history', { channel: 'C1', limit: 2 })) {
      const { messages } = page as webApi.ConversationsHistoryResponse;
      texts.push(...(messages ?? []).map((one) => one.text));
    }
    expect(texts).toEqual(['n4', 'n3', 'n2', 'n1', 'n0']);
    expect((await client.conversations.members({ channel: 'C1' })).members).toContain('U1');
    expect((await client.conversations.info({ channel: 'C1' })).channel).toMatchObject({
      name: 'general',
      is_member: true,
    });
  });
});

describe('views', () => {
  const modal = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Why' }, blocks: [] };

  it('open with a fresh trigger, once, within three seconds', async () => {
    const clock = createFakeClock();
    const { slack, client } = await start({ clock });
    const trigger = async () => (await slack.slash('U1', 'C1', 'x')).triggerId;
    const first = await trigger();
    await client.views.open({ trigger_id: first, view: modal });
    expect(slack.state.modals.get('U1')).toHaveLength(1);
    expect(await errorOf(client.views.open({ trigger_id: first, view: modal }))).toBe('exchanged_trigger_id');
    const late = await trigger();
    clock.advance(3_001);
    expect(await errorOf(client.views.open({ trigger_id: late, view: modal }))).toBe('expired_trigger_id');
    expect(await errorOf(client.views.open({ trigger_id: 'x', view: modal }))).toBe('invalid_trigger_id');
  });

  it('stack three deep, are updated with the right hash, and are checked', async () => {
    const { slack, client } = await start();
    const trigger = async () => (await slack.slash('U1', 'C1', 'x')).triggerId;
    const opened = await client.views.open({ trigger_id: await trigger(), view: modal });
    await client.views.push({ trigger_id: await trigger(), view: modal });
    await client.views.push({ trigger_id: await trigger(), view: modal });
    expect(await errorOf(client.views.push({ trigger_id: await trigger(), view: modal }))).toBe(
      'push_limit_reached',
    );
    const { id = '', hash = '' } = opened.view ?? {};
    await client.views.update({ view_id: id, hash, view: { ...modal, private_metadata: 'new' } });
    expect(slack.state.modals.get('U1')?.[0]?.privateMetadata).toBe('new');
    expect(await errorOf(client.views.update({ view_id: id, hash, view: modal }))).toBe('hash_conflict');
    const long = { ...modal, title: { ...modal.title, text: 'x'.repeat(25) } };
    expect(await errorOf(client.views.open({ trigger_id: await trigger(), view: long }))).toBe(
      'invalid_arguments',
    );
    expect(takeViolations(slack)).toHaveLength(1);
  });

  it('of Home are one per person, and of modals are found by the app’s own name too', async () => {
    const { slack, client } = await start();
    const home = { user_id: 'U1', view: { type: 'home' as const, blocks: [] } };
    const first = await client.views.publish(home);
    const second = await client.views.publish({ ...home, hash: first.view?.hash ?? '' });
    expect(second.view?.id).toBe(first.view?.id);
    expect(await errorOf(client.views.publish({ ...home, hash: first.view?.hash ?? '' }))).toBe(
      'hash_conflict',
    );
    expect(slack.state.homes.get('U1')).toMatchObject({ type: 'home', hash: second.view?.hash });
    const { triggerId } = await slack.slash('U1', 'C1', 'x');
    await client.views.open({ trigger_id: triggerId, view: { ...modal, external_id: 'mine' } });
    await client.views.update({ external_id: 'mine', view: { ...modal, callback_id: 'changed' } });
    expect(slack.state.modals.get('U1')).toMatchObject([{ callbackId: 'changed' }]);
    expect(await errorOf(client.views.update({ view_id: 'V9', view: modal }))).toBe('not_found');
  });
});

describe('faults', () => {
  it('limit, refuse, break and delay, as often as asked', async () => {
    const { slack, client } = await start();
    slack.faults.add({ on: 'auth.test', retryAfter: 7, times: 1 });
    await expect(client.auth.test()).rejects.toMatchObject({ retryAfter: 7 });
    expect(await errorOf(client.auth.test())).toBe('ok');
    const lift = slack.faults.add({ on: '*', status: 500 });
    expect(await errorOf(client.auth.test())).toBe('WebAPIHTTPError');
    lift();
    slack.faults.add({ on: 'users.info', error: 'fatal_error' });
    expect(await errorOf(client.users.info({ user: 'U1' }))).toBe('fatal_error');
    slack.faults.add({ on: 'api.test', drop: true, times: 1 });
    expect(await errorOf(client.api.test())).toBe('WebAPIRequestError');
    slack.faults.add({ on: 'api.test', delayMs: 30, times: 1 });
    const startedAt = performance.now();
    expect(await errorOf(client.api.test())).toBe('ok');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(29);
    slack.faults.clear();
    expect(await errorOf(client.users.info({ user: 'U1' }))).toBe('ok');
  });

  it('are seen in the log of calls, which holds no token', async () => {
    const { slack, client } = await start();
    await client.users.info({ user: 'U1' });
    const calls = slack.state.happenings.all.filter((one) => one.type === 'api_call');
    expect(calls).toEqual([
      {
        type: 'api_call',
        call: { method: 'users.info', args: { user: 'U1' }, status: 200, error: undefined },
      },
    ]);
    expect(JSON.stringify(calls)).not.toContain(slack.botToken);
  });
});
