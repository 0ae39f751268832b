/** Starts the Slack bot: connects the commands to Bolt, in Socket Mode or over HTTP, and stops it without losing answers. */
import { setMaxListeners } from 'node:events';
import { webApi } from '@slack/bolt';
import { type Metrics, silent } from '../metrics/ports.js';
import { inTurns } from './asking/in-turns.js';
import { createKeptAnswers } from './asking/kept/answers.js';
import type { Desk } from './desk.js';
import { createServiceDirectory } from './directory.js';
import { connect } from './dispatch.js';
import { features } from './features/index.js';
import { createInFlight } from './in-flight.js';
import { type Log, whatWentWrong } from './log.js';
import { SLACK_TIMES, type SlackOptions, SlackStartError, type SlackTimes } from './options.js';
import { createPeople } from './people/people.js';
import { createComposers } from './saying/composed.js';
import { countedFetch } from './saying/counted-fetch.js';
import { createSender } from './saying/sender.js';
import { createSlots } from './saying/slots.js';
import { createWayOut } from './saying/way-out.js';
import { clientOptions, userInfo, whoAmI } from './saying/web-client.js';
import { STOP_WITHIN_MS, stopTimes } from './stop-times.js';
import { answerHealth, type Health, type HealthParts } from './transport/health.js';
import { httpMode } from './transport/http-mode.js';
import { createHttpServer, type HttpServer } from './transport/http-server.js';
import { socketMode } from './transport/socket-mode.js';
import type { Transport } from './transport/transport.js';

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
  const metrics: Metrics = options.operations?.metrics ?? silent;
  const calls = clientOptions(environment.slackApiUrl, times.callMs, log, metrics);
  const token = need(environment.slackBotToken, 'no-bot-token', 'SLACK_BOT_TOKEN', 'the bot token (xoxb-…)');
  const client = new webApi.WebClient(token, calls);
  const workspace = await whoAmI(client);

  let stopped: Promise<void> | undefined;
  const ready: Slack['ready'] = () => {
    const why = stopped === undefined ? transport.missing() : 'stopping';
    return { ok: why === undefined, why };
  };
  const mode = environment.slackAppToken === undefined ? 'http' : 'socket';
  const health = healthOf(options, mode, ready);
  const transport = transportFor(options, calls, times, health);
  const inFlight = createInFlight();
  const cutOff = new AbortController();
  // Every answer being made listens to it.
  setMaxListeners(0, cutOff.signal);
  const jobs = options.openJobs(features.flatMap(({ kinds }) => kinds ?? []));
  const composers = createComposers();
  // A call whose answer got lost may have been carried out: the outbox looks before it posts again, the client would not.
  const once = new webApi.WebClient(token, { ...calls, retryConfig: { retries: 0 } });
  const outbox = options.openOutbox(createSender(once, workspace, log, composers));
  const { renderEvidence } = options;
  const desk: Desk = {
    ...options,
    ask: inTurns(options.ask),
    log,
    workspace,
    client,
    renderEvidence,
    sources: {
      people: createPeople((id) => userInfo(client, id), options.clock),
      team: workspace.team,
      admins: options.config.slack.admins,
      isInGroup: options.isInGroup,
    },
    buttonsFor: (given) =>
      features.flatMap(
        ({ name, offers }) => soundly(`buttons of ${name}`, log, () => offers?.(given, desk)) ?? [],
      ),
    directory: createServiceDirectory(options.config, options.listPlaces, options.clock, log),
    jobs,
    out: createWayOut(outbox, client, log, composers),
    kept: createKeptAnswers(options.clock, options.notes),
    posting: { fetch: countedFetch(metrics), slots: createSlots(MOST_POSTS_AT_ONCE), postMs: times.postMs },
    loopback: environment.slackApiUrl !== undefined,
    times,
    stopping: cutOff.signal,
    metrics,
    heard(heard) {
      options.heard?.(heard);
      for (const { name, hears } of features)
        soundly(`the hearing of ${name}`, log, () => hears?.(heard, desk));
    },
    follow: (what, work) =>
      inFlight.add(
        work.catch((error: unknown) =>
          log.error({ what, error: whatWentWrong(error) }, 'Something in Slack was left without an answer'),
        ),
      ),
  };
  connect(transport, features, desk, token, calls);
  for (const { start } of features) start?.(desk);
  try {
    await transport.start();
  } catch (error) {
    await Promise.all([jobs.drain(0), outbox.close()]);
    throw error;
  }
  const page = mode === 'socket' ? await healthServer(health, options) : undefined;
  log.debug({ mode, port: transport.port ?? page?.port }, 'Commands can arrive');

  async function stop(): Promise<void> {
    const time = stopTimes(environment.stopWithinMs ?? STOP_WITHIN_MS);
    await transport.stop();
    if (!(await inFlight.settled(options.times?.drainMs ?? time.drainMs))) {
      cutOff.abort();
      if (!(await inFlight.settled(time.lastWordsMs)))
        log.error({ left: inFlight.size }, 'Stopped with answers left');
    }
    const [work, posts] = [await jobs.drain(time.handBackMs), await outbox.close()];
    if (work.lost + posts.lost > 0)
      log.error({ jobs: work.lost, posts: posts.lost }, 'Stopped with work that is kept nowhere else');
    await page?.close(0);
  }
  return {
    mode,
    get port() {
      return transport.port ?? page?.port;
    },
    ready,
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** What a feature gives beside an answer; when it fails, the answer goes without. */
function soundly<T>(what: string, log: Log, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    log.error({ what, error: whatWentWrong(error) }, 'A feature failed beside an answer');
    return undefined;
  }
}

/** What the pages of health and metrics show. */
function healthOf(
  { operations }: SlackOptions,
  mode: HealthParts['slack']['mode'],
  ready: Slack['ready'],
): Health {
  return {
    ready,
    metrics: operations?.page,
    parts: () => {
      const { ok, why } = ready();
      const redis = operations?.redis();
      return {
        slack: { ok, mode, ...(why === undefined ? {} : { why }) },
        ...(redis === undefined ? {} : { redis: { ok: redis.connected } }),
      };
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
