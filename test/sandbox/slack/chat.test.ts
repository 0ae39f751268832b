/** Posting, editing and reading back threads in the emulated Slack, by Slack's own client. */
import { describe, expect, it } from 'vitest';
import { takeViolations } from '../../support/emulated-slack.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { errorOf, webApiBench } from './bench.js';

const start = webApiBench();

describe('a reply', () => {
  it('stands in its thread, and in the channel too when it is broadcast', async () => {
    const { slack, client } = await start();
    const parent = slack.say('U1', 'C1', '403 on dash');
    const reply = await client.chat.postMessage({ channel: 'C1', text: 'a', thread_ts: parent.ts });
    expect(reply.message).toMatchObject({ thread_ts: parent.ts, parent_user_id: 'U1', bot_id: 'B0DOCTOR' });
    const loud = { channel: 'C1', text: 'b', thread_ts: reply.ts ?? '', reply_broadcast: true as const };
    expect((await client.chat.postMessage(loud)).message).toMatchObject({
      thread_ts: parent.ts,
      subtype: 'thread_broadcast',
    });
    const history = await client.conversations.history({ channel: 'C1' });
    expect(history.messages?.map((one) => one.text)).toEqual(['b', '403 on dash']);
    expect(history.messages?.[1]).toMatchObject({ reply_count: 2, reply_users: ['U0DOCTOR'] });
  });

  it('to a message that was deleted comes out at the top, and only the answer tells', async () => {
    const { slack, client } = await start();
    const parent = slack.say('U1', 'C1', 'never mind');
    slack.delete(parent);
    const reply = await client.chat.postMessage({ channel: 'C1', text: 'a', thread_ts: parent.ts });
    expect(reply.ok).toBe(true);
    expect(reply.message?.thread_ts).toBeUndefined();
    expect(slack.state.channels.get('C1')?.messages[0]?.threadTs).toBeUndefined();
  });

  it('is read back page by page, from any message of the thread', async () => {
    const { slack, client } = await start();
    const parent = slack.say('U1', 'C1', 'first');
    for (let n = 0; n < 4; n++) slack.say('U1', 'C1', `n${n}`, { threadTs: parent.ts });
    const texts: (string | undefined)[][] = [];
    let cursor: string | undefined;
    do {
      const where = { channel: 'C1', ts: parent.ts, limit: 2, ...(cursor ? { cursor } : {}) };
      const page = await client.conversations.replies(where);
      texts.push((page.messages ?? []).map((one) => one.text));
      expect(page.has_more).toBe(texts.length < 3);
      cursor = page.response_metadata?.next_cursor;
    } while (cursor);
    expect(texts).toEqual([['first', 'n0'], ['n1', 'n2'], ['n3']]);
    const all = await client.conversations.replies({ channel: 'C1', ts: parent.ts, limit: 5 });
    expect([all.has_more, all.response_metadata?.next_cursor]).toEqual([false, '']);
    expect(await errorOf(client.conversations.replies({ channel: 'C1', ts: '1.1' }))).toBe(
      'thread_not_found',
    );
    const wrong = { channel: 'C1', ts: parent.ts, cursor: 'x' };
    expect(await errorOf(client.conversations.replies(wrong))).toBe('invalid_cursor');
  });
});

describe('metadata', () => {
  const metadata = { event_type: 'iap_answer', event_payload: { id: '7Q2M' } };

  it('is kept through edits, and read back only when asked for', async () => {
    const { client } = await start();
    const { ts = '' } = await client.chat.postMessage({ channel: 'C1', text: 'a', metadata });
    await client.chat.update({ channel: 'C1', ts, text: 'b' });
    const read = async (more: { include_all_metadata?: boolean }) =>
      (await client.conversations.replies({ channel: 'C1', ts, ...more })).messages?.[0]?.metadata;
    expect(await read({ include_all_metadata: true })).toEqual(metadata);
    expect(await read({})).toBeUndefined();
    await client.apiCall('chat.update', { channel: 'C1', ts, text: 'c', metadata: '{}' });
    expect(await read({ include_all_metadata: true })).toEqual({});
    const post = (wrong: unknown) =>
      errorOf(client.apiCall('chat.postMessage', { channel: 'C1', text: 'x', metadata: wrong }));
    expect(await post('nonsense')).toBe('invalid_metadata_format');
    expect(await post({ event_type: 'x' })).toBe('invalid_metadata_schema');
  });
});

describe('a post', () => {
  it('is refused in archived channels, and when it is too long', async () => {
    const { slack, client } = await start();
    expect(await errorOf(client.chat.postMessage({ channel: 'C5', text: 'x' }))).toBe('is_archived');
    const channel = slack.state.channels.get('C1');
    if (channel !== undefined) channel.archived = true;
    expect(await errorOf(client.chat.postMessage({ channel: 'C1', text: 'x' }))).toBe('is_archived');
    if (channel !== undefined) channel.archived = false;
    slack.leave('U0DOCTOR', 'C6');
    expect(await errorOf(client.chat.postMessage({ channel: 'C6', text: 'x' }))).toBe('channel_not_found');
    const long = client.chat.postMessage({ channel: 'C1', text: 'x'.repeat(40_001) });
    expect(await errorOf(long)).toBe('msg_too_long');
    expect(takeViolations(slack)).toHaveLength(1);
  });

  it('of somebody else can be neither edited nor deleted', async () => {
    const { slack, client } = await start();
    const { ts } = slack.postAsBot('C1', 'other app');
    expect(await errorOf(client.chat.delete({ channel: 'C1', ts }))).toBe('cant_delete_message');
    expect(await errorOf(client.chat.update({ channel: 'C1', ts, text: 'x' }))).toBe('cant_update_message');
  });

  it('has an address that names its thread', async () => {
    const { slack, client } = await start();
    const parent = slack.say('U1', 'C1', 'a');
    const { ts = '' } = await client.chat.postMessage({ channel: 'C1', text: 'b', thread_ts: parent.ts });
    const { permalink } = await client.chat.getPermalink({ channel: 'C1', message_ts: ts });
    expect(permalink).toMatch(new RegExp(`/archives/C1/p\\d+\\?thread_ts=${parent.ts}&cid=C1$`));
  });

  it('each second in one channel is Slack’s pace: a burst, then 429 with the time to wait', async () => {
    const clock = createFakeClock();
    const { slack, client } = await start({ clock, rates: { postMessage: { perSecond: 1, burst: 2 } } });
    const post = (channel = 'C1') => client.chat.postMessage({ channel, text: 'x' });
    await post();
    await post();
    await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
    expect(await errorOf(post('C6'))).toBe('ok');
    clock.advance(1_000);
    expect(await errorOf(post())).toBe('ok');
    expect([slack.pace.refused, slack.pace.most(1_000), slack.pace.most(1_001, 'C1')]).toEqual([1, 2, 3]);
  });

  it('and other methods are held to their tiers only when asked', async () => {
    const { client } = await start({ clock: createFakeClock(), rates: { tiers: true, postMessage: false } });
    const parent = await client.chat.postMessage({ channel: 'C1', text: 'x' });
    const item = { channel: 'C1', timestamp: parent.ts ?? '', name: 'eyes' };
    for (let n = 0; n < 20; n++) await errorOf(client.reactions.remove(item));
    await expect(client.reactions.remove(item)).rejects.toMatchObject({ retryAfter: 3 });
  });
});

describe('reactions', () => {
  it('are added, seen and taken away once', async () => {
    const { slack, client } = await start();
    const said = slack.say('U1', 'C1', 'hello');
    slack.react('U1', said, 'eyes');
    const item = { channel: 'C1', timestamp: said.ts };
    await client.reactions.add({ ...item, name: 'eyes' });
    expect((await client.reactions.get(item)).message?.reactions).toEqual([
      { name: 'eyes', users: ['U1', 'U0DOCTOR'], count: 2 },
    ]);
    await client.reactions.remove({ ...item, name: 'eyes' });
    expect(await errorOf(client.reactions.remove({ ...item, name: 'eyes' }))).toBe('no_reaction');
    expect(await errorOf(client.reactions.add({ ...item, name: ':eyes:' }))).toBe('invalid_name');
  });
});

describe('the workspace', () => {
  it('tells of itself, its bots and its channels as far as the scopes go', async () => {
    const { slack, client } = await start({ usergroups: { S1: ['U1'] } });
    expect((await client.usergroups.users.list({ usergroup: 'S1' })).users).toEqual(['U1']);
    expect((await client.team.info()).team).toMatchObject({ id: 'T0ACME', domain: 'acme' });
    expect((await client.bots.info({ bot: 'B0DOCTOR' })).bot).toMatchObject({ app_id: 'A0DOCTOR' });
    const form = slack.postAsWorkflow('C1', 'a form');
    expect(await errorOf(client.bots.info({ bot: form.botId ?? '' }))).toBe('bot_not_found');
    const mine = await client.users.conversations({ types: 'public_channel' });
    expect(mine.channels?.map((one) => one.id)).toEqual(['C1', 'C4', 'C5']);
    const all = await client.conversations.list({ types: 'public_channel,private_channel', limit: 2 });
    expect([all.channels?.length, (all.response_metadata?.next_cursor ?? '') !== '']).toEqual([2, true]);
    expect((await client.users.list({})).members?.map((one) => one.id)).toEqual(['U1', 'U2', 'U0DOCTOR']);
    expect(await errorOf(client.conversations.history({ channel: 'C2' }))).toBe('not_in_channel');
    expect(await errorOf(client.usergroups.users.list({ usergroup: 'S9' }))).toBe('no_such_subteam');
    await client.assistant.threads.setStatus({ channel_id: 'C1', thread_ts: form.ts, status: 'is looking…' });
    expect(slack.state.happenings.all.at(-2)).toMatchObject({ type: 'status', status: 'is looking…' });
  });

  it('refuses private history to an app that may read public channels only', async () => {
    const { client } = await start({ scopes: ['channels:history'] });
    expect(await errorOf(client.conversations.history({ channel: 'C1' }))).toBe('ok');
    const refused = client.conversations.history({ channel: 'C6' });
    await expect(refused).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'groups:history', provided: 'channels:history' },
    });
  });
});
