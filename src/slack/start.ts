/** Starts the Slack bot: connects the commands to Bolt, in Socket Mode or over HTTP, and stops it without losing answers. */
import { setMaxListeners } from 'node:events';
import { App, type SlashCommand, webApi } from '@slack/bolt';
import { ASK } from '../render/blocks.js';
import { answerCommand, type Command, type CommandPorts } from './command.js';
import { type Click, createKeptAnswers, EVIDENCE, type EvidencePorts, showEvidence } from './evidence.js';
import { answerHealth, type Health } from './health.js';
import { httpMode } from './http-mode.js';
import { createHttpServer, type HttpServer } from './http-server.js';
import { createInFlight, type InFlight } from './in-flight.js';
import { boltLogger, whatWentWrong } from './log.js';
import { SLACK_TIMES, type SlackOptions, SlackStartError, type SlackTimes } from './options.js';
import { createPeople } from './people.js';
import { createSlots } from './slots.js';
import { socketMode } from './socket-mode.js';
import type { SpeakerSources } from './speaker.js';
import type { Transport } from './transport.js';
import { clientOptions, userInfo, type Workspace, waysRound, whoAmI } from './web-client.js';

/** Time for the last words to people whose answers were cut off. */
const LAST_WORDS_MS = 5_000;
/** As many as the Web API client lets out. */
const MOST_POSTS_AT_ONCE = 100;

export interface Slack {
  readonly mode: 'socket' | 'http';
  /** The port of health (and, over HTTP, of Slack's requests); undefined when it could not be opened. */
  readonly port: number | undefined;
  /** Whether commands can arrive and be answered now. */
  ready(): { readonly ok: boolean; readonly why: string | undefined };
  /**
   * Takes no more commands, waits for the answers being made, tells those it cannot wait for, then closes.
   * Never throws; a second call waits for the first.
   */
  stop(): Promise<void>;
}

/**
 * Starts the bot and resolves when commands can arrive. Socket Mode when there is an app token, else HTTP with
 * signatures. Rejects with a {@link SlackStartError}.
 */
export async function startSlack(options: SlackOptions): Promise<Slack> {
  const times: SlackTimes = { ...SLACK_TIMES, ...options.times };
  const { environment, logger: log } = options;
  const calls = clientOptions(environment.slackApiUrl, times.callMs, log);
  const token = need(environment.slackBotToken, 'no-bot-token', 'SLACK_BOT_TOKEN', 'the bot token (xoxb-…)');
  const client = new webApi.WebClient(token, calls);
  const workspace = await whoAmI(client);

  let stopped: Promise<void> | undefined;
  const ready: Slack['ready'] = () => {
    const why = stopped === undefined ? transport.missing() : 'stopping';
    return { ok: why === undefined, why };
  };
  const transport = transportFor(options, calls, times, { ready });
  const inFlight = createInFlight();
  const cutOff = new AbortController();
  // Every answer being made listens to it.
  setMaxListeners(0, cutOff.signal);
  const kept = createKeptAnswers(options.clock);
  const sources: SpeakerSources = {
    people: createPeople((id) => userInfo(client, id), options.clock),
    team: workspace.team,
    admins: options.config.slack.admins,
    isInGroup: options.isInGroup,
  };
  const { renderEvidence } = options;
  const evidence = renderEvidence && { answers: kept, renderEvidence, sources, client, log };
  attach(transport, workspace, token, calls, options, inFlight, evidence, {
    ...options,
    sources,
    kept,
    posting: { fetch, slots: createSlots(MOST_POSTS_AT_ONCE), postMs: times.postMs },
    waysRound: (command) => waysRound(client, command),
    loopback: environment.slackApiUrl !== undefined,
    times,
    stopping: cutOff.signal,
    log,
  });
  await transport.start();
  const mode = environment.slackAppToken === undefined ? 'http' : 'socket';
  const health = mode === 'socket' ? await healthServer({ ready }, options) : undefined;
  log.debug({ mode, port: transport.port ?? health?.port }, 'Commands can arrive');

  async function stop(): Promise<void> {
    await transport.stop();
    if (!(await inFlight.settled(times.drainMs))) {
      cutOff.abort();
      if (!(await inFlight.settled(LAST_WORDS_MS)))
        log.error({ left: inFlight.size }, 'Stopped with answers left');
    }
    await health?.close(0);
  }
  return {
    mode,
    get port() {
      return transport.port ?? health?.port;
    },
    ready,
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

function need(
  value: string | undefined,
  code: 'no-bot-token' | 'no-signing-secret',
  variable: string,
  what: string,
): string {
  if (value !== undefined && value !== '') return value;
  throw new SlackStartError(code, `${variable} is not set.`, `Set ${variable} to ${what} of the Slack app.`);
}

function transportFor(
  { environment, logger, clock }: SlackOptions,
  calls: webApi.WebClientOptions,
  times: SlackTimes,
  health: Health,
): Transport {
  if (environment.slackAppToken !== undefined)
    return socketMode(environment.slackAppToken, calls, times, logger);
  const signingSecret = need(
    environment.slackSigningSecret,
    'no-signing-secret',
    'SLACK_SIGNING_SECRET',
    'the signing secret (or SLACK_APP_TOKEN to an app token, for Socket Mode)',
  );
  return httpMode({ signingSecret, port: environment.port, now: () => clock.now(), health, log: logger });
}

function attach(
  transport: Transport,
  workspace: Workspace,
  botToken: string,
  calls: webApi.WebClientOptions,
  { logger }: SlackOptions,
  inFlight: InFlight,
  evidence: EvidencePorts | undefined,
  ports: CommandPorts,
): void {
  const { botId, botUserId } = workspace;
  const app = new App({
    receiver: transport.receiver,
    // Known since the start: no call to Slack stands between a command and its acknowledgement.
    authorize: async () => ({
      botToken,
      ...(botId === undefined ? {} : { botId }),
      ...(botUserId === undefined ? {} : { botUserId }),
    }),
    clientOptions: calls,
    convoStore: false,
    logger: boltLogger(logger),
  });
  const answerOf = (command: Command): void =>
    inFlight.add(
      answerCommand(command, ports).catch((error: unknown) =>
        logger.error({ error: whatWentWrong(error) }, 'A command was left without an answer'),
      ),
    );
  // Whatever the app calls its command (`/iap`, `/iap-staging`), it is answered.
  app.command(/^/, async ({ ack, command }) => {
    try {
      await ack();
    } catch (error) {
      // The socket may go away at this very moment; the answer does not need it.
      logger.warn({ error: whatWentWrong(error) }, 'A command could not be acknowledged');
    }
    const read = commandOf(command);
    if (read === undefined) {
      logger.warn({}, 'A command came without a person');
      return;
    }
    answerOf(read);
  });
  // Slack reports clicks on link buttons too, and shows an error by the button unless somebody takes them.
  app.action(/.*/, async ({ ack, action, body }) => {
    await ack();
    const click = clickOf(action, body);
    if (evidence && click?.kind === 'evidence') inFlight.add(showEvidence(click, evidence));
    if (click?.kind === 'question') answerOf(click.command);
  });
  app.error(async (error) =>
    logger.error({ error: whatWentWrong(error) }, 'Bolt could not handle a request'),
  );
}

type Clicked =
  | ({ readonly kind: 'evidence' } & Click)
  | { readonly kind: 'question'; readonly command: Command };

/** What a click asks for; nothing for a button that only leads somewhere. */
function clickOf(action: unknown, body: unknown): Clicked | undefined {
  const read = (value: unknown, ...path: readonly string[]): string | undefined => {
    let at: unknown = value;
    for (const step of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined;
    return typeof at === 'string' && at !== '' ? at : undefined;
  };
  const [userId, triggerId, value] = [
    read(body, 'user', 'id'),
    read(body, 'trigger_id'),
    read(action, 'value'),
  ];
  const teamId = read(body, 'team', 'id');
  if (userId === undefined || triggerId === undefined || value === undefined) return undefined;
  switch (read(action, 'action_id')) {
    case EVIDENCE:
      return { kind: 'evidence', userId, teamId, triggerId, reference: value };
    case ASK:
      return {
        kind: 'question',
        command: {
          text: value,
          userId,
          teamId,
          triggerId,
          channelId: read(body, 'channel', 'id'),
          responseUrl: read(body, 'response_url'),
        },
      };
    default:
      return undefined;
  }
}

/** Slack's payload as it is used here; nothing when it names nobody who could be answered. */
function commandOf(command: SlashCommand): Command | undefined {
  const read = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const userId = read(command.user_id);
  if (userId === undefined) return undefined;
  return {
    text: read(command.text) ?? '',
    userId,
    teamId: read(command.team_id),
    channelId: read(command.channel_id),
    responseUrl: read(command.response_url),
    triggerId: read(command.trigger_id),
  };
}

/** Platforms probe a port even where Slack needs none. A port already taken is no reason not to start. */
async function healthServer(health: Health, options: SlackOptions): Promise<HttpServer | undefined> {
  const server = createHttpServer((request, response) => {
    const path = (request.url ?? '').split('?')[0];
    if (!answerHealth(path, request, response, health)) response.writeHead(404).end();
  });
  try {
    await server.listen(options.environment.port);
    return server;
  } catch (error) {
    options.logger.warn({ error: whatWentWrong(error) }, 'No health page: the port could not be opened');
    return undefined;
  }
}
