/** The built bot as several processes between an emulated Slack, Google and front door, and as many people as a test wants. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { validateMessage } from '../../src/render/slack-limits.js';
import { type FrontDoor, startFrontDoor } from '../../src/sandbox/front/index.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../src/sandbox/google/emulator.js';
import {
  type ChannelMessage,
  type SlackEmulator,
  type SlackEmulatorOptions,
  startSlackEmulator,
} from '../../src/sandbox/slack/index.js';
import { person } from '../../src/sandbox/world/builders.js';
import { acmeWorld, sandboxConfigYaml } from '../../src/sandbox/world.js';
import { entry } from './program.js';

export interface CrowdOptions {
  /** How many people of no group there are; besides the company's own, whom `people` names. */
  readonly strangers?: number;
  /** Addresses of the company's own. */
  readonly people?: readonly string[];
  readonly channels?: readonly string[];
  /** What is written into `slack:` of the configuration. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly slack?: Partial<SlackEmulatorOptions>;
  readonly latencyMs?: number;
}

export interface Process {
  readonly child: ChildProcess;
  readonly log: () => string;
  /** The exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>;
}

export interface Crowd {
  readonly slack: SlackEmulator;
  readonly google: GoogleEmulator;
  readonly front: FrontDoor;
  /** Slack ids, in the order of the options: strangers first. */
  readonly ids: readonly string[];
  readonly channels: readonly string[];
  /** Resolves when the bot says that it is ready. Over HTTP Slack delivers to all processes that live, in turn. */
  start(mode: 'http' | 'socket', env?: NodeJS.ProcessEnv): Promise<Process>;
  /** Replies of the bot in the thread of a message. */
  repliesTo(message: ChannelMessage): readonly ChannelMessage[];
  /** What the bot said to a person alone: ephemerals and direct messages. */
  toldAlone(id: string): number;
  close(): Promise<void>;
}

const hostOf = (n: number): string => `stranger${String(n).padStart(3, '0')}@acme.test`;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

export async function openCrowd(options: CrowdOptions = {}): Promise<Crowd> {
  const { strangers = 0, people = [], channels = ['C0HELP'], settings = {}, latencyMs } = options;
  const world = acmeWorld({ now: () => Date.now() });
  const unknown = Array.from({ length: strangers }, (_, n) => hostOf(n));
  for (const address of unknown) person(world, address, `Stranger ${address.slice(8, 11)}`);
  const google = await startGoogleEmulator({ world, ...(latencyMs === undefined ? {} : { latencyMs }) });
  const front = await startFrontDoor({ world, tokens: google.switches.tokens });
  const users = [...unknown, ...people].map((email, n) => ({
    id: `U0C${String(n).padStart(4, '0')}`,
    name: email.split('@')[0] ?? '',
    email,
  }));
  const slack = await startSlackEmulator({
    users,
    channels: channels.map((id) => ({ id, name: id.slice(2).toLowerCase() })),
    validate: validateMessage,
    ...options.slack,
  });
  const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-crowd-'));
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, front.caPem);
  const connectTo = front.connectTo();
  const allow = [...new Set(Object.values(connectTo))];
  const config = parse(sandboxConfigYaml({ ca, connectTo, allow, channels })) as {
    slack: Record<string, unknown>;
  };
  const file = join(folder, 'iap-doctor.yaml');
  writeFileSync(file, stringify({ ...config, slack: { ...config.slack, ...settings } }));
  const living = new Map<Process, string | undefined>();
  const deliver = (): void => {
    const urls = [...living.values()].flatMap((url) => (url === undefined ? [] : [url]));
    if (urls.length > 0) slack.deliverTo(urls);
  };

  async function start(mode: 'http' | 'socket', env: NodeJS.ProcessEnv = {}): Promise<Process> {
    const port = await freePort();
    const child = spawn(process.execPath, [entry, 'start', '--config', file], {
      env: {
        PATH: process.env.PATH,
        IAP_DOCTOR_GOOGLE_ENDPOINT: google.url,
        SLACK_API_URL: slack.url,
        SLACK_BOT_TOKEN: slack.botToken,
        PORT: String(port),
        ...(mode === 'http'
          ? { SLACK_SIGNING_SECRET: slack.signingSecret }
          : { SLACK_APP_TOKEN: slack.appToken }),
        ...env,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let text = '';
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const one: Process = {
      child,
      log: () => text,
      ended,
      kill: async () => {
        child.kill('SIGKILL');
        await ended;
      },
    };
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('iap-doctor is ready')) resolve();
      });
      child.on('exit', () => reject(new Error(text)));
    });
    living.set(one, mode === 'http' ? `http://127.0.0.1:${port}/slack/events` : undefined);
    child.on('exit', () => {
      living.delete(one);
      deliver();
    });
    deliver();
    return one;
  }

  return {
    slack,
    google,
    front,
    ids: users.map(({ id }) => id),
    channels,
    start,
    repliesTo: ({ channel, ts }) =>
      (slack.state.channels.get(channel)?.messages ?? []).filter(
        (one) => one.threadTs === ts && one.ts !== ts && one.botId !== undefined,
      ),
    toldAlone(id) {
      const alone = slack.state.ephemerals.filter(({ user }) => user === id).length;
      const direct = [...slack.state.channels.values()].filter(
        ({ kind, members }) => kind === 'im' && members.has(id),
      );
      return (
        alone + direct.flatMap(({ messages }) => messages.filter(({ botId }) => botId !== undefined)).length
      );
    },
    async close() {
      await Promise.all([...living.keys()].map((one) => one.kill()));
      await slack.close();
      await front.close();
      await google.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
