/** What the emulated Slack sends to an app, and what it takes back through the response address. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { verifySlackRequest } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import type { SlackEmulator, SlackEmulatorOptions } from '../../../src/sandbox/slack/index.js';
import { emulatedSlack, takeViolations } from '../../support/emulated-slack.js';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.js';

interface Seen {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The JSON, or the form's fields with `payload` read. */
  readonly data: Record<string, unknown>;
}

const servers: Server[] = [];
const slacks = emulatedSlack();
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** An app that keeps what it is sent and answers as told. */
async function app(answer: (response: ServerResponse, nth: number) => void = (response) => response.end()) {
  const seen: Seen[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const form = request.headers['content-type'] === 'application/x-www-form-urlencoded';
      const fields = form ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body);
      const data = typeof fields.payload === 'string' ? JSON.parse(fields.payload) : fields;
      seen.push({ headers: request.headers, body, data });
      answer(response, seen.length);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { seen, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/slack/events` };
}

const start = (requestUrl: string, options: Partial<SlackEmulatorOptions> = {}): Promise<SlackEmulator> =>
  slacks.start({
    users: [
      { id: 'U1', name: 'ana' },
      { id: 'U2', name: 'bob' },
    ],
    channels: [
      { id: 'C1', name: 'general' },
      { id: 'C2', name: 'elsewhere', botIsMember: false },
    ],
    requestUrl,
    retryDelaysMs: [0, 1, 2],
    ...options,
  });
const post = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('a command', () => {
  it('arrives as signed form fields with every field Slack sends', async () => {
    const { seen, url } = await app();
    const slack = await start(url);
    const slashed = await slack.slash(
      'U1',
      'C1',
      'why @bob #general https://dash.acme.test/?a=1&b=2 <x> @nobody',
    );
    const [request] = seen;
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(request?.data).toEqual({
      token: 'verification-token',
      team_id: 'T0ACME',
      team_domain: 'acme',
      channel_id: 'C1',
      channel_name: 'general',
      user_id: 'U1',
      user_name: 'ana',
      command: '/iap',
      text: 'why <@U2|bob> <#C1|general> <https://dash.acme.test/?a=1&amp;b=2> &lt;x&gt; @nobody',
      api_app_id: 'A0DOCTOR',
      is_enterprise_install: 'false',
      response_url: slashed.responseUrl,
      trigger_id: slashed.triggerId,
    });
    verifySlackRequest({
      signingSecret: slack.signingSecret,
      body: request?.body ?? '',
      headers: {
        'x-slack-signature': String(request?.headers['x-slack-signature']),
        'x-slack-request-timestamp': Number(request?.headers['x-slack-request-timestamp']),
      },
    });
  });

  it('shows what the app says in its acknowledgement, or Slack’s own error, to the person alone', async () => {
    const answers = ['one moment', JSON.stringify({ text: 'json' }), ''];
    const { url } = await app((response, nth) => {
      if (nth === 4) response.statusCode = 500;
      response.end(answers[nth - 1] ?? '');
    });
    const slack = await start(url);
    for (let n = 0; n < 3; n++) expect((await slack.slash('U1', 'C1', 'x')).acks[0].ok).toBe(true);
    expect((await slack.slash('U1', 'C1', 'x')).acks[0]).toMatchObject({
      ok: false,
      status: 500,
      problem: 'dispatch_failed',
    });
    expect(slack.state.ephemerals.map(({ text, from, user }) => [text, from, user])).toEqual([
      ['one moment', 'app', 'U1'],
      ['json', 'app', 'U1'],
      ['/iap failed with the error "dispatch_failed"', 'slackbot', 'U1'],
    ]);
  });

  it('that is not taken in time fails and is not repeated', async () => {
    const { seen, url } = await app(() => undefined);
    const slack = await start(url, { ackWithinMs: 1_000 });
    expect((await slack.slash('U1', 'C1', 'x')).acks[0]).toMatchObject({
      ok: false,
      problem: 'operation_timeout',
    });
    expect(seen).toHaveLength(1);
    expect(slack.state.ephemerals[0]?.text).toContain('operation_timeout');
  });
});

describe('an event', () => {
  it('is repeated three times with its number and the reason, under the same id', async () => {
    const { seen, url } = await app((response) => {
      response.statusCode = 503;
      response.end();
    });
    const slack = await start(url);
    expect((await slack.event({ type: 'app_mention' })).ok).toBe(false);
    expect(
      seen.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]),
    ).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ]);
    expect(new Set(seen.map(({ data }) => data.event_id)).size).toBe(1);
    expect(seen[0]?.data).toMatchObject({
      type: 'event_callback',
      team_id: 'T0ACME',
      authorizations: [{ user_id: 'U0DOCTOR', is_bot: true }],
    });
  });

  it('is not repeated once it was taken, or when the app forbids it', async () => {
    const { seen, url } = await app((response, nth) => {
      response.statusCode = nth === 2 ? 200 : 500;
      if (nth === 3) response.setHeader('x-slack-no-retry', '1');
      response.end();
    });
    const slack = await start(url);
    expect((await slack.event({ type: 'app_mention' })).ok).toBe(true);
    expect((await slack.event({ type: 'app_mention' })).ok).toBe(false);
    expect(seen).toHaveLength(3);
  });

  it('comes for every post in channels the app is in, as subscribed', async () => {
    const { seen, url } = await app();
    const slack = await start(url, { subscriptions: ['message.channels', 'app_mention'] });
    const said = slack.say('U1', 'C1', 'hello @iap-doctor');
    slack.say('U1', 'C1', 'reply', { threadTs: said.ts });
    slack.say('U1', 'C2', 'elsewhere');
    await slack.settled();
    expect(seen.map(({ data }) => data.event)).toEqual([
      expect.objectContaining({
        type: 'message',
        text: 'hello <@U0DOCTOR>',
        channel: 'C1',
        channel_type: 'channel',
        user: 'U1',
      }),
      expect.objectContaining({ type: 'app_mention', ts: said.ts }),
      expect.objectContaining({ type: 'message', thread_ts: said.ts }),
    ]);
  });

  it('comes for the app’s own edits and deletions too, without a user on top', async () => {
    const { seen, url } = await app();
    const slack = await start(url, { subscriptions: ['message.channels'] });
    const call = (method: string, args: object) =>
      fetch(`${slack.url}${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.botToken}` },
        body: JSON.stringify(args),
      }).then((response) => response.json());
    const { ts } = (await call('chat.postMessage', { channel: 'C1', text: 'a' })) as { ts: string };
    await call('chat.update', { channel: 'C1', ts, text: 'b' });
    await call('chat.delete', { channel: 'C1', ts });
    await slack.settled();
    const events = seen.map(({ data }) => data.event as Record<string, unknown>);
    expect(events.map((event) => event.subtype)).toEqual([undefined, 'message_changed', 'message_deleted']);
    expect(events[0]).toMatchObject({ bot_id: 'B0DOCTOR', text: 'a' });
    expect(events[1]).toMatchObject({
      hidden: true,
      message: { text: 'b' },
      previous_message: { text: 'a' },
    });
    expect(events[1]?.user).toBeUndefined();
  });
});

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

describe('waiting for something to happen', () => {
  it('finds the past and the future, and gives up with what did happen', async () => {
    const { url } = await app();
    const slack = await start(url);
    const later = slack.state.happenings.until((one) => one.type === 'message');
    slack.say('U1', 'C1', 'hello');
    expect(await later).toMatchObject({ message: { text: 'hello' } });
    expect(await slack.state.happenings.until((one) => one.type === 'message')).toBe(await later);
    const never = slack.state.happenings.until((one) => one.type === 'home', { withinMs: 10 });
    await expect(never).rejects.toThrow('Last: message');
  });
});
