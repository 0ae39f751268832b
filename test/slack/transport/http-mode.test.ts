/** The HTTP door: only Slack's signed requests get in, and nothing sent to it ends the process. */
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { sign } from '../../../src/sandbox/slack/index.js';
import { until } from '../../support/until.js';
import { ANA, type Bench, type BenchOptions, GENERAL, startBench } from '../bench.js';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});
const start = async (options: BenchOptions = {}): Promise<Bench> => {
  bench = await startBench({ mode: 'http', ...options });
  return bench;
};
const FORM = 'application/x-www-form-urlencoded';

interface Sent {
  readonly body: string;
  readonly type?: string;
  readonly secret?: string;
  readonly offset?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly method?: string;
}

function send({ bot, emulator }: Bench, sent: Sent): Promise<Response> {
  const stamp = Math.floor(Date.now() / 1_000) + (sent.offset ?? 0);
  return fetch(`http://127.0.0.1:${bot.port}${sent.path ?? '/slack/events'}`, {
    method: sent.method ?? 'POST',
    headers: {
      'content-type': sent.type ?? FORM,
      'x-slack-request-timestamp': String(stamp),
      'x-slack-signature': sign(sent.secret ?? emulator.signingSecret, stamp, sent.body),
      ...sent.headers,
    },
    ...(sent.method === 'GET' ? {} : { body: sent.body }),
  });
}

function commandBody(running: Bench, more: Readonly<Record<string, string>> = {}): string {
  return new URLSearchParams({
    command: '/iap',
    text: 'why me',
    user_id: ANA,
    channel_id: GENERAL,
    team_id: running.emulator.state.team.id,
    trigger_id: `t-${performance.now()}`,
    response_url: `http://127.0.0.1:${running.emulator.port}/commands/x`,
    ...more,
  }).toString();
}

describe('a command', () => {
  it('is known again by its trigger and its reply address together, whichever of the two Slack repeats or leaves out', async () => {
    const running = await start();
    const address = (name: string) => ({
      response_url: `http://127.0.0.1:${running.emulator.port}/commands/${name}`,
    });
    const distinct = [
      { trigger_id: 'same', ...address('a') },
      { trigger_id: 'same', ...address('b') },
      { trigger_id: 'other', ...address('a') },
      { trigger_id: '', ...address('c') },
    ];
    for (const one of distinct)
      for (const _delivery of [1, 2]) await send(running, { body: commandBody(running, one) });
    const logged = (part: string) => running.log.filter(({ message }) => message.includes(part)).length;
    await until('each came a second time', () => logged('answered once') === distinct.length);
    await until('each was asked', () => running.asked.length >= distinct.length);
    expect(running.asked).toHaveLength(distinct.length);
  });

  it('is answered whatever the app calls it, and without a channel', async () => {
    const running = await start();
    const odd = [{ command: '/iap-staging' }, { channel_id: '' }];
    for (const one of odd) {
      const sent = await send(running, { body: commandBody(running, one) });
      expect(sent.status).toBe(200);
    }
    await until('both were asked', () => running.asked.length === odd.length);
  });
});

describe('a request', () => {
  it('without a valid signature is refused with 401 and starts nothing', async () => {
    const running = await start();
    const body = commandBody(running);
    const wrong: Sent[] = [
      { body, secret: 'another' },
      { body, offset: -301 },
      { body, offset: 301 },
      { body, headers: { 'x-slack-signature': 'v0=00' } },
      { body, headers: { 'x-slack-request-timestamp': 'now' } },
      { body: 'null', type: 'application/json', secret: 'another' },
    ];
    for (const one of wrong) expect((await send(running, one)).status).toBe(401);
    expect(
      (await fetch(`http://127.0.0.1:${running.bot.port}/slack/events`, { method: 'POST', body })).status,
    ).toBe(401);
    expect(running.asked).toEqual([]);
  });

  it('that is signed but no object is refused with 400, and the bot lives on', async () => {
    const running = await start();
    const bodies: Sent[] = [
      { body: 'null', type: 'application/json' },
      { body: '7', type: 'application/json' },
      { body: '[]', type: 'application/json' },
      { body: '"text"', type: 'application/json' },
      { body: '', type: 'application/json' },
      { body: '{', type: 'application/json' },
      { body: 'payload=null' },
      { body: 'payload=%5B%5D' },
      { body: 'payload=7&payload=8' },
      { body: 'payload=%7B' },
      { body: 'null', type: 'text/plain' },
    ];
    for (const one of bodies) expect((await send(running, one)).status).toBe(400);
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.untilSeen(ANA, (text) => text.includes('asked'));
  });

  it('with odd but signed objects never ends the process', async () => {
    const running = await start();
    for (const body of [
      '{}',
      '{"type":"event_callback","event":null}',
      '{"type":"event_callback","event":{}}',
      '{"type":"block_actions","actions":null}',
      '{"type":"view_submission"}',
      '{"command":"/iap"}',
    ]) {
      await send(running, { body, type: 'application/json', headers: { connection: 'close' } }).catch(
        () => undefined,
      );
      await send(running, { body: new URLSearchParams({ payload: body }).toString() }).catch(() => undefined);
    }
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.untilSeen(ANA, (text) => text.includes('asked why me'));
  });

  it('that nobody here knows, or that is odd, is answered at once, so that Slack does not send it again', async () => {
    const running = await start();
    const message = { type: 'message', channel: GENERAL, ts: '1.000001', user: null, text: 'hello' };
    const odd = [
      { type: 'app_rate_limited', minute_rate_limited: 1 },
      { type: 'event_callback', event: message },
      { type: 'event_callback', event: null },
      { type: 'never_seen' },
    ].map((one): Sent => ({ body: JSON.stringify(one), type: 'application/json' }));
    const clicks = [
      { type: 'view_closed', view: { callback_id: 'x' }, user: { id: ANA } },
      { type: 'block_suggestion', action_id: 'x', user: { id: ANA } },
      { type: 'block_actions', actions: [], user: { id: ANA } },
      { type: 'view_submission', view: null },
    ].map((one): Sent => ({ body: new URLSearchParams({ payload: JSON.stringify(one) }).toString() }));
    for (const one of [...odd, ...clicks]) expect((await send(running, one)).status).toBe(200);
  });

  it('with a charset in its content type is read as the form it is', async () => {
    const running = await start();
    const response = await send(running, { body: commandBody(running), type: `${FORM}; charset=UTF-8` });
    expect(response.status).toBe(200);
    await until('asked', () => running.asked.length === 1);
  });

  it('that is too large is refused with 413', async () => {
    const running = await start();
    expect((await send(running, { body: `text=${'a'.repeat(1_100_000)}` })).status).toBe(413);
  });

  it('elsewhere or by another method is refused', async () => {
    const running = await start();
    expect((await send(running, { body: 'a=b', path: '/elsewhere' })).status).toBe(404);
    expect((await send(running, { body: '', method: 'GET' })).status).toBe(405);
  });

  it('that checks the address or the certificate is answered', async () => {
    const running = await start();
    expect(await running.emulator.verifyUrl()).toBe(true);
    const plain = await fetch(`http://127.0.0.1:${running.bot.port}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': FORM },
      body: 'ssl_check=1&token=x&payload=null',
    });
    expect(plain.status).toBe(200);
  });
});

describe('a command with a foreign response address', () => {
  it('is answered by another way, and the stranger gets nothing', async () => {
    const running = await start();
    let visits = 0;
    const stranger = createServer((_request, response) => {
      visits++;
      response.end();
    });
    await new Promise<void>((resolve) => stranger.listen(0, '0.0.0.0', resolve));
    try {
      const address = stranger.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      for (const url of [
        `http://0.0.0.0:${port}/commands/x`,
        `http://127.0.0.2:${port}/x`,
        'https://hooks.slack.com.evil.test/x',
      ]) {
        await send(running, { body: commandBody(running, { response_url: url, text: `why ${url}` }) });
        const answer = await running.untilSeen(ANA, (text) => text.includes(url));
        expect(answer.via).toBe('chat.postEphemeral');
      }
      expect(visits).toBe(0);
    } finally {
      stranger.close();
    }
  });

  it('or with none at all is answered by another way', async () => {
    const running = await start();
    await send(running, { body: commandBody(running, { response_url: '' }) });
    expect((await running.untilSeen(ANA, (text) => text.includes('asked'))).via).toBe('chat.postEphemeral');
  });
});

describe.each(['http', 'socket'] as const)('health over %s', (mode) => {
  it('is live and ready while commands can be answered', async () => {
    const running = await start({ mode });
    const get = (path: string, method = 'GET') =>
      fetch(`http://127.0.0.1:${running.bot.port}${path}`, { method });
    expect((await get('/health/live')).status).toBe(200);
    expect(await (await get('/health/ready')).json()).toEqual({
      ok: true,
      state: 'ready',
      parts: { slack: { ok: true, mode } },
    });
    expect((await get('/health/ready', 'HEAD')).status).toBe(200);
    expect((await get('/health/ready', 'POST')).status).toBe(405);
    expect((await get('/healthz')).status).toBe(404);
    if (mode === 'http') return;
    running.emulator.faults.add({ on: 'apps.connections.open', status: 503 });
    running.emulator.sockets.drop();
    await until('not ready', async () => (await get('/health/ready')).status === 503);
    expect((await get('/health/live')).status).toBe(200);
  });
});
