/** The sandbox at a prompt: the real bot against an emulated Slack, typed at by whichever person one chooses. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { createLog } from '../log.js';
import { type Bot, openBot } from '../main.js';
import { suggest } from '../names/suggest.js';
import type { Clock } from '../store/ports.js';
import { type Company, openCompany } from './company.js';
import { messageText } from './message-text.js';
import { type EmulatedUser, type SlackEmulator, startSlackEmulator } from './slack/index.js';
import { acmeWorld, sandboxServices } from './world.js';

const CHANNEL = 'C0HELP';
const CHANNEL_NAME = 'help-access';

export interface Stage {
  readonly company: Company;
  readonly slack: SlackEmulator;
  readonly bot: Bot;
  readonly people: readonly EmulatedUser[];
  /** Types a line as a person and gives what they see in the end. */
  readonly ask: (user: EmulatedUser, text: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** The company's people as Slack users; the administrator of the sandbox is one of them. */
function peopleOf(clock: Clock): EmulatedUser[] {
  return acmeWorld(clock).users.map((user, index) => ({
    id: `U0${String(index + 1).padStart(5, '0')}`,
    name: user.primaryEmail.slice(0, user.primaryEmail.indexOf('@')),
    realName: user.fullName,
    email: user.primaryEmail,
  }));
}

/** Resolves for each command when the bot's own log says that it has answered it. */
function answeredWatch(): { readonly stream: Writable; readonly next: () => Promise<void> } {
  const waiting: (() => void)[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (chunk.toString().includes('Answered a command')) waiting.shift()?.();
      done();
    },
  });
  return { stream, next: () => new Promise((resolve) => waiting.push(resolve)) };
}

/** Sets everything up: Google, Slack, and the bot, unchanged, between them. */
export async function openStage(clock: Clock): Promise<Stage> {
  const people = peopleOf(clock);
  const slack = await startSlackEmulator({
    clock,
    users: people,
    channels: [{ id: CHANNEL, name: CHANNEL_NAME }],
  });
  const company = await openCompany(clock, {
    SLACK_API_URL: slack.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
  });
  const watch = answeredWatch();
  const bot = await openBot(company.config, company.environment, createLog('info', watch.stream));
  return {
    company,
    slack,
    bot,
    people,
    ask: async (user, text) => {
      const seen = slack.state.ephemerals.length;
      const answered = watch.next();
      await slack.slash(user.id, CHANNEL, text);
      await answered;
      await slack.settled();
      return slack.state.ephemerals
        .slice(seen)
        .filter((message) => message.user === user.id)
        .map(messageText)
        .join('\n\n');
    },
    close: async () => {
      await bot.stop();
      await slack.close();
      await company.close();
    },
  };
}

const WELCOME = `This is acme.test, a company that exists on this computer only. Type what its people would type in Slack:

  /iap why me dashboard      ask as the person you are now
  /iap probe gallery         walk the way to a service, and see where it ends
  /iap help                  what else can be asked
  as maya                    become somebody else
  people, services           who and what there is
  quit
`;

/** Reads lines until there are no more. */
export async function runPrompt(
  clock: Clock,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<number> {
  const stage = await openStage(clock);
  const lines = createInterface({ input, output, terminal: 'isTTY' in output && output.isTTY === true });
  const byName = (name: string): EmulatedUser | undefined =>
    stage.people.find((p) => p.name === name.toLowerCase() || p.email === name.toLowerCase());
  let speaker = byName('maya') ?? stage.people[0];
  const say = (text: string): void => void output.write(`${text}\n`);
  say(WELCOME);
  lines.setPrompt(`${speaker?.name ?? ''}> `);
  lines.prompt();
  try {
    for await (const line of lines) {
      const words = line.trim().split(/\s+/);
      const [first = '', second = ''] = words;
      if (first === 'quit' || first === 'exit') break;
      if (first === 'people')
        say(stage.people.map((p) => `  ${p.name.padEnd(12)} ${p.email ?? ''}`).join('\n'));
      else if (first === 'services')
        say(sandboxServices.map((s) => `  ${s.name.padEnd(12)} ${s.url ?? ''}`).join('\n'));
      else if (first === 'as') {
        const other = byName(second);
        const near = suggest(
          second,
          stage.people.map((p) => p.name),
        );
        if (other) speaker = other;
        else say(`There is nobody called ${second}.${near === undefined ? '' : ` Did you mean ${near}?`}`);
      } else if (first !== '' && speaker) {
        say(await stage.ask(speaker, line.trim().replace(/^\/iap\b\s*/, '')));
      }
      lines.setPrompt(`${speaker?.name ?? ''}> `);
      lines.prompt();
    }
  } finally {
    lines.close();
    await stage.close();
  }
  return 0;
}
