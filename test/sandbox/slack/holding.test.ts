/** Deliveries and calls kept back, reordered, lost and repeated on demand, met by Bolt itself. */
import type { SlackEventMiddlewareArgs } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import type { SlackEmulator, SlackEmulatorOptions } from '../../../src/sandbox/slack/index.js';
import { emulatedSlack } from '../../support/emulated-slack.js';
import { until } from '../../support/until.js';
import { boltApps, type Mode } from './bolt-app.js';

const slacks = emulatedSlack();
const apps = boltApps();

const start = (options: Partial<SlackEmulatorOptions> = {}): Promise<SlackEmulator> =>
  slacks.start({
    users: [{ id: 'U1', name: 'ana' }],
    channels: [{ id: 'C1', name: 'general' }],
    retryDelaysMs: [0, 1, 2],
    ...options,
  });

interface Heard {
  readonly by: string;
  readonly text: string | undefined;
  readonly retry: number | undefined;
  readonly reason: string | undefined;
}

/** A Bolt app that notes every message. */
async function listen(
  slack: SlackEmulator,
  mode: Mode,
  by = 'one',
): Promise<{ readonly heard: Heard[]; readonly url: string }> {
  const { app, url } = await apps(slack, mode);
  const heard: Heard[] = [];
  app.message(async ({ message, context }: SlackEventMiddlewareArgs<'message'> & { context: Context }) => {
    const text = 'text' in message ? message.text : undefined;
    heard.push({ by, text, retry: context.retryNum, reason: context.retryReason });
  });
  return { heard, url };
}
interface Context {
  readonly retryNum?: number;
  readonly retryReason?: string;
}
const texts = (heard: readonly Heard[]) => heard.map((one) => one.text);

describe.each(['http', 'socket'] as const)('over %s, events', (mode) => {
  async function both(options: Partial<SlackEmulatorOptions> = {}) {
    const slack = await start(options);
    const { heard, url } = await listen(slack, mode);
    if (mode === 'http') slack.deliverTo(url);
    return { slack, heard };
  }

  it('come as people speak, and in another order when asked', async () => {
    const { slack, heard } = await both();
    slack.say('U1', 'C1', 'now');
    await slack.settled();
    const held = slack.hold();
    for (const text of ['a', 'b', 'c']) slack.say('U1', 'C1', text);
    expect(held.waiting).toHaveLength(3);
    expect((await held.release('reversed')).map((ack) => ack.ok)).toEqual([true, true, true]);
    slack.say('U1', 'C1', 'later');
    await slack.settled();
    await until('all heard', () => heard.length === 5);
    expect(texts(heard)).toEqual(['now', 'c', 'b', 'a', 'later']);
  });

  it('come again under the same id, marked as a retry or not', async () => {
    const { slack, heard } = await both();
    slack.say('U1', 'C1', 'once');
    await slack.settled();
    const [event] = slack.events;
    if (event === undefined) throw new Error('no event');
    await slack.redeliver(event);
    await slack.redeliver(event, { num: 2, reason: 'http_timeout' });
    await until('all heard', () => heard.length === 3);
    expect(heard.map((one) => [one.retry, one.reason])).toEqual(
      mode === 'http'
        ? [
            [undefined, undefined],
            [undefined, undefined],
            [2, 'http_timeout'],
          ]
        : [
            [0, ''],
            [0, ''],
            [2, 'http_timeout'],
          ],
    );
    const ids = slack.state.happenings.all.flatMap((one) => (one.type === 'delivery' ? [one.eventId] : []));
    expect([ids.length, new Set(ids).size]).toEqual([3, 1]);
  });

  it('can get lost', async () => {
    const { slack, heard } = await both();
    const held = slack.hold();
    slack.say('U1', 'C1', 'lost');
    held.discard();
    slack.say('U1', 'C1', 'found');
    await slack.settled();
    await until('one heard', () => heard.length === 1);
    expect(texts(heard)).toEqual(['found']);
  });

  it('go to one of two processes, in turn', async () => {
    const slack = await start();
    const one = await listen(slack, mode, 'one');
    const two = await listen(slack, mode, 'two');
    if (mode === 'http') slack.deliverTo([one.url, two.url]);
    for (let n = 0; n < 6; n++) slack.say('U1', 'C1', `n${n}`);
    await slack.settled();
    await until('all heard', () => one.heard.length + two.heard.length === 6);
    expect([one.heard.length, two.heard.length]).toEqual([3, 3]);
  });
});

describe('an event that nobody takes', () => {
  it('is repeated on another socket when its own closes before the acknowledgement', async () => {
    const slack = await start();
    const one = await listen(slack, 'socket', 'one');
    const two = await listen(slack, 'socket', 'two');
    slack.state.happenings.on((happening) => {
      if (happening.type === 'delivery' && happening.retry === 0)
        slack.sockets.drop(Number(happening.to.replace('socket ', '')));
    });
    slack.say('U1', 'C1', 'cut off');
    await slack.settled();
    const heard = () => [...one.heard, ...two.heard];
    await until('it was heard', () => heard().length === 1);
    expect(heard()[0]).toMatchObject({ text: 'cut off', retry: 1, reason: 'connection_failed' });
  });

  it('is no longer waited for once the emulator is closed', async () => {
    const slack = await start({ retryDelaysMs: [600_000] });
    slack.deliverTo('http://127.0.0.1:1/nobody');
    const sending = slack.event({ type: 'app_mention' });
    await slack.state.happenings.until((one) => one.type === 'delivery');
    await slack.close();
    expect(await sending).toMatchObject({ ok: false, problem: 'dispatch_failed' });
  });
});

describe('a call of the app', () => {
  const post = (slack: SlackEmulator, text: string) =>
    fetch(`${slack.url}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'C1', text }),
    }).then(
      (response) => response.status,
      () => 'broken',
    );
  const said = (slack: SlackEmulator) => slack.state.channels.get('C1')?.messages.map((one) => one.text);

  it('waits in mid-air, and is then carried out or never was', async () => {
    const slack = await start({ subscriptions: [] });
    const first = slack.faults.hold('chat.postMessage');
    const waiting = post(slack, 'a');
    await until('it waits', () => first.waiting === 1);
    expect(said(slack)).toEqual([]);
    first.release();
    expect([await waiting, said(slack)]).toEqual([200, ['a']]);
    const second = slack.faults.hold('*');
    const lost = post(slack, 'b');
    await until('it waits', () => second.waiting === 1);
    second.discard();
    expect([await lost, said(slack)]).toEqual(['broken', ['a']]);
  });

  it('is carried out though its answer gets lost', async () => {
    const slack = await start({ subscriptions: [] });
    slack.faults.add({ on: 'chat.postMessage', afterwards: true, drop: true, times: 1 });
    slack.faults.add({ on: 'chat.postMessage', status: 500, when: (args) => args.text === 'b' });
    expect([await post(slack, 'a'), await post(slack, 'b'), await post(slack, 'c')]).toEqual([
      'broken',
      500,
      200,
    ]);
    expect(said(slack)).toEqual(['a', 'c']);
  });
});
