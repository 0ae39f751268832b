/** `/iap probe` in Slack: the built bot between an emulated Slack, Google and front door; who may, what is watched, what is said. */
import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateMessage } from '../../src/render/slack-limits.js';
import { messageText } from '../../src/sandbox/message-text.js';
import {
  type EphemeralMessage,
  type SlackEmulator,
  startSlackEmulator,
} from '../../src/sandbox/slack/index.js';
import { DEPLOYER } from '../sandbox/front/harness.js';
import { openProbeStreet, type ProbeStreet } from '../support/probe-street.js';
import { entry } from '../support/program.js';

const NOOR = { id: 'U0NOOR', name: 'noor', realName: 'Noor', email: 'noor@acme.test' };
const ROOT = { id: 'U0ROOT', name: 'root', realName: 'Root', email: 'root@acme.test' };
const CHANNEL = 'C0HELP';

let street: ProbeStreet;
let slack: SlackEmulator;
let bot: ChildProcess;
let log = '';
beforeAll(async () => {
  street = await openProbeStreet({ grpc: ['orders.acme.test'] });
  slack = await startSlackEmulator({
    users: [NOOR, ROOT],
    channels: [{ id: CHANNEL, name: 'help-access' }],
    validate: validateMessage,
  });
  bot = spawn(process.execPath, [entry, 'start', '--config', street.config], {
    env: {
      PATH: process.env.PATH,
      IAP_DOCTOR_GOOGLE_ENDPOINT: street.google.url,
      SLACK_API_URL: slack.url,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      PORT: '0',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    bot.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('iap-doctor is ready')) resolve();
    });
    bot.on('exit', () => reject(new Error(log)));
  });
}, 60_000);
afterAll(async () => {
  bot.removeAllListeners('exit');
  const ended = new Promise((resolve) => bot.on('exit', resolve));
  bot.kill('SIGKILL');
  await ended;
  await slack.close();
  await street.close();
});

/** What the person sees in the end. */
async function seen(user: string, fits: RegExp): Promise<string> {
  const mine = (): EphemeralMessage | undefined =>
    [...slack.state.ephemerals].reverse().find((m) => m.user === user && fits.test(messageText(m)));
  if (!mine()) await slack.state.happenings.until(() => mine() !== undefined, { withinMs: 20_000 });
  const message = mine();
  if (!message) throw new Error('It was seen and is gone');
  return messageText(message);
}

describe('/iap probe', () => {
  it('keeps what the answer rests on behind a button', async () => {
    await slack.slash(ROOT.id, CHANNEL, 'probe dashboard');
    const withButton = (): EphemeralMessage | undefined =>
      slack.state.ephemerals.find(
        (m) => m.user === ROOT.id && JSON.stringify(m.blocks).includes('"evidence"'),
      );
    if (!withButton())
      await slack.state.happenings.until(() => withButton() !== undefined, { withinMs: 20_000 });
    const message = withButton();
    if (!message) throw new Error('there is no button');
    await slack.click(ROOT.id, message, 'evidence');
    const open = (): string => JSON.stringify(slack.state.modals.get(ROOT.id)?.at(-1)?.view ?? '');
    if (open() === '""') await slack.state.happenings.until(() => open() !== '""', { withinMs: 20_000 });
    expect(open()).toContain('x-goog-iap-generated-response');
    expect(slack.state.violations).toEqual([]);
  });

  it('answers anybody about a known service: the verdict, the path, no replies and no claims', async () => {
    await slack.slash(NOOR.id, CHANNEL, 'probe dashboard');
    const text = await seen(NOOR.id, /dashboard is guarded/);
    expect(text).toMatch(/tls \d.* ms \(TLS 1\.3, h2\) · iap .*302/);
    expect(text).toMatch(/[0-9A-Z]{8}/);
    expect(text).not.toMatch(/x-goog|location/);
    expect(slack.state.violations).toEqual([]);
    expect(slack.state.channels.get(CHANNEL)?.messages).toEqual([]);
  });

  it('shows the stages as they are passed, in one message that becomes the answer', async () => {
    await street.front.set('wiki.acme.test', { latency: 2_500 });
    const before = slack.state.ephemerals.length;
    await slack.slash(NOOR.id, CHANNEL, 'probe wiki');
    await seen(NOOR.id, /tcp \d+ ms · tls \d+ ms · http2 \d+ ms · iap …/);
    await seen(NOOR.id, /wiki is guarded/);
    const messages = slack.state.ephemerals.slice(before).filter((one) => one.user === NOOR.id);
    expect(messages).toHaveLength(1);
  });

  it('goes in with a service account for administrators only', async () => {
    await slack.slash(NOOR.id, CHANNEL, `probe orders --as ${DEPLOYER}`);
    expect(await seen(NOOR.id, /administrators/)).toMatch(/look at a service from outside/);
    await slack.slash(ROOT.id, CHANNEL, `probe orders --as ${DEPLOYER}`);
    const text = await seen(ROOT.id, /lets the caller through/);
    expect(text).toMatch(/gRPC OK/);
    expect(text).toMatch(/aud = 123-abc\.apps\.googleusercontent\.com/);
    expect(slack.state.violations).toEqual([]);
  });

  it.each([
    ['probe dashboard --token-file /etc/passwd', /don.t know the flag --token-file/],
    ['probe', /Where to\?/],
    ['probe dashbord', /Did you mean.*dashboard/s],
    ['probe http://169.254.169.254/', /I did not probe/],
  ])('%s gets a sentence', async (line, sentence) => {
    await slack.slash(NOOR.id, CHANNEL, line);
    await seen(NOOR.id, sentence);
    expect(slack.state.violations).toEqual([]);
  });

  it('measures for everybody, a few requests only, with a picture of one line', async () => {
    await slack.slash(NOOR.id, CHANNEL, 'probe dashboard --count 15');
    expect(await seen(NOOR.id, /p50/)).toMatch(/15 requests.*[\u2581-\u2588]{2}/s);
    await slack.slash(NOOR.id, CHANNEL, 'probe dashboard --count 500');
    await seen(NOOR.id, /measuring more than 20 requests/);
  });

  it('writes no token into its log', () => {
    expect(log).not.toMatch(/eyJ[\w-]{10,}|ya29\.|xox[bap]-|xapp-/);
  });
});
