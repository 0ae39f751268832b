/** The built bot as the first process of a container: it ends when it is told, within the time it is given, and tells people so. */
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { messageText } from '../../src/sandbox/message-text.js';
import { emulatedSlack } from '../support/emulated-slack.js';
import { entry } from '../support/program.js';

const MAYA = { id: 'U0MAYA', name: 'maya', realName: 'Maya', email: 'maya@acme.test' };
const CHANNEL = 'C0HELP';
const slacks = emulatedSlack();
let deaf: Server;
let url: string;
beforeAll(async () => {
  // Takes connections and says nothing: a Google that hangs.
  deaf = createServer((socket) => void socket.on('error', () => undefined));
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const address = deaf.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => void deaf.close());

function start(env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [entry, 'start'], {
    env: { PATH: process.env.PATH, IAP_DOCTOR_GOOGLE_ENDPOINT: url, PORT: '0', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return {
    child,
    ended,
    log: () => text,
    logged: (part: string) =>
      new Promise<void>((resolve, reject) => {
        child.stderr.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (text.includes(part)) resolve();
        });
        child.on('exit', () => reject(new Error(text)));
      }),
  };
}

it('ends at once while it is still trying to reach Slack', async () => {
  const slack = await slacks.start({ users: [MAYA], channels: [] });
  slack.faults.add({ on: 'apps.connections.open', status: 503 });
  const bot = start({
    SLACK_API_URL: slack.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
  });
  await bot.logged('Could not connect to Slack; trying again');
  bot.child.kill('SIGTERM');
  expect(await bot.ended).toBe(0);
});

it('tells people whose answers it cannot wait for, and ends within STOP_WITHIN', async () => {
  const slack = await slacks.start({ users: [MAYA], channels: [{ id: CHANNEL, name: 'help' }] });
  const bot = start({
    SLACK_API_URL: slack.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    STOP_WITHIN: '3s',
  });
  await bot.logged('iap-doctor is ready');
  await slack.slash(MAYA.id, CHANNEL, 'why me');
  // It says that it is looking: from now on the question hangs.
  await slack.state.happenings.until(() => slack.state.ephemerals.length > 0, { withinMs: 10_000 });
  const toldAt = performance.now();
  bot.child.kill('SIGTERM');
  expect(await bot.ended).toBe(0);
  // Wide, since the machine may be busy; without the limit it would be eight seconds and more.
  expect(performance.now() - toldAt).toBeLessThan(6_000);
  expect(slack.state.ephemerals.map(messageText).join('\n')).toContain('being restarted');
});

it('leaves one line without secrets when a defect ends it', async () => {
  const slack = await slacks.start({ users: [MAYA], channels: [] });
  // Throws in the middle of nowhere, as soon as the bot is told to.
  const defect = `process.once('SIGUSR2', () => { setImmediate(() => { throw new Error('lost ' + ['xoxb', 12, 34, 'abcdef'].join('-')) }) })`;
  const bot = start({
    SLACK_API_URL: slack.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(defect)}`,
  });
  await bot.logged('iap-doctor is ready');
  bot.child.kill('SIGUSR2');
  expect(await bot.ended).toBe(4);
  const last = JSON.parse(bot.log().trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
  expect(last).toMatchObject({ severity: 'CRITICAL', stack_trace: expect.stringContaining('Error: lost') });
  expect(bot.log()).not.toContain('xoxb-12');
});
