/** Clicks, choices, modals, shortcuts and the Home tab, as Bolt receives them in both modes. */
import { describe, expect, it } from 'vitest';
import type { SlackEmulator } from '../../../src/sandbox/slack/index.js';
import { emulatedSlack } from '../../support/emulated-slack.js';
import { boltApps, type Mode } from './bolt-app.js';

const slacks = emulatedSlack();
const apps = boltApps();

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: plain(`Option ${value}`), value });
const BLOCKS = [
  {
    type: 'section',
    text: plain('Answer'),
    accessory: { type: 'overflow', action_id: 'more', options: [option('mute'), option('wrong')] },
  },
  {
    type: 'actions',
    block_id: 'row',
    elements: [
      { type: 'button', action_id: 'ask', text: plain('One'), value: '1' },
      { type: 'button', action_id: 'ask_2', text: plain('Two'), value: '2' },
      {
        type: 'static_select',
        action_id: 'pick',
        placeholder: plain('…'),
        options: [option('a'), option('b')],
      },
    ],
  },
];
const MODAL = {
  type: 'modal',
  callback_id: 'm1',
  title: plain('Why'),
  submit: plain('Send'),
  blocks: [
    {
      type: 'input',
      block_id: 'who',
      label: plain('Who'),
      element: { type: 'plain_text_input', action_id: 'name' },
    },
  ],
};

type Body = Readonly<Record<string, unknown>>;

async function start(mode: Mode): Promise<{ slack: SlackEmulator; bodies: Body[] }> {
  const slack = await slacks.start({
    users: [{ id: 'U1', name: 'ana' }],
    channels: [
      { id: 'C1', name: 'general' },
      { id: 'C2', name: 'private-one', kind: 'private' },
    ],
  });
  const { app, url } = await apps(slack, mode);
  if (mode === 'http') slack.deliverTo(url);
  const bodies: Body[] = [];
  const keep = (body: unknown): void => {
    bodies.push(body as Body);
  };
  app.action(/.*/, async ({ ack, body, respond, client }) => {
    keep(body);
    await ack();
    if (body.type !== 'block_actions') return;
    const [action] = body.actions;
    if (action?.action_id === 'ask') await respond({ text: 'changed', replace_original: true });
    if (action?.action_id === 'pick')
      await client.views.open({ trigger_id: body.trigger_id, view: MODAL as never });
  });
  app.shortcut(/.*/, async ({ ack, body }) => {
    keep(body);
    await ack();
  });
  app.view(/.*/, async ({ ack, body }) => {
    keep(body);
    await ack({ response_action: 'errors', errors: { who: 'Nobody of that name' } });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    keep(event);
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: BLOCKS } as never });
  });
  return { slack, bodies };
}

/** A message of the app, in a thread or not. */
async function posted(slack: SlackEmulator, channel: string, threadTs?: string) {
  const response = await fetch(`${slack.url}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel, text: 'Answer', blocks: BLOCKS, thread_ts: threadTs }),
  });
  const { ts } = (await response.json()) as { ts: string };
  const message = slack.state.channels.get(channel)?.messages.find((one) => one.ts === ts);
  if (message === undefined) throw new Error('not posted');
  return message;
}

describe.each(['http', 'socket'] as const)('over %s', (mode) => {
  it('a choice in an overflow or a menu carries the option, the place and the message', async () => {
    const { slack, bodies } = await start(mode);
    const parent = slack.say('U1', 'C2', '403');
    const message = await posted(slack, 'C2', parent.ts);
    await slack.click('U1', message, 'more', { value: 'wrong' });
    expect(bodies[0]).toMatchObject({
      type: 'block_actions',
      channel: { id: 'C2', name: 'privategroup' },
      container: {
        type: 'message',
        channel_id: 'C2',
        message_ts: message.ts,
        thread_ts: parent.ts,
        is_ephemeral: false,
      },
      message: { ts: message.ts, thread_ts: parent.ts, bot_id: 'B0DOCTOR', text: 'Answer' },
      actions: [
        {
          type: 'overflow',
          action_id: 'more',
          block_id: expect.stringMatching(/^.{5}$/),
          action_ts: expect.any(String),
          selected_option: { value: 'wrong', text: { text: 'Option wrong' } },
        },
      ],
      state: { values: {} },
    });
    const { message: shown, actions } = bodies[0] as {
      message: { blocks: { block_id: string }[] };
      actions: { block_id: string }[];
    };
    expect(actions[0]?.block_id).toBe(shown.blocks[0]?.block_id);
    await expect(slack.click('U1', message, 'more', { value: 'absent' })).rejects.toThrow('no option');
  });

  it('a button’s response address changes the message it stands on', async () => {
    const { slack } = await start(mode);
    const message = await posted(slack, 'C1');
    const changed = slack.state.happenings.until((one) => one.type === 'message_changed');
    await slack.click('U1', message, 'ask');
    expect(await changed).toMatchObject({ message: { text: 'changed', ts: message.ts } });
  });

  it('a modal opened by a click is submitted with the kind of each input, and may be refused', async () => {
    const { slack, bodies } = await start(mode);
    const opened = slack.state.happenings.until((one) => one.type === 'view');
    await slack.click('U1', await posted(slack, 'C1'), 'pick', { value: 'b' });
    await opened;
    const ack = await slack.submit('U1', { who: { name: 'Bob' } });
    expect(ack.payload).toMatchObject({ response_action: 'errors', errors: { who: 'Nobody of that name' } });
    expect(bodies.at(-1)).toMatchObject({
      type: 'view_submission',
      user: { id: 'U1', team_id: 'T0ACME' },
      view: {
        callback_id: 'm1',
        state: { values: { who: { name: { type: 'plain_text_input', value: 'Bob' } } } },
      },
    });
    expect(slack.state.modals.get('U1')).toHaveLength(1);
  });

  it('a message shortcut brings the message and an address to answer at', async () => {
    const { slack, bodies } = await start(mode);
    const said = slack.say('U1', 'C1', 'no access to dash');
    await slack.shortcut('U1', 'why_me', said);
    expect(bodies.at(-1)).toMatchObject({
      type: 'message_action',
      callback_id: 'why_me',
      message_ts: said.ts,
      message: { text: 'no access to dash', user: 'U1', blocks: [{ type: 'rich_text' }] },
      channel: { id: 'C1', name: 'general' },
      response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1/),
      trigger_id: expect.any(String),
    });
  });

  it('the Home tab comes with the view that stands there, and takes clicks', async () => {
    const { slack, bodies } = await start(mode);
    const published = slack.state.happenings.until((one) => one.type === 'home');
    await slack.openHome('U1');
    expect(bodies[0]).toMatchObject({ type: 'app_home_opened', tab: 'home', user: 'U1' });
    expect(bodies[0]).not.toHaveProperty('view');
    await published;
    await slack.openHome('U1');
    expect(bodies[1]).toMatchObject({ view: { type: 'home', hash: expect.any(String) } });
    await slack.openHome('U1', 'messages');
    expect(bodies[2]).toMatchObject({ tab: 'messages', channel: 'D1' });
    const view = slack.state.homes.get('U1');
    if (view === undefined) throw new Error('no view');
    await slack.clickInView('U1', view, 'ask_2');
    expect(bodies[3]).toMatchObject({
      container: { type: 'view', view_id: view.id },
      view: { type: 'home' },
      actions: [{ action_id: 'ask_2', value: '2', block_id: 'row' }],
    });
  });
});
