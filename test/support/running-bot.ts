/** The whole bot in this process, between an emulated Google and an emulated Slack, seen as whoever runs it sees it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { loadConfig } from '../../src/config-load.js';
import { createLog } from '../../src/log.js';
import { type Bot, openBot } from '../../src/main.js';
import { validateMessage } from '../../src/render/slack-limits.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../src/sandbox/google/emulator.js';
import { messageText } from '../../src/sandbox/message-text.js';
import type { SlackEmulator } from '../../src/sandbox/slack/index.js';
import { acmeWorld, sandboxConfigYaml } from '../../src/sandbox/world.js';
import { emulatedSlack } from './emulated-slack.js';
import { until } from './until.js';

export const MAYA = { id: 'U0MAYA', name: 'maya', realName: 'Maya', email: 'maya@acme.test' };
export const GUEST = {
  id: 'U0GUEST',
  name: 'gus',
  realName: 'Gus',
  email: 'gus@acme.test',
  isRestricted: true,
};
export const ROOT = { id: 'U0ROOT', name: 'root', realName: 'Root', email: 'root@acme.test' };
/** Where the bot answers by itself. */
export const CHANNEL = 'C0HELP';

export interface Running {
  readonly slack: SlackEmulator;
  readonly log: () => readonly Record<string, unknown>[];
  readonly text: () => string;
  get(path: string, method?: string): Promise<Response>;
  metrics(): Promise<string>;
  /** Resolves with what the person was told in the end. */
  ask(user: { readonly id: string }, words: string, fits: RegExp): Promise<string>;
}

export interface RunningBots {
  readonly google: () => GoogleEmulator;
  start(mode: 'http' | 'socket', env?: NodeJS.ProcessEnv): Promise<Running>;
}

/** Call it at the top of a test file; bots are stopped after each test. */
export function runningBots(): RunningBots {
  const slacks = emulatedSlack();
  const running: Bot[] = [];
  let google: GoogleEmulator | undefined;
  let folder = '';
  const emulated = (): GoogleEmulator => {
    if (!google) throw new Error('Google has not been started');
    return google;
  };
  beforeAll(async () => {
    google = await startGoogleEmulator({ world: acmeWorld({ now: () => Date.now() }) });
    folder = mkdtempSync(join(tmpdir(), 'iap-doctor-operations-'));
    writeFileSync(join(folder, 'iap-doctor.yaml'), sandboxConfigYaml({ channels: [CHANNEL] }));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((bot) => bot.stop()));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await google?.close();
  });

  async function start(mode: 'http' | 'socket', env: NodeJS.ProcessEnv = {}): Promise<Running> {
    const slack = await slacks.start({
      users: [MAYA, GUEST, ROOT],
      channels: [{ id: CHANNEL, name: 'help-access' }],
      validate: validateMessage,
    });
    const loaded = loadConfig({
      file: join(folder, 'iap-doctor.yaml'),
      env: {
        IAP_DOCTOR_GOOGLE_ENDPOINT: emulated().url,
        SLACK_API_URL: slack.url,
        SLACK_BOT_TOKEN: slack.botToken,
        PORT: '0',
        ...(mode === 'http'
          ? { SLACK_SIGNING_SECRET: slack.signingSecret }
          : { SLACK_APP_TOKEN: slack.appToken }),
        ...env,
      },
    });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.mistakes));
    const lines: string[] = [];
    const bot = await openBot(
      loaded.config,
      loaded.environment,
      createLog('debug', { write: (line) => void lines.push(line) }),
    );
    running.push(bot);
    const url = `http://127.0.0.1:${bot.slack.port}`;
    if (mode === 'http') slack.deliverTo(`${url}/slack/events`);
    const get = (path: string, method = 'GET'): Promise<Response> => fetch(url + path, { method });
    return {
      slack,
      text: () => lines.join(''),
      log: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
      get,
      metrics: async () => (await get('/metrics')).text(),
      async ask(user, words, fits) {
        await slack.slash(user.id, CHANNEL, words);
        const mine = (): string | undefined =>
          slack.state.ephemerals
            .filter((message) => message.user === user.id)
            .map(messageText)
            .findLast((text) => fits.test(text));
        await until(`an answer to ${words}`, () => mine() !== undefined, 20_000);
        return mine() ?? '';
      },
    };
  }
  return { google: emulated, start };
}
