/** What the Slack side is given by the composition root, and the times it keeps. */
import type { Ask } from '../app.js';
import type { Config, Environment } from '../config.js';
import type { Metrics, MetricsPage } from '../metrics/ports.js';
import type { Clock, Once } from '../store/ports.js';
import type { Jobs } from '../store/ports-jobs.js';
import type { Notes } from '../store/ports-notes.js';
import type { Outbox, OutboxSender } from '../store/ports-outbox.js';
import type { CommandTimes } from './asking/command.js';
import type { Heard } from './desk.js';
import type { ListPlaces } from './directory.js';
import type { RenderEvidence } from './features/evidence.js';
import type { Log } from './log.js';
import type { IsInGroup, MembersOf } from './people/who-may-ask.js';
import type { Render } from './saying/message.js';

/** All in milliseconds. */
export interface SlackTimes extends CommandTimes {
  /** How long stopping waits for answers being made. */
  readonly drainMs: number;
  /** How long starting keeps trying to reach Slack. */
  readonly startMs: number;
  /** For one call of the Web API. */
  readonly callMs: number;
  /** Wait before connecting again after a connection failed, doubled each time up to thirty seconds. */
  readonly reconnectMs: number;
  /** How many times faster than Google's own times a watch looks again; 1, except where nobody can wait for those. */
  readonly watchPace: number;
  /** The number of people in an incident's message is brought up to date at most this often. */
  readonly incidentEditMs: number;
  /** How soon it is looked whether an incident is over; later less and less often. */
  readonly incidentLookMs: number;
}

export const SLACK_TIMES: SlackTimes = {
  lookingAfterMs: 700,
  progressEveryMs: 3_000,
  postMs: 8_000,
  questionMs: 8_000,
  answerMs: 20_000,
  drainMs: 10_000,
  startMs: 30_000,
  callMs: 5_000,
  reconnectMs: 500,
  watchPace: 1,
  incidentEditMs: 5_000,
  incidentLookMs: 30_000,
};

export interface Operations {
  readonly metrics: Metrics;
  /** What stands at `/metrics`. */
  readonly page: () => Promise<MetricsPage>;
  /** How the configured Redis is; undefined where none is. */
  readonly redis: () => { readonly connected: boolean } | undefined;
}

export interface SlackOptions {
  readonly ask: Ask;
  readonly environment: Environment;
  readonly config: Config;
  readonly render: Render;
  /** What stands behind the button "Evidence"; absent: no such button is offered. */
  readonly renderEvidence?: RenderEvidence;
  readonly logger: Log;
  readonly clock: Clock;
  /** Keeps one command from being answered twice, among all processes that share the store. */
  readonly once: Once;
  /** Remembered for a while by all processes that share the store. */
  readonly notes: Notes;
  /** Durable work of these kinds. Closed by the Slack side when it stops. */
  readonly openJobs: (kinds: readonly string[]) => Jobs;
  /** The paced way out. Closed by the Slack side when it stops. */
  readonly openOutbox: (sender: OutboxSender) => Outbox;
  /** Lists the places behind IAP, for recognising what people write about. */
  readonly listPlaces: ListPlaces;
  /** Hears of every question when it has ended: for the audit and the metrics. */
  readonly heard?: (heard: Heard) => void;
  /** What counts, and what is told about how things are; absent: nothing is counted and there is no `/metrics`. */
  readonly operations?: Operations;
  readonly newReference: () => string;
  /** Asked for the groups in `slack.admins`. */
  readonly isInGroup: IsInGroup;
  /** Lists the people of a group that owns a service; absent: such owners cannot be asked. */
  readonly membersOf?: MembersOf;
  readonly times?: Partial<SlackTimes>;
}

/** The bot could not be started; `remedy` says what whoever runs it has to do. */
export class SlackStartError extends Error {
  readonly code: 'no-bot-token' | 'no-signing-secret' | 'token-refused' | 'slack-unreachable' | 'port-taken';
  readonly remedy: string;

  constructor(code: SlackStartError['code'], message: string, remedy: string) {
    super(message);
    this.name = 'SlackStartError';
    this.code = code;
    this.remedy = remedy;
  }
}
