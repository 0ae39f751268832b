/** Whole bots in front of one emulated Slack, with a made-up brain, and a helper who reads the channel. */
import { afterEach, expect } from 'vitest';
import type { Asking } from '../../../../src/app.js';
import type { Config } from '../../../../src/config.js';
import type { WhyReport } from '../../../../src/diagnosis/report.js';
import type { ProbeReport } from '../../../../src/probe/report.js';
import type { Answer } from '../../../../src/render/answer.js';
import { renderBlocks } from '../../../../src/render/blocks.js';
import {
  type ChannelMessage,
  type EmulatedUser,
  type EphemeralMessage,
  type SlackEmulator,
  type SlackEmulatorOptions,
  startSlackEmulator,
} from '../../../../src/sandbox/slack/index.js';
import { type Slack, type SlackOptions, startSlack } from '../../../../src/slack/index.js';
import { JOB_RULES } from '../../../../src/store/job-rules.js';
import { createMemoryOnce } from '../../../../src/store/memory.js';
import { createMemoryJobs } from '../../../../src/store/memory-jobs.js';
import { createMemoryNotes } from '../../../../src/store/memory-notes.js';
import { createMemoryOutbox } from '../../../../src/store/outbox.js';
import { createRedisJobs } from '../../../../src/store/redis-jobs.js';
import { createRedisNotes } from '../../../../src/store/redis-notes.js';
import { createRedisOutbox } from '../../../../src/store/redis-outbox.js';
import { allowed, denied, NOW, unknown } from '../../../render/fixtures.js';
import { until } from '../../../support/until.js';
import { configWith, email, environmentFor, type LogLine, type Mode } from '../../bench.js';
import { probed } from './reports.js';

export const HELP = 'C0HELP';
export const ELSEWHERE = 'C0ELSE';
export const MAYA = 'U0MAYA';
export const TOM = 'U0TOM';
export const ROOT = 'U0ROOT';
/** The log's word for a request that was answered. */
export const ANSWERED = 'replied';
export const GUEST = 'U0GUEST';
export const STRANGER = 'U0STRANGER';

const named = (id: string, name: string, more: Partial<EmulatedUser> = {}): EmulatedUser => ({
  id,
  name,
  email: `${name}@acme.test`,
  ...more,
});

/** What the made-up brain says; changed by the tests. */
export interface Brain {
  why: (who: string, where: string) => Answer | Promise<Answer>;
  probe: (where: string) => Answer | Promise<Answer>;
}

export interface World {
  readonly slack: SlackEmulator;
  readonly bots: readonly Slack[];
  readonly log: readonly LogLine[];
  readonly asked: readonly { readonly words: readonly string[]; readonly asking: Asking }[];
  readonly brain: Brain;
  /** Moves the bots' clock on. */
  later(ms: number): void;
  /** The bot's messages in the thread of this one, in order. */
  repliesTo(message: ChannelMessage): readonly ChannelMessage[];
  /** Resolves with the reply once it reads like this. */
  replyTo(message: ChannelMessage, fits?: RegExp): Promise<ChannelMessage>;
  /** What only this person sees of the bot. */
  aloneFor(user: string): readonly EphemeralMessage[];
  toldAlone(user: string, fits?: RegExp): Promise<EphemeralMessage>;
  logged(event: string): Promise<LogLine>;
}

export interface WorldOptions {
  readonly bots?: number;
  readonly mode?: Mode;
  readonly slack?: Partial<Config['slack']>;
  readonly services?: Config['services'];
  readonly users?: readonly EmulatedUser[];
  readonly emulator?: Partial<SlackEmulatorOptions>;
  readonly times?: SlackOptions['times'];
  /** Between two messages of a channel; 40 ms, so that tests end. */
  readonly gapMs?: number;
  readonly perHour?: number;
  readonly redis?: { readonly url: string; readonly scope: string };
}

export const service = (name: string, aliases: readonly string[] = []): Config['services'][number] => ({
  name,
  aliases,
  url: new URL(`https://${name}.acme.test`),
  resource: undefined,
  audience: undefined,
  grpc: undefined,
  owners: [],
});

let references = 0;
export const whyOf = (report: WhyReport, who: string, where: string): Answer => ({
  kind: 'why',
  report: {
    ...report,
    id: `R${String(++references).padStart(3, '0')}-TEST`,
    who: { asked: 'me', email: who, kind: 'user' },
    where: { ...report.where, name: where },
  },
});
export const probeOf = (report: ProbeReport): Answer => ({ kind: 'probe', report });
export { allowed, denied, unknown };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What a person reads, in order; buttons by their labels. */
function readingOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(readingOf).join('');
  if (!isRecord(value)) return typeof value === 'string' ? value : '';
  if (value.type === 'user') return `@${String(value.user_id)}`;
  if (value.type === 'date') return String(value.fallback);
  if (value.type === 'button') return ` [${readingOf(value.text)}]`;
  return readingOf(value.text ?? value.elements ?? '');
}

/** What a person reads of a message: a line for each block. */
export const wordsOf = (message: { readonly blocks: readonly object[] } | undefined): string =>
  (message?.blocks ?? []).map(readingOf).join('\n');

const started: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of started.splice(0).reverse()) await end();
});

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const mode = options.mode ?? 'socket';
  const slack = await startSlackEmulator({
    users: [
      named(MAYA, 'maya'),
      named(TOM, 'tom'),
      named(ROOT, 'root'),
      named(GUEST, 'guest', { isRestricted: true }),
      named(STRANGER, 'stranger', { teamId: 'T0OTHER' }),
      ...(options.users ?? []),
    ],
    channels: [
      { id: HELP, name: 'help', shared: true },
      { id: ELSEWHERE, name: 'else' },
    ],
    rates: { postMessage: false },
    ...options.emulator,
  });
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const log: LogLine[] = [];
  const at = (level: LogLine['level']) => (facts: object, message: string) => {
    log.push({ level, facts: { ...facts }, message });
  };
  const asked: { words: readonly string[]; asking: Asking }[] = [];
  const brain: Brain = {
    why: (who, where) => whyOf(denied, who, where),
    probe: (where) => probeOf(probed(where, 'guarded')),
  };
  const whole = configWith([{ kind: 'user', email: email('root@acme.test') }]);
  const config: Config = {
    ...whole,
    services: options.services ?? [service('dashboard', ['dash']), service('payroll')],
    slack: { ...whole.slack, channels: [HELP], incidentAfter: 0, ...options.slack },
  };
  const rules = {
    gapMs: options.gapMs ?? 40,
    perHour: options.perHour ?? 2_000,
    leaseMs: 10_000,
    retryMs: 50,
    attempts: 3,
  };
  const bots: Slack[] = [];
  started.push(async () => {
    for (const bot of bots) await bot.stop();
    await slack.close();
    expect(slack.state.violations).toEqual([]);
  });
  for (let i = 0; i < (options.bots ?? 1); i++) {
    const shared = options.redis && { clock, limitMs: 2_000, ...options.redis };
    const notes = shared ? createRedisNotes(shared) : createMemoryNotes({ clock });
    const bot = await startSlack({
      ask: async (words, asking) => {
        asked.push({ words, asking });
        const { self } = asking.speaker;
        const who = self !== undefined && 'email' in self ? self.email : 'nobody@acme.test';
        const [verb, first = '', second] = words;
        return verb === 'probe' ? brain.probe(first) : brain.why(who, second ?? 'dashboard');
      },
      environment: environmentFor(slack, mode),
      config,
      render: (answer, audience, about, timeZone, buttons) =>
        renderBlocks(answer, audience, {
          about,
          now: NOW,
          seed: `s${++references}`,
          ...(buttons === undefined ? {} : { buttons }),
          ...(timeZone === undefined ? {} : { timeZone }),
        }),
      logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
      clock,
      once: createMemoryOnce({ clock }),
      notes,
      openJobs: (kinds) =>
        shared
          ? createRedisJobs({ ...shared, kinds })
          : createMemoryJobs({ kinds, clock, rules: { ...JOB_RULES, retryMs: 50 } }),
      openOutbox: (sender) =>
        shared
          ? createRedisOutbox({ ...shared, sender, rules, lookEveryMs: 50 })
          : createMemoryOutbox({ clock, sender, rules, lookEveryMs: 50 }),
      listPlaces: async () => ({ places: [], complete: true }),
      newReference: () => `REF-${String(++references).padStart(4, '0')}`,
      isInGroup: async () => false,
      times: { lookingAfterMs: 60_000, ...options.times },
    });
    bots.push(bot);
    started.push(() => notes.close());
  }
  const replies = (message: ChannelMessage): readonly ChannelMessage[] =>
    (slack.state.channels.get(message.channel)?.messages ?? []).filter(
      (one) => one.threadTs === message.ts && one.ts !== message.ts && one.botId === slack.state.bot.botId,
    );
  const alone = (user: string): readonly EphemeralMessage[] =>
    slack.state.ephemerals.filter((one) => one.user === user);
  return {
    slack,
    bots,
    log,
    asked,
    brain,
    later(ms) {
      ahead += ms;
    },
    repliesTo: replies,
    async replyTo(message, fits = /(?:)/) {
      const found = (): ChannelMessage | undefined =>
        replies(message).find((one) => fits.test(wordsOf(one)) && !/^Looking/.test(wordsOf(one)));
      await until(`a reply like ${fits.source}`, () => found() !== undefined);
      const reply = found();
      if (reply === undefined) throw new Error('the reply is gone again');
      return reply;
    },
    aloneFor: alone,
    async toldAlone(user, fits = /(?:)/) {
      const found = (): EphemeralMessage | undefined => alone(user).find((one) => fits.test(wordsOf(one)));
      await until(`words for ${user} alone like ${fits.source}`, () => found() !== undefined, 25_000);
      const message = found();
      if (message === undefined) throw new Error('the message is gone again');
      return message;
    },
    async logged(event) {
      const found = (): LogLine | undefined => log.find(({ facts }) => Reflect.get(facts, 'event') === event);
      await until(`a log line of ${event}`, () => found() !== undefined);
      const line = found();
      if (line === undefined) throw new Error('the line is gone again');
      return line;
    },
  };
}
