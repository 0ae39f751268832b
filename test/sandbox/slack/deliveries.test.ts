/** What the emulated Slack sends to an app over HTTP: signed, in time, again when it was not taken. */
import { verifySlackRequest } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { httpBench } from './http-app.js';

const { app, start } = httpBench();

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
