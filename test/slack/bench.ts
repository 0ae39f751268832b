/** A bot with a made-up brain in front of the Slack emulator: what every test of the Slack side starts from. */
import type { Ask, Asking } from '../../src/app.js';
import type { Config, Environment } from '../../src/config.js';
import { type Email, type Principal, parseEmail } from '../../src/names/index.js';
import type { Answer, Audience } from '../../src/render/answer.js';
import { validateMessage } from '../../src/render/slack-limits.js';
import {
  type ApiCall,
  type EphemeralMessage,
  type Happening,
  type SlackEmulator,
  type SlackEmulatorOptions,
  startSlackEmulator,
} from '../../src/sandbox/slack/index.js';
import { type Slack, type SlackOptions, type SlackTimes, startSlack } from '../../src/slack/index.js';
import { plainMessage, type Render, type SlackMessage } from '../../src/slack/saying/message.js';
import { createMemoryJobs } from '../../src/store/memory-jobs.js';
import { createMemoryNotes } from '../../src/store/memory-notes.js';
import { createMemoryOutbox } from '../../src/store/outbox.js';
import type { Clock } from '../../src/store/ports.js';
import { closeClean } from '../support/emulated-slack.js';
import { until } from '../support/until.js';

export type Mode = 'socket' | 'http';

export const ANA = 'U0ANA';
export const BOB = 'U0BOB';
export const ROOT = 'U0ROOT';
export const GENERAL = 'C0GENERAL';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly facts: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export interface Bench {
  readonly emulator: SlackEmulator;
  readonly bot: Slack;
  /** What the made-up brain was asked, in order. */
  readonly asked: readonly { readonly words: readonly string[]; readonly asking: Asking }[];
  readonly log: readonly LogLine[];
  /** What a person sees of the bot and of Slack, ephemerals only. */
  seenBy(user: string): readonly EphemeralMessage[];
  /** The Web API methods the bot called, in order. */
  calls(method: string): readonly ApiCall[];
  /** Resolves when a log line fits. */
  untilLogged(part: string): Promise<void>;
  /** Resolves when an ephemeral of this person fits; past ones count. */
  untilSeen(user: string, fits: (text: string) => boolean): Promise<EphemeralMessage>;
  close(): Promise<void>;
}

export interface BenchOptions {
  readonly mode?: Mode;
  readonly ask?: Ask;
  readonly render?: Render;
  readonly renderEvidence?: SlackOptions['renderEvidence'];
  readonly admins?: readonly Principal[];
  readonly isInGroup?: SlackOptions['isInGroup'];
  readonly membersOf?: SlackOptions['membersOf'];
  readonly once?: SlackOptions['once'];
  readonly heard?: SlackOptions['heard'];
  readonly config?: Partial<Config>;
  readonly times?: Partial<SlackTimes>;
  readonly emulator?: Partial<SlackEmulatorOptions>;
}

export const email = (text: string): Email => {
  const parsed = parseEmail(text);
  if (parsed === undefined) throw new Error(`not an address: ${text}`);
  return parsed;
};

/** Says who asked what, so that a test can tell answers apart. */
export function helpAnswer(title: string): Answer {
  return { kind: 'help', help: { title, verbs: [], details: [] } };
}

/** A renderer that shows every text of an answer as plain text. */
export function simpleRender(answer: Answer, audience: Audience): SlackMessage {
  switch (answer.kind) {
    case 'help':
      return plainMessage(`${answer.help.title} (for ${audience})`);
    case 'failure':
      return plainMessage(`${answer.failure.message} ${answer.failure.remedy} [${answer.failure.id}]`);
    default:
      return plainMessage(`${answer.kind} (for ${audience})`);
  }
}

export function memoryOnce(): SlackOptions['once'] {
  const claimed = new Set<string>();
  return {
    claim: async (key) => !claimed.has(key) && claimed.add(key).has(key),
    close: async () => undefined,
  };
}

/** What a bot without Redis works with; nothing is found beside what is configured. */
export function worksAlone(
  clock: Clock = { now: () => Date.now() },
): Pick<SlackOptions, 'notes' | 'openJobs' | 'openOutbox' | 'listPlaces'> {
  return {
    notes: createMemoryNotes({ clock }),
    openJobs: (kinds) => createMemoryJobs({ kinds, clock }),
    openOutbox: (sender) => createMemoryOutbox({ clock, sender }),
    listPlaces: async () => ({ places: [], complete: true }),
  };
}

const PEOPLE = [
  { id: ANA, name: 'ana', realName: 'Ana Lopez', email: 'Ana@acme.test' },
  { id: BOB, name: 'bob', realName: 'Bob Okafor', email: 'bob@acme.test' },
  { id: ROOT, name: 'root', realName: 'Root', email: 'root@acme.test' },
];

export async function startBench(options: BenchOptions = {}): Promise<Bench> {
  const mode = options.mode ?? 'socket';
  const emulator = await startSlackEmulator({
    users: PEOPLE,
    channels: [{ id: GENERAL, name: 'general' }],
    validate: validateMessage,
    ...options.emulator,
  });
  const asked: { words: readonly string[]; asking: Asking }[] = [];
  const log: LogLine[] = [];
  const at = (level: LogLine['level']) => (facts: object, message: string) => {
    log.push({ level, facts: { ...facts }, message });
  };
  const ask: Ask = async (words, asking) => {
    asked.push({ words, asking });
    return options.ask === undefined ? helpAnswer(`asked ${words.join(' ')}`) : options.ask(words, asking);
  };
  let references = 0;
  const clock = { now: () => Date.now() };
  try {
    const bot = await startSlack({
      ask,
      environment: environmentFor(emulator, mode),
      config: {
        ...configWith(options.admins ?? [{ kind: 'user', email: email('root@acme.test') }]),
        ...options.config,
      },
      render: options.render ?? simpleRender,
      ...(options.renderEvidence === undefined ? {} : { renderEvidence: options.renderEvidence }),
      logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
      clock,
      once: options.once ?? memoryOnce(),
      ...worksAlone(clock),
      ...(options.heard === undefined ? {} : { heard: options.heard }),
      newReference: () => `REF-${String(++references).padStart(4, '0')}`,
      isInGroup: options.isInGroup ?? (async () => false),
      ...(options.membersOf === undefined ? {} : { membersOf: options.membersOf }),
      times: { lookingAfterMs: 60_000, ...options.times },
    });
    if (mode === 'http') emulator.deliverTo(`http://127.0.0.1:${bot.port}/slack/events`);
    const seenBy = (user: string) => emulator.state.ephemerals.filter((message) => message.user === user);
    return {
      emulator,
      bot,
      asked,
      log,
      seenBy,
      calls: (method) =>
        emulator.state.happenings.all.flatMap((one) =>
          one.type === 'api_call' && one.call.method === method ? [one.call] : [],
        ),
      untilLogged: (part) =>
        until(`a log line with ${part}`, () => log.some((line) => line.message.includes(part))),
      async untilSeen(user, fits) {
        const happened = await emulator.state.happenings.until(
          (one): one is Extract<Happening, { type: 'ephemeral' | 'ephemeral_changed' }> =>
            (one.type === 'ephemeral' || one.type === 'ephemeral_changed') &&
            one.message.user === user &&
            fits(shownText(one.message)),
        );
        return happened.message;
      },
      async close() {
        await bot.stop();
        await closeClean(emulator);
      },
    };
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

/** Something to wait for, opened by hand. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** The words a person reads: the blocks' text where there are blocks, else the text. */
export function shownText(message: { readonly text: string; readonly blocks: readonly object[] }): string {
  if (message.blocks.length === 0) return message.text;
  return message.blocks.map((block) => JSON.stringify(block)).join('\n');
}

export function environmentFor(emulator: SlackEmulator, mode: Mode): Environment {
  return {
    slackBotToken: emulator.botToken,
    slackAppToken: mode === 'socket' ? emulator.appToken : undefined,
    slackSigningSecret: mode === 'http' ? emulator.signingSecret : undefined,
    slackApiUrl: new URL(emulator.url),
    port: 0,
    redisUrl: undefined,
    logLevel: 'info',
    googleEndpoint: undefined,
    googleToken: 'emulator',
  };
}

export function configWith(admins: readonly Principal[]): Config {
  return {
    organization: undefined,
    projects: [],
    services: [],
    slack: { channels: [], admins, replyDelayMs: 0 },
    probe: { allow: [], ca: undefined },
    automation: [],
  };
}
