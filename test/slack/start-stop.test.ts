/** Starting says what is missing; stopping loses no answer and leaves nobody waiting. */
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Environment } from '../../src/config.js';
import { createLog } from '../../src/log.js';
import { startSlackEmulator } from '../../src/sandbox/slack/index.js';
import { startSlack } from '../../src/slack/index.js';
import { until } from '../support/until.js';
import {
  ANA,
  type Bench,
  type BenchOptions,
  configWith,
  environmentFor,
  GENERAL,
  gate,
  helpAnswer,
  memoryOnce,
  shownText,
  simpleRender,
  startBench,
  worksAlone,
} from './bench.js';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});
const start = async (options: BenchOptions): Promise<Bench> => {
  bench = await startBench(options);
  return bench;
};

describe.each(['socket', 'http'] as const)('stopping over %s', (mode) => {
  it('waits for the answers being made', async () => {
    const waiting = gate();
    const running = await start({
      mode,
      ask: async () => {
        await waiting.opened;
        return helpAnswer('made while stopping');
      },
    });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await until('asked', () => running.asked.length === 1);
    const stopped = running.bot.stop();
    expect(running.bot.ready()).toEqual({ ok: false, why: 'stopping' });
    waiting.open();
    await stopped;
    expect(running.seenBy(ANA).map((message) => message.text)).toEqual(['made while stopping (for asker)']);
  });

  it('tells those it cannot wait for', async () => {
    const running = await start({ mode, times: { drainMs: 50 }, ask: () => new Promise(() => undefined) });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await until('asked', () => running.asked.length === 1);
    await running.bot.stop();
    const [message] = running.seenBy(ANA);
    expect(message && shownText(message)).toContain('being restarted');
    expect(message && shownText(message)).toContain('REF-0001');
  });

  it('twice is stopping once, and takes no more commands', async () => {
    const running = await start({ mode });
    await Promise.all([running.bot.stop(), running.bot.stop()]);
    const { acks } = await running.emulator.slash(ANA, GENERAL, 'why me');
    expect(acks[0].ok).toBe(false);
    expect(running.asked).toEqual([]);
  });
});

describe('starting', () => {
  const startWith = async (
    change: (environment: Environment) => Partial<Environment>,
    fault?: { on: string },
  ) => {
    const emulator = await startSlackEmulator({ users: [], channels: [] });
    if (fault !== undefined) emulator.faults.add({ ...fault, status: 503 });
    const environment = environmentFor(emulator, 'socket');
    try {
      const bot = await startSlack({
        ask: async () => helpAnswer('x'),
        environment: { ...environment, ...change(environment) },
        config: configWith([]),
        render: simpleRender,
        logger: createLog('silent'),
        clock: { now: () => Date.now() },
        once: memoryOnce(),
        ...worksAlone(),
        newReference: () => 'REF',
        isInGroup: async () => false,
        times: { startMs: 300, reconnectMs: 50 },
      });
      await bot.stop();
      return undefined;
    } catch (error) {
      return error;
    } finally {
      await emulator.close();
    }
  };

  it('succeeds with what the emulator was told', async () => {
    expect(await startWith(() => ({}))).toBeUndefined();
  });

  it.each([
    ['no bot token', () => ({ slackBotToken: undefined }), 'no-bot-token', 'SLACK_BOT_TOKEN'],
    ['a wrong bot token', () => ({ slackBotToken: 'xoxb-wrong' }), 'token-refused', 'SLACK_BOT_TOKEN'],
    ['a wrong app token', () => ({ slackAppToken: 'xapp-wrong' }), 'token-refused', 'SLACK_APP_TOKEN'],
    [
      'a bot token as app token',
      () => ({ slackAppToken: 'xoxb-emulator' }),
      'token-refused',
      'SLACK_APP_TOKEN',
    ],
    ['no signing secret', () => ({ slackAppToken: undefined }), 'no-signing-secret', 'SLACK_SIGNING_SECRET'],
  ])('with %s names the variable', async (_what, change, code, variable) => {
    const error = await startWith(change);
    expect(error).toMatchObject({
      name: 'SlackStartError',
      code,
      message: expect.stringContaining(variable),
    });
    expect(error).toMatchObject({ message: expect.not.stringContaining('xoxb-wrong') });
  });

  it('without Slack in reach says so after a while', async () => {
    expect(await startWith(() => ({}), { on: 'auth.test' })).toMatchObject({ code: 'slack-unreachable' });
    expect(await startWith(() => ({}), { on: 'apps.connections.open' })).toMatchObject({
      code: 'slack-unreachable',
    });
  });

  it('on a taken port fails over HTTP, and goes without a health page in Socket Mode', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const http = { port, slackAppToken: undefined, slackSigningSecret: 's' };
      expect(await startWith(() => http)).toMatchObject({ code: 'port-taken' });
      expect(await startWith(() => ({ port }))).toBeUndefined();
    } finally {
      taken.close();
    }
  });
});
