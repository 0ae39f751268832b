/** Bots as processes of their own, each with an emulated Slack for itself: ours, and a bare Bolt app to measure it against. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GoogleEmulator, startGoogleEmulator } from '../src/sandbox/google/emulator.js';
import { type Ack, type SlackEmulator, startSlackEmulator } from '../src/sandbox/slack/index.js';
import { person } from '../src/sandbox/world/builders.js';
import { acmeWorld, sandboxConfigYaml } from '../src/sandbox/world.js';
import { program } from './program.js';

export type Mode = 'HTTP' | 'Socket Mode';
export type Make = 'ours' | 'bare';

/** Services that everybody may ask about. */
export const SERVICES = ['dashboard', 'orders', 'payroll', 'grafana', 'wiki'] as const;
export const CHANNEL = 'C0HELP';
const LONGEST_MS = 60_000;

export interface Company {
  readonly google: GoogleEmulator;
  readonly config: string;
  /** Slack's ids. */
  readonly people: readonly string[];
  start(make: Make, mode: Mode): Promise<Bot>;
  close(): Promise<void>;
}

export interface Answered {
  readonly ack: Ack;
  /** From typing the command to the answer at its response address. */
  readonly answerMs: number;
}

export interface Bot {
  readonly slack: SlackEmulator;
  /** From starting the process to being ready. */
  readonly readyMs: number;
  /** Resident memory now, bytes. */
  resident(): number;
  /** Types `/iap WORDS` and waits for the end of it. */
  ask(user: string, words: string): Promise<Answered>;
  stop(): Promise<void>;
}

/** A company of as many people of no group, all of whom Slack knows too. */
export async function openCompany(size: number): Promise<Company> {
  const world = acmeWorld({ now: () => Date.now() });
  const users = Array.from({ length: size }, (_, n) => {
    const name = `stranger${String(n).padStart(3, '0')}`;
    person(world, `${name}@acme.test`, `Stranger ${n}`);
    return { id: `U0C${String(n).padStart(4, '0')}`, name, email: `${name}@acme.test` };
  });
  const google = await startGoogleEmulator({ world });
  const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-bench-'));
  const config = join(folder, 'iap-doctor.yaml');
  writeFileSync(config, sandboxConfigYaml());

  async function start(make: Make, mode: Mode): Promise<Bot> {
    const slack = await startSlackEmulator({ users, channels: [{ id: CHANNEL, name: 'help' }] });
    const port = await freePort();
    const begun = performance.now();
    const child = spawn(process.execPath, commandOf(make, config), {
      env: {
        PATH: process.env.PATH,
        IAP_DOCTOR_GOOGLE_ENDPOINT: google.url,
        SLACK_API_URL: slack.url,
        SLACK_BOT_TOKEN: slack.botToken,
        PORT: String(port),
        ...(mode === 'HTTP'
          ? { SLACK_SIGNING_SECRET: slack.signingSecret }
          : { SLACK_APP_TOKEN: slack.appToken }),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await ready(child);
    const readyMs = performance.now() - begun;
    if (mode === 'HTTP') slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
    return {
      slack,
      readyMs,
      resident: () => residentOf(child),
      ask: answerTimes(slack),
      async stop() {
        child.kill('SIGKILL');
        await ended;
        await slack.close();
      },
    };
  }

  return {
    google,
    config,
    people: users.map(({ id }) => id),
    start,
    async close() {
      rmSync(folder, { recursive: true, force: true });
      await google.close();
    },
  };
}

const commandOf = (make: Make, config: string): readonly string[] =>
  make === 'ours'
    ? [program, 'start', '--config', config]
    : [fileURLToPath(new URL('./bare-bolt.mjs', import.meta.url))];

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

function ready(child: ChildProcess): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      if (text.includes('is ready')) return;
      text += chunk.toString();
      if (text.includes('is ready')) resolve();
    });
    child.once('exit', () =>
      reject(new Error(`It ended before it was ready (npm run build first?): ${text}`)),
    );
  });
}

function residentOf(child: ChildProcess): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' });
  return Number(stdout) * 1_024;
}

/** An answer is the first post to a response address: with everything known, nothing is said before it. */
function answerTimes(slack: SlackEmulator): Bot['ask'] {
  const seen = new Map<string, number>();
  const waiting = new Map<string, (at: number) => void>();
  slack.state.happenings.on((one) => {
    if (one.type !== 'response_post' || one.use !== 1) return;
    const at = performance.now();
    seen.set(one.id, at);
    waiting.get(one.id)?.(at);
  });
  return async (user, words) => {
    const begun = performance.now();
    const { acks, responseId } = await slack.slash(user, CHANNEL, words);
    const at =
      seen.get(responseId) ??
      (await new Promise<number>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no answer to ${words}`)), LONGEST_MS);
        waiting.set(responseId, (late) => {
          clearTimeout(timer);
          resolve(late);
        });
      }));
    return { ack: acks[0], answerMs: at - begun };
  };
}
