/** The built bot as a child process between an emulated Google and an emulated Slack, over signed HTTP and in Socket Mode. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { validateMessage } from '../../src/render/slack-limits.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../src/sandbox/google/emulator.js';
import { messageText } from '../../src/sandbox/message-text.js';
import {
  type EphemeralMessage,
  type SlackEmulator,
  startSlackEmulator,
} from '../../src/sandbox/slack/index.js';
import { acmeWorld, sandboxConfigYaml } from '../../src/sandbox/world.js';
import { entry } from '../support/program.js';

const MAYA = { id: 'U0MAYA', name: 'maya', realName: 'Maya', email: 'maya@acme.test' };
const NOOR = { id: 'U0NOOR', name: 'noor', realName: 'Noor', email: 'noor@acme.test' };
const ROOT = { id: 'U0ROOT', name: 'root', realName: 'Root', email: 'root@acme.test' };
const CHANNEL = 'C0HELP';

let google: GoogleEmulator;
let folder: string;
const toStop: (() => Promise<unknown> | unknown)[] = [];
beforeAll(async () => {
  google = await startGoogleEmulator({ world: acmeWorld({ now: () => Date.now() }) });
  folder = mkdtempSync(join(tmpdir(), 'iap-doctor-bot-'));
  writeFileSync(join(folder, 'iap-doctor.yaml'), sandboxConfigYaml());
});
afterEach(async () => {
  for (const stop of toStop.splice(0).reverse()) await stop();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await google.close();
});

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

interface Bot {
  readonly slack: SlackEmulator;
  readonly child: ChildProcess;
  readonly log: () => string;
  readonly ended: Promise<number | null>;
}

/** Starts Slack and the bot; resolves when the bot says that it is ready. */
async function start(mode: 'http' | 'socket', env: NodeJS.ProcessEnv = {}): Promise<Bot> {
  const slack = await startSlackEmulator({
    users: [MAYA, NOOR, ROOT],
    channels: [{ id: CHANNEL, name: 'help-access' }],
    validate: validateMessage,
  });
  toStop.push(() => slack.close());
  const port = await freePort();
  const child = spawn(process.execPath, [entry, 'start', '--config', join(folder, 'iap-doctor.yaml')], {
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
  toStop.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('iap-doctor is ready')) resolve();
    });
    child.on('exit', () => reject(new Error(text)));
  });
  if (mode === 'http') slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
  return { slack, child, log: () => text, ended };
}

/** What a person sees in the end: the last state of the bot's ephemeral message, once it fits. */
async function answerTo(slack: SlackEmulator, user: string, fits: RegExp): Promise<EphemeralMessage> {
  const mine = (): EphemeralMessage | undefined =>
    [...slack.state.ephemerals].reverse().find((m) => m.user === user && fits.test(messageText(m)));
  const already = mine();
  if (already) return already;
  await slack.state.happenings.until(() => mine() !== undefined, { withinMs: 15_000 });
  const seen = mine();
  if (!seen) throw new Error('It was seen and is gone');
  return seen;
}

describe.each(['http', 'socket'] as const)('the bot over %s', (mode) => {
  it('acknowledges at once and ends with the answer, for the asker alone and valid for Slack', async () => {
    const { slack } = await start(mode);
    const { acks } = await slack.slash(MAYA.id, CHANNEL, 'why me dashboard');
    expect(acks[0]).toMatchObject({ ok: true });
    const message = await answerTo(slack, MAYA.id, /can't get into dashboard/);
    const text = messageText(message);
    expect(text.split('\n')[0]).toMatch(/^You can't get into dashboard/);
    expect(text).toMatch(/What to do/);
    expect(text).toMatch(/[0-9A-Z]{4}-?[0-9A-Z]{4}/);
    expect(text).not.toMatch(/hr-sync|projects\/111/);
    expect(slack.state.violations).toEqual([]);
    expect(slack.state.channels.get(CHANNEL)?.messages).toEqual([]);
  });

  it('shows an administrator who did it and the command that mends it, and others only their own', async () => {
    const { slack } = await start(mode);
    await slack.slash(ROOT.id, CHANNEL, 'why maya@acme.test dashboard');
    const full = messageText(await answerTo(slack, ROOT.id, /can't get into dashboard/));
    expect(full).toMatch(/hr-sync@/);
    expect(full).toMatch(/gcloud identity groups memberships add/);
    await slack.slash(NOOR.id, CHANNEL, 'why maya@acme.test dashboard');
    const refused = messageText(await answerTo(slack, NOOR.id, /yourself/));
    expect(refused).not.toMatch(/dash-users/);
  });

  it('never stays silent: bad words get a sentence with the nearest valid form', async () => {
    const { slack } = await start(mode);
    for (const [line, sentence] of [
      ['', /What you can ask/],
      ['wyh me', /why/],
      ['why', /Who is it about/],
      ['why me dashbord', /Did you mean.*dashboard/s],
      ['why \u201cme\u201d dashboard \u2014\u2014fresh', /dashboard|fresh/],
    ] as const) {
      await slack.slash(MAYA.id, CHANNEL, line);
      await answerTo(slack, MAYA.id, sentence);
    }
    expect(slack.state.violations).toEqual([]);
  });

  it('says so when Google does not answer, and stops cleanly when told', async () => {
    google.faults.push({ kind: 'server-error' });
    try {
      const { slack, child, ended, log } = await start(mode);
      await slack.slash(MAYA.id, CHANNEL, 'why me dashboard');
      const text = messageText(await answerTo(slack, MAYA.id, /can't tell/));
      expect(text).not.toMatch(/You can't get into/);
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(log()).not.toMatch(/xox[bap]-|xapp-|Bearer [A-Za-z0-9]/);
    } finally {
      google.faults.length = 0;
    }
  });
});

describe('a start that cannot work', () => {
  it('says what is missing and ends with 2', async () => {
    const child = spawn(process.execPath, [entry, 'start', '--config', join(folder, 'iap-doctor.yaml')], {
      env: { PATH: process.env.PATH, IAP_DOCTOR_GOOGLE_ENDPOINT: google.url },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(2);
    expect(text).toMatch(/SLACK_BOT_TOKEN/);
  });
});
