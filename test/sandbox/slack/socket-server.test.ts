/** The emulated Socket Mode, taken by Slack's own client and by a bare WebSocket. */
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { SlackEmulator } from '../../../src/sandbox/slack/index.js';
import { emulatedSlack, takeViolations } from '../../support/emulated-slack.js';
import { until } from '../../support/until.js';

const slacks = emulatedSlack();
const sockets: WebSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});

const start = (): Promise<SlackEmulator> =>
  slacks.start({
    users: [{ id: 'U1', name: 'ana' }],
    channels: [{ id: 'C1', name: 'general' }],
    ackWithinMs: 200,
    retryDelaysMs: [0, 1, 2],
  });

async function address(slack: SlackEmulator): Promise<string> {
  const response = await fetch(`${slack.url}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.appToken}` },
  });
  const body = (await response.json()) as { url: string };
  return body.url;
}

/** Connects and keeps every frame; `take` may acknowledge. */
async function connect(slack: SlackEmulator, take: (frame: Frame, socket: WebSocket) => void = acknowledge) {
  const frames: Frame[] = [];
  const socket = new WebSocket(await address(slack));
  sockets.push(socket);
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as Frame;
    frames.push(frame);
    if (frame.envelope_id !== undefined) take(frame, socket);
  });
  await until('hello', () => frames.length > 0);
  return { frames, socket };
}
interface Frame {
  readonly type: string;
  readonly envelope_id?: string;
  readonly [name: string]: unknown;
}
const acknowledge = (frame: Frame, socket: WebSocket): void =>
  socket.send(JSON.stringify({ envelope_id: frame.envelope_id, payload: {} }));

describe('a connection', () => {
  it('begins with hello, by a ticket that works once', async () => {
    const slack = await start();
    const { frames } = await connect(slack);
    expect(frames[0]).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A0DOCTOR' },
    });
    const url = await address(slack);
    const attempt = () =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(url);
        sockets.push(socket);
        socket.on('open', () => resolve('open'));
        socket.on('error', () => resolve('refused'));
      });
    expect([await attempt(), await attempt()]).toEqual(['open', 'refused']);
  });

  it('gets each envelope alone, in turn with the others', async () => {
    const slack = await start();
    const [one, two] = [await connect(slack), await connect(slack)];
    for (let n = 0; n < 4; n++) expect((await slack.slash('U1', 'C1', `n${n}`)).acks[0].ok).toBe(true);
    const commands = (frames: Frame[]) => frames.filter((frame) => frame.type === 'slash_commands');
    expect([commands(one.frames).length, commands(two.frames).length]).toEqual([2, 2]);
    expect(commands(one.frames)[0]).toMatchObject({
      accepts_response_payload: true,
      payload: { command: '/iap', user_id: 'U1' },
    });
  });

  it('is asked to leave by a disconnect frame and gets nothing from then on', async () => {
    const slack = await start();
    const { frames } = await connect(slack);
    slack.sockets.refresh('warning');
    await until('disconnect', () => frames.at(-1)?.type === 'disconnect');
    expect(frames.at(-1)).toMatchObject({ reason: 'warning' });
    expect(slack.sockets.open).toBe(0);
    expect((await slack.slash('U1', 'C1', 'x')).acks[0].problem).toBe('dispatch_failed');
  });

  it('is one of ten at most', async () => {
    const slack = await start();
    for (let n = 0; n < 10; n++) await connect(slack);
    const { frames } = await connect(slack);
    expect(frames).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
  });
});

describe('an envelope', () => {
  it('that nobody acknowledges is repeated when it is an event, with number and reason', async () => {
    const slack = await start();
    const { frames } = await connect(slack, (frame, socket) => {
      if (frame.retry_attempt === 2) acknowledge(frame, socket);
    });
    expect((await slack.event({ type: 'app_mention' })).ok).toBe(true);
    expect(frames.slice(1).map((frame) => [frame.retry_attempt, frame.retry_reason])).toEqual([
      [0, ''],
      [1, 'timeout'],
      [2, 'timeout'],
    ]);
    expect((await slack.slash('U1', 'C1', 'x')).acks[0].problem).toBe('operation_timeout');
  });

  it('is lost when its connection goes', async () => {
    const slack = await start();
    await connect(slack, (_frame, socket) => socket.terminate());
    expect((await slack.slash('U1', 'C1', 'x')).acks[0].problem).toBe('dispatch_failed');
  });

  it('acknowledged with a message shows it; acknowledged wrongly is noticed', async () => {
    const slack = await start();
    await connect(slack, (frame, socket) => {
      socket.send(JSON.stringify({ envelope_id: 'unknown' }));
      socket.send('{}');
      socket.send(JSON.stringify({ envelope_id: frame.envelope_id, payload: { text: 'said' } }));
    });
    await slack.slash('U1', 'C1', 'x');
    expect(slack.state.ephemerals).toMatchObject([{ text: 'said', via: 'ack', user: 'U1' }]);
    expect(takeViolations(slack)).toHaveLength(2);
  });
});
