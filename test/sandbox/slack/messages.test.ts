/** Messages of people, bots and workflows as events, field by field. */
import { describe, expect, it } from 'vitest';
import type { SlackEmulator } from '../../../src/sandbox/slack/index.js';
import { eventsOf, SUBSCRIPTIONS } from '../../../src/sandbox/slack/message-events.js';
import { emulatedSlack } from '../../support/emulated-slack.js';

const slacks = emulatedSlack();

let slack: SlackEmulator;
let events: Record<string, unknown>[];
const MORE = ['reaction_added', 'reaction_removed', 'member_joined_channel'];

async function start(): Promise<void> {
  slack = await slacks.start({
    users: [
      { id: 'U1', name: 'ana', realName: 'Ana Lopez' },
      { id: 'U2', name: 'zoe', teamId: 'T0OTHER', isStranger: true },
    ],
    channels: [
      { id: 'C1', name: 'general' },
      { id: 'C2', name: 'with-partners', shared: true },
      { id: 'C3', name: 'private-one', kind: 'private' },
    ],
    subscriptions: [],
  });
  events = [];
  slack.state.happenings.on((happening) =>
    events.push(
      ...(eventsOf(happening, [...SUBSCRIPTIONS, ...MORE], slack.state) as Record<string, unknown>[]),
    ),
  );
}

describe('a message of a person', () => {
  it('has text, rich text, its id and its workspace', async () => {
    await start();
    const { ts } = slack.say('U1', 'C1', 'no access to dash.acme.test & co');
    expect(events).toEqual([
      {
        type: 'message',
        user: 'U1',
        ts,
        event_ts: ts,
        client_msg_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        text: 'no access to <http://dash.acme.test|dash.acme.test> &amp; co',
        team: 'T0ACME',
        channel: 'C1',
        channel_type: 'channel',
        blocks: [
          {
            type: 'rich_text',
            block_id: expect.any(String),
            elements: [
              {
                type: 'rich_text_section',
                elements: [
                  { type: 'text', text: 'no access to ' },
                  { type: 'link', url: 'http://dash.acme.test', text: 'dash.acme.test' },
                  { type: 'text', text: ' & co' },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  it('in a private channel, in direct messages and in a thread says so', async () => {
    await start();
    slack.say('U1', 'C3', 'private');
    slack.say('U1', 'D1', 'direct @iap-doctor');
    const parent = slack.say('U1', 'C1', 'parent');
    slack.say('U1', 'C1', 'reply', { threadTs: parent.ts });
    slack.say('U1', 'C1', 'loud reply', { threadTs: parent.ts, broadcast: true });
    expect(events.map((one) => [one.type, one.channel_type])).toEqual([
      ['message', 'group'],
      ['message', 'im'],
      ['message', 'channel'],
      ['message', 'channel'],
      ['message', 'channel'],
    ]);
    expect(events[3]).toMatchObject({ thread_ts: parent.ts, parent_user_id: 'U1' });
    expect(events[4]).toMatchObject({
      subtype: 'thread_broadcast',
      thread_ts: parent.ts,
      root: { ts: parent.ts, reply_count: 2 },
    });
  });

  it('with files, of a stranger, or without blocks is told apart', async () => {
    await start();
    slack.say('U1', 'C1', 'see the screenshot', { files: ['403.png'] });
    slack.say('U2', 'C2', 'hello');
    slack.say('U1', 'C1', 'old *client*', { plain: true });
    expect(events[0]).toMatchObject({
      subtype: 'file_share',
      upload: false,
      files: [{ name: '403.png', mimetype: 'image/png', filetype: 'png' }],
    });
    expect(events[1]).toMatchObject({ team: 'T0OTHER', user_team: 'T0OTHER', source_team: 'T0OTHER' });
    expect(events[2]).not.toHaveProperty('blocks');
  });

  it('is edited, unfurled and deleted in hidden events without a user on top', async () => {
    await start();
    const said = slack.say('U1', 'C1', 'fist');
    const edited = slack.edit(said, 'first');
    slack.unfurl(edited, { id: 1, from_url: 'https://x.test', title: 'X' });
    slack.delete(edited);
    const [, edit, unfurl, gone] = events;
    expect(edit).toMatchObject({
      subtype: 'message_changed',
      hidden: true,
      message: { text: 'first', edited: { user: 'U1' }, ts: said.ts },
      previous_message: { text: 'fist' },
    });
    expect(unfurl).toMatchObject({
      subtype: 'message_changed',
      message: { edited: { ts: edited.editedAt }, attachments: [{ title: 'X' }] },
    });
    expect(gone).toMatchObject({ subtype: 'message_deleted', deleted_ts: said.ts });
    for (const event of [edit, unfurl, gone]) expect(event).not.toHaveProperty('user');
  });

  it('that had replies leaves a tombstone', async () => {
    await start();
    const parent = slack.say('U1', 'C1', 'parent');
    slack.say('U1', 'C1', 'reply', { threadTs: parent.ts });
    slack.delete(parent);
    expect(events.at(-1)).toMatchObject({
      subtype: 'message_changed',
      message: { subtype: 'tombstone', user: 'USLACKBOT' },
    });
    expect(slack.state.channels.get('C1')?.messages).toHaveLength(2);
  });

  it('is forwarded as an attachment with the words of another', async () => {
    await start();
    const said = slack.say('U1', 'C1', 'I need access to dash');
    slack.forward('U1', said, 'C3', 'who can help?');
    expect(events.at(-1)).toMatchObject({
      text: 'who can help?',
      attachments: [{ is_msg_unfurl: true, is_share: true, author_id: 'U1', text: 'I need access to dash' }],
    });
    slack.forward('U1', said, 'C3');
    expect(events.at(-1)).toMatchObject({ text: '' });
  });

  it('that mentions the app is two events, and one in direct messages', async () => {
    await start();
    slack.say('U1', 'C1', '@iap-doctor why me');
    expect(events.map((one) => one.type)).toEqual(['message', 'app_mention']);
    expect(events[1]).toMatchObject({ text: '<@U0DOCTOR> why me', ts: events[0]?.ts });
    expect(events[1]).not.toHaveProperty('channel_type');
  });

  it('mentions it again when it is edited, not when a link in it is shown, and not by the app itself', async () => {
    await start();
    const mentions = () => events.filter((one) => one.type === 'app_mention');
    const said = slack.say('U1', 'C1', '@iap-doctor wyh me', { files: ['a.png'] });
    expect(mentions()[0]).toMatchObject({ files: [{ name: 'a.png' }] });
    expect(mentions()[0]).not.toHaveProperty('subtype');
    const edited = slack.edit(said, '@iap-doctor why me');
    expect(mentions()[1]).toMatchObject({ ts: said.ts, edited: { user: 'U1', ts: edited.editedAt } });
    slack.unfurl(edited, { id: 1 });
    slack.delete(edited);
    slack.postAsBot('C1', '<@U0DOCTOR> hello');
    expect(mentions()[2]).toMatchObject({ bot_id: 'B0OTHER' });
    slack.postAsBot('C1', '<@U0DOCTOR> hello', { botId: 'B0DOCTOR' });
    expect(mentions()).toHaveLength(3);
  });
});

describe('what is not a person', () => {
  it('posts as Workflow Builder: a form without a user', async () => {
    await start();
    slack.postAsWorkflow('C1', '@ana needs access to dash');
    expect(events[0]).toMatchObject({
      subtype: 'bot_message',
      username: 'Access request',
      workflow_id: expect.stringMatching(/^Wf/),
      bot_id: expect.stringMatching(/^B/),
      text: '<@U1> needs access to dash',
      blocks: [{ type: 'rich_text' }],
    });
    expect(events[0]).not.toHaveProperty('user');
    slack.postAsWorkflow('C1', 'a form', { modern: true });
    expect(events[1]).toMatchObject({ bot_profile: { is_workflow_bot: true } });
    expect(events[1]).not.toHaveProperty('workflow_id');
  });

  it('posts as a bot, with and without a subtype', async () => {
    await start();
    slack.postAsBot('C1', 'disk full');
    slack.postAsBot('C1', 'disk full', { classic: true, name: 'Nagios' });
    expect(events[0]).toMatchObject({ bot_id: 'B0OTHER', user: 'U0OTHERBOT', app_id: 'A0OTHER' });
    expect(events[0]).not.toHaveProperty('subtype');
    expect(events[1]).toMatchObject({ subtype: 'bot_message', username: 'Nagios' });
    expect(events[1]).not.toHaveProperty('user');
  });
});

describe('reactions and arrivals', () => {
  it('are events of their own, for those who subscribe', async () => {
    await start();
    const said = slack.say('U1', 'C1', 'hello');
    slack.react('U1', said, 'eyes');
    slack.unreact('U1', said, 'eyes');
    slack.unreact('U1', said, 'eyes');
    slack.join('U2', 'C1');
    expect(events.slice(1).map((one) => one.subtype ?? one.type)).toEqual([
      'reaction_added',
      'reaction_removed',
      'channel_join',
      'member_joined_channel',
    ]);
    expect(events[1]).toMatchObject({ user: 'U1', reaction: 'eyes', item: { channel: 'C1', ts: said.ts } });
  });
});
