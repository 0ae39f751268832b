/** Watches in real processes with a real Redis: they outlive their process, and the good end is told once. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { validateMessage } from '../../../../src/render/slack-limits.js';
import {
  type ChannelMessage,
  type SlackEmulator,
  startSlackEmulator,
} from '../../../../src/sandbox/slack/index.js';
import { redisForTests } from '../../../support/redis.js';
import { until } from '../../../support/until.js';
import { ANA, GENERAL } from '../../bench.js';
import { allowedNow, labelsOf, refusedNow, wordsOf } from '../buttoned.js';

const startRedis = await redisForTests();
const redis = await startRedis?.();
afterAll(() => redis?.stop());
const program = fileURLToPath(new URL('../../../support/watch-child.ts', import.meta.url));
const PATIENT_MS = 90_000;

interface Child {
  readonly process: ChildProcess;
  readonly told: string[];
}

describe.skipIf(redis === undefined)('a watch whose processes are killed', () => {
  const children: Child[] = [];
  let slack: SlackEmulator;
  let scope: string;
  let answer = refusedNow();
  let asked = 0;
  const brain = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  const brainUrl = (): string => {
    const address = brain.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
  };

  beforeEach(async () => {
    scope = randomUUID();
    answer = refusedNow();
    asked = 0;
    if (!brain.listening) await new Promise<void>((resolve) => brain.listen(0, '127.0.0.1', resolve));
    slack = await startSlackEmulator({
      users: [{ id: ANA, name: 'ana', email: 'ana@acme.test' }],
      channels: [{ id: GENERAL, name: 'general' }],
      validate: validateMessage,
    });
  });
  const kill = async (child: Child): Promise<void> => {
    const gone = new Promise((resolve) => child.process.once('exit', resolve));
    if (child.process.exitCode === null && child.process.kill('SIGKILL')) await gone;
  };
  afterEach(async () => {
    await Promise.all(children.splice(0).map(kill));
    await slack.close();
    expect(slack.state.violations).toEqual([]);
  });
  afterAll(() => void brain.close());

  async function start(): Promise<Child> {
    const child = fork(program, [slack.url, redis?.url ?? '', scope, brainUrl()], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const told: string[] = [];
    child.on('message', (message) => told.push(String(message)));
    const started = { process: child, told };
    children.push(started);
    await until('a process is ready', () => told.includes('ready'), PATIENT_MS);
    return started;
  }
  const direct = (): readonly ChannelMessage[] => slack.state.directMessages(ANA).messages;
  const seen = () => slack.state.ephemerals.find((one) => one.user === ANA);
  async function watching(): Promise<void> {
    await slack.slash(ANA, GENERAL, 'why me dashboard');
    await until('an answer', () => seen() !== undefined, PATIENT_MS);
    const message = seen();
    if (message === undefined) throw new Error('no answer');
    await slack.click(ANA, message, 'watch');
    await until('the button is changed', () => labelsOf(seen()).includes('Stop watching'), PATIENT_MS);
  }

  it('is gone on with by the next one, and says once that it works', async () => {
    const both = await Promise.all([start(), start()]);
    await watching();
    await until('it looks', () => asked > 3, PATIENT_MS);
    await Promise.all(both.map(kill));
    answer = allowedNow();
    const next = await start();
    await until('it is told', () => direct().length > 0, PATIENT_MS);
    await until('the watch has ended', () => next.told.includes('A watch saw it work'), PATIENT_MS);
    expect(direct()).toHaveLength(1);
    expect(wordsOf(direct()[0])).toContain('Works now');
  }, 200_000);

  it('is told of once, also when the process dies between saying it and knowing that it was said', async () => {
    const both = await Promise.all([start(), start()]);
    await watching();
    await until('it looks', () => asked > 1, PATIENT_MS);
    const posts = slack.faults.hold('chat.postMessage');
    answer = allowedNow();
    await until('it is being said', () => posts.waiting > 0, PATIENT_MS);
    await Promise.all(both.map(kill));
    // Slack carries out what it was given; nobody is left to hear so.
    posts.release();
    await until('it is said', () => direct().length === 1, PATIENT_MS);
    const next = await start();
    await until('the watch has ended', () => next.told.includes('A watch saw it work'), PATIENT_MS);
    expect(direct()).toHaveLength(1);
  }, 200_000);
});
