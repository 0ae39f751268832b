/** The whole sandbox set up: the company, its Slack, its Redis, and the real bot, unchanged, between them. */
import { Writable } from 'node:stream';
import { createLog } from '../log.js';
import { type Bot, openBot } from '../main.js';
import { validateMessage } from '../render/slack-limits.js';
import type { Clock } from '../store/ports.js';
import { type Company, openCompany } from './company.js';
import { writeEarlierPolicies } from './earlier.js';
import { type AppManifest, readManifest } from './manifest.js';
import { messageText } from './message-text.js';
import { openRedis, type SandboxRedis } from './redis.js';
import {
  type EmulatedChannel,
  type EmulatedUser,
  type SlackEmulator,
  startSlackEmulator,
} from './slack/index.js';
import { acmeWorld } from './world.js';

/** Where people ask for access, and the bot answers unasked. */
export const HELP_CHANNEL = 'C0HELP';

export interface StageChannel extends EmulatedChannel {
  readonly topic: string;
  /** The bot answers access-request messages there. */
  readonly optedIn: boolean;
}

export interface Stage {
  readonly clock: Clock;
  readonly company: Company;
  readonly slack: SlackEmulator;
  readonly bot: Bot;
  /** A sentence where there is none. */
  readonly redis: SandboxRedis | string;
  readonly manifest: AppManifest;
  readonly people: readonly EmulatedUser[];
  readonly channels: readonly StageChannel[];
  /** Types a line as a person and gives what they see in the end. */
  readonly ask: (user: EmulatedUser, text: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

export interface StageOptions {
  /** A Redis of its own where there is one to start; false: the bot keeps things in memory. */
  readonly redis?: boolean;
}

const CHANNELS: readonly StageChannel[] = [
  {
    id: HELP_CHANNEL,
    name: 'help-access',
    topic: 'Locked out of something? Ask here. iap-doctor answers.',
    optedIn: true,
  },
  {
    id: 'C0PLATFORM',
    name: 'platform',
    topic: 'The people who run the services. Not opted in: the bot answers when it is asked.',
    optedIn: false,
  },
  {
    id: 'C0RANDOM',
    name: 'random',
    topic: 'Everything else. Not opted in: the bot says nothing here by itself.',
    optedIn: false,
  },
];

/** Everybody else is a guest of the workspace. */
const OWN_DOMAINS = /@acme(?:-labs)?\.test$/;

/** The company's people as Slack users, each with a handle of their own. */
function peopleOf(clock: Clock): EmulatedUser[] {
  const taken = new Set<string>();
  return acmeWorld(clock).users.map((user, index) => {
    const [name = '', domain = ''] = user.primaryEmail.split('@');
    const handle = taken.has(name) ? `${name}.${domain.split('.')[0]}` : name;
    taken.add(handle);
    return {
      id: `U0${String(index + 1).padStart(5, '0')}`,
      name: handle,
      realName: user.fullName,
      email: user.primaryEmail,
      ...(OWN_DOMAINS.test(user.primaryEmail) ? {} : { isRestricted: true }),
    };
  });
}

interface AnsweredWatch {
  /** For the bot's log. */
  readonly stream: Writable;
  /** Resolves when the bot says that it has answered the next command of a person. */
  readonly next: (user: string) => Promise<void>;
}

function answeredWatch(): AnsweredWatch {
  const waiting: { readonly user: string; readonly done: () => void }[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const line = chunk.toString();
      if (line.includes('Answered a command')) {
        // The page may ask for somebody else at the same time.
        const at = waiting.findIndex(({ user }) => line.includes(`"${user}"`));
        if (at >= 0) waiting.splice(at, 1)[0]?.done();
      }
      done();
    },
  });
  return { stream, next: (user) => new Promise((done) => waiting.push({ user, done })) };
}

/** Sets everything up. Whatever was started is ended again when something after it fails. */
export async function openStage(clock: Clock, options: StageOptions = {}): Promise<Stage> {
  const started: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    return await raise(clock, options, started, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function raise(
  clock: Clock,
  options: StageOptions,
  started: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<Stage> {
  const people = peopleOf(clock);
  const own = people.flatMap(({ id, isRestricted }) => (isRestricted ? [] : [id]));
  const manifest = readManifest();
  const redis = options.redis === false ? 'Redis was not asked for.' : await openRedis();
  if (typeof redis !== 'string') started.push(() => redis.close());
  const slack = await startSlackEmulator({
    clock,
    users: people,
    // Guests are let into the channel for help only.
    channels: CHANNELS.map((channel) => (channel.optedIn ? channel : { ...channel, members: own })),
    scopes: manifest.scopes,
    subscriptions: manifest.events,
    validate: validateMessage,
  });
  started.push(() => slack.close());
  const company = await openCompany(
    clock,
    {
      SLACK_API_URL: slack.url,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      // The page tells the bot's health; another sandbox may have the usual port.
      PORT: '0',
      ...(typeof redis === 'string' ? {} : { REDIS_URL: redis.url }),
    },
    { channels: CHANNELS.filter(({ optedIn }) => optedIn).map(({ id }) => id) },
  );
  started.push(() => company.close());
  writeEarlierPolicies(company.google.world);
  const watch = answeredWatch();
  const bot = await openBot(company.config, company.environment, createLog('info', watch.stream));
  started.push(async () => {
    // A store that never answers must not keep the bot from stopping.
    if (typeof redis !== 'string' && redis.state() === 'frozen') await redis.start();
    await bot.stop();
  });
  return {
    clock,
    company,
    slack,
    bot,
    redis,
    manifest,
    people,
    channels: CHANNELS,
    ask: async (user, text) => {
      const seen = slack.state.ephemerals.length;
      const answered = watch.next(user.id);
      await slack.slash(user.id, HELP_CHANNEL, text);
      await answered;
      await slack.settled();
      return slack.state.ephemerals
        .slice(seen)
        .filter((message) => message.user === user.id)
        .map(messageText)
        .join('\n\n');
    },
    close,
  };
}
