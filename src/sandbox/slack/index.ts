/** Slack emulated over real sockets: Web API, Socket Mode, signed HTTP deliveries and response addresses. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../store/ports.js';
import type { Context } from './context.js';
import { createFaults, type Faults } from './faults.js';
import { sendJson } from './http.js';
import { createLimits, type ValidateMessage } from './limits.js';
import { eventsOf, SUBSCRIPTIONS } from './message-events.js';
import { eventPayload } from './payloads.js';
import { createPeopleDo, type PeopleDo } from './people-do.js';
import { createPostOffice, type PostOffice } from './post-office.js';
import { createRates, type Pace, type RateOptions } from './rates.js';
import { createResponseUrls } from './response-urls.js';
import { createSocketServer, type SocketServer } from './socket-server.js';
import { createTriggers } from './triggers.js';
import type { Ack, EmulatedChannel, EmulatedUser } from './types.js';
import { answerApi } from './web-api.js';
import { createWorkspace, type Identity, type Workspace } from './workspace.js';

export type { Parcel } from './deliver.js';
export { pingsOf } from './pings.js';
export { sign } from './push.js';
export type * from './types.js';
export type { Channel, Workspace } from './workspace.js';

export interface SlackEmulatorOptions {
  /** A free one by default. */
  readonly port?: number;
  readonly clock?: Clock;
  readonly users: readonly EmulatedUser[];
  readonly channels: readonly EmulatedChannel[];
  /** Members of user groups by the group's id (`S…`). */
  readonly usergroups?: Readonly<Record<string, readonly string[]>>;
  readonly signingSecret?: string;
  /** Where the app takes deliveries over HTTP, in turn where there are several; without it they go over Socket Mode. */
  readonly requestUrl?: string | readonly string[];
  readonly botToken?: string;
  readonly appToken?: string;
  /** Bot scopes the installed app was given. */
  readonly scopes?: readonly string[];
  /** Event subscriptions, e.g. `message.channels`, `app_mention`. */
  readonly subscriptions?: readonly string[];
  /** Rate limits; a second between the posts of one channel by default, after a short burst. */
  readonly rates?: RateOptions;
  /** Checks messages further; everything the app shows is checked against Slack's limits anyway. */
  readonly validate?: ValidateMessage;
  readonly ackWithinMs?: number;
  /** Slack repeats an event almost at once, after one minute and after five. */
  readonly retryDelaysMs?: readonly number[];
  /** Waits before a repetition; real time by default. */
  readonly retryWait?: (ms: number) => Promise<void>;
  readonly replaceOnCommands?: boolean;
}

export interface SlackEmulator extends PeopleDo, Pick<PostOffice, 'events' | 'hold' | 'redeliver'> {
  /** For `SLACK_API_URL`: `http://127.0.0.1:PORT/api/`. */
  readonly url: string;
  readonly port: number;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** Everything visible, alive. */
  readonly state: Workspace;
  readonly faults: Faults;
  /** How fast the app posts. */
  readonly pace: Pace;
  readonly sockets: Pick<SocketServer, 'open' | 'refresh' | 'drop' | 'sendRaw'>;
  /** Sends deliveries to this address (or these, in turn) from now on; undefined means Socket Mode. */
  deliverTo(requestUrl: string | readonly string[] | undefined): void;
  /** Sends any event to the app. */
  event(event: object): Promise<Ack>;
  /** Slack's check of a request address: true when the challenge comes back. */
  verifyUrl(): Promise<boolean>;
  /** Resolves when no delivery is under way; held ones do not count. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const IDENTITY: Identity = {
  team: { id: 'T0ACME', domain: 'acme', name: 'Acme' },
  appId: 'A0DOCTOR',
  bot: { userId: 'U0DOCTOR', botId: 'B0DOCTOR', name: 'iap-doctor' },
};
/** What the app's manifest asks for. */
const SCOPES = [
  'commands',
  'chat:write',
  'channels:history',
  'groups:history',
  'im:history',
  'im:write',
  'app_mentions:read',
  'users:read',
  'users:read.email',
  'reactions:write',
];

const listOf = (urls: string | readonly string[] | undefined): readonly string[] =>
  urls === undefined ? [] : typeof urls === 'string' ? [urls] : urls;

/** Starts the emulator on this computer. Close it when done. */
export async function startSlackEmulator(options: SlackEmulatorOptions): Promise<SlackEmulator> {
  const clock = options.clock ?? { now: () => Date.now() };
  const workspace = createWorkspace(IDENTITY, options.users, options.channels, clock);
  const tickets = new Set<string>();
  const rates = createRates(clock, options.rates);
  let port = 0;
  let urls = listOf(options.requestUrl);
  let turn = 0;
  const context: Context = {
    workspace,
    faults: createFaults(),
    triggers: createTriggers(clock),
    botToken: options.botToken ?? 'xoxb-emulator',
    appToken: options.appToken ?? 'xapp-emulator',
    signingSecret: options.signingSecret ?? 'emulated-signing-secret',
    scopes: options.scopes ?? SCOPES,
    usergroups: options.usergroups ?? {},
    newSocketUrl() {
      const ticket = workspace.nextId('ticket-');
      tickets.add(ticket);
      return `ws://127.0.0.1:${port}/link/?ticket=${ticket}&app_id=${workspace.appId}`;
    },
    rates,
    ...createLimits(workspace.violations, options.validate),
  };
  const base = () => `http://127.0.0.1:${port}`;
  const responseUrls = createResponseUrls(base, context, options.replaceOnCommands ?? true);

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (!response.headersSent) sendJson(response, 500, { ok: false, error: String(error) });
    });
  });
  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path.startsWith('/api/')) return answerApi(path.slice('/api/'.length), request, response, context);
    if (request.method === 'POST' && /^\/(?:commands|actions)\//.test(path))
      return responseUrls.answer(path, request, response);
    sendJson(response, 404, { ok: false, error: 'not_found' });
  }
  const sockets = createSocketServer(
    server,
    workspace,
    (ticket) => ticket !== null && tickets.delete(ticket),
  );

  const closing = new AbortController();
  const post = createPostOffice(context, {
    sockets,
    requestUrl: () => (urls.length === 0 ? undefined : urls[turn++ % urls.length]),
    ackWithinMs: options.ackWithinMs ?? 3_000,
    retryDelaysMs: options.retryDelaysMs ?? [0, 60_000, 300_000],
    wait: options.retryWait ?? ((ms) => wait(ms, undefined, { signal: closing.signal })),
    closed: closing.signal,
  });
  const event = (body: object) =>
    post.send({ type: 'events_api', payload: eventPayload(workspace, body), acceptsResponsePayload: false });
  workspace.happenings.on((happening) => {
    for (const body of eventsOf(happening, options.subscriptions ?? SUBSCRIPTIONS, workspace))
      void event(body);
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    ...createPeopleDo(context, responseUrls, post.send),
    url: `${base()}/api/`,
    port,
    botToken: context.botToken,
    appToken: context.appToken,
    signingSecret: context.signingSecret,
    state: workspace,
    faults: context.faults,
    pace: rates.pace,
    sockets,
    deliverTo(next) {
      urls = listOf(next);
    },
    event,
    async verifyUrl() {
      const challenge = workspace.nextId('challenge-');
      const payload = { token: 'verification-token', challenge, type: 'url_verification' };
      const ack = await post.send({ type: 'events_api', payload, acceptsResponsePayload: false });
      const answer = ack.payload;
      return ack.ok && JSON.stringify(answer ?? '').includes(challenge);
    },
    events: post.events,
    hold: post.hold,
    redeliver: post.redeliver,
    settled: post.settled,
    async close() {
      closing.abort();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
