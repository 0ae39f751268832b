/** What whoever runs the bot looks at: metrics, the audit of questions, and how the bot is. Put together once for `main`. */

import type { Ended } from './audit/record.js';
import { createTrail } from './audit/trail.js';
import type { BotReport, LookAtBot } from './diagnosis/status/bot.js';
import type { Log } from './log.js';
import type { MetricsPage } from './metrics/ports.js';
import { createPrometheus, type Prometheus } from './metrics/prometheus.js';
import type { Clock, FactCache } from './store/ports.js';
import type { Jobs } from './store/ports-jobs.js';
import type { Notes } from './store/ports-notes.js';
import type { Outbox, OutboxSender } from './store/ports-outbox.js';
import { version } from './version.js';

/** A screen of dead letters; the rest is in the log. */
const MOST_GIVEN_UP = 20;
const NO_JOBS = { waiting: 0, delayed: 0, active: 0, dead: 0, complete: true } as const;

/** The registry of this process; it is made first, since everything else is counted in it. */
export const openMetrics = (): Prometheus => createPrometheus({ version: version(), node: process.version });

export interface OperationsParts {
  readonly metrics: Prometheus;
  readonly cache: FactCache;
  readonly notes: Notes;
  readonly openJobs: (kinds: readonly string[]) => Jobs;
  readonly openOutbox: (sender: OutboxSender) => Outbox;
  readonly clock: Clock;
  readonly log: Log;
}

/** The running Slack side as it is looked at from here. */
interface Running {
  readonly mode: 'socket' | 'http';
  ready(): { readonly ok: boolean; readonly why: string | undefined };
}

export interface OperationsDesk {
  /** What the Slack side is given: counting, the page of it, and how Redis is. */
  readonly forSlack: {
    readonly metrics: Prometheus;
    readonly page: () => Promise<MetricsPage>;
    readonly redis: () => { readonly connected: boolean } | undefined;
  };
  /** The same as the parts', looked at on the way. */
  readonly openJobs: OperationsParts['openJobs'];
  readonly openOutbox: OperationsParts['openOutbox'];
  readonly heard: (ended: Ended) => void;
  readonly look: LookAtBot;
  /** From now on it can be told how the way to Slack is. */
  started(slack: Running): void;
  /** Resolves when every question heard has been written down. */
  settled(): Promise<void>;
}

export function openOperations(parts: OperationsParts): OperationsDesk {
  const { metrics, cache, notes, clock, log } = parts;
  const trail = createTrail({ notes, clock, log, metrics });
  let jobs: Jobs | undefined;
  let outbox: Outbox | undefined;
  let slack: Running | undefined;

  const redis = (): { readonly connected: boolean; readonly problem: string | undefined } | undefined => {
    const facts = cache.health();
    if (facts.kind === 'memory') return undefined;
    const work = jobs?.health();
    return work === undefined || !facts.connected ? facts : work;
  };
  const counts = () => jobs?.counts() ?? Promise.resolve(NO_JOBS);
  const letters = async () => (await jobs?.dead())?.letters ?? [];

  metrics.watch('ready', () =>
    slack === undefined ? undefined : [{ labels: {}, value: slack.ready().ok ? 1 : 0 }],
  );
  metrics.watch('redis_connected', () => {
    const seen = redis();
    return seen && [{ labels: {}, value: seen.connected ? 1 : 0 }];
  });
  metrics.watch('jobs', async () => {
    const { waiting, delayed, active, dead } = await counts();
    return Object.entries({ waiting, delayed, active, dead }).map(([state, value]) => ({
      labels: { state },
      value,
    }));
  });
  metrics.watch('dead_letters', async () => {
    const kinds = new Map<string, number>();
    for (const { kind } of await letters()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    return [...kinds].map(([kind, value]) => ({ labels: { kind }, value }));
  });
  metrics.watch('outbox_waiting', async () => {
    const waiting = await outbox?.waiting();
    return waiting && [{ labels: {}, value: waiting.messages }];
  });

  const look = async (questions: number): Promise<BotReport> => {
    const [{ complete, ...work }, dead, waiting, audit] = await Promise.all([
      counts(),
      letters(),
      outbox?.waiting() ?? { messages: 0, complete: true },
      trail.newest(questions),
    ]);
    const { since, ...asked } = trail.totals();
    const seen = redis();
    const { ok, why } = slack?.ready() ?? { ok: false, why: 'starting' };
    return {
      version: version(),
      since,
      slack: { mode: slack?.mode ?? 'socket', ready: ok, why: why ?? null },
      redis: seen === undefined ? null : { connected: seen.connected, problem: seen.problem ?? null },
      jobs: { ...work, onlyHere: jobs?.health().onlyHere ?? 0, complete },
      givenUp: dead.slice(0, MOST_GIVEN_UP).map(({ kind, id, reason, attempts, diedAt }) => ({
        ...{ kind, id, reason, attempts },
        at: new Date(diedAt).toISOString(),
      })),
      outbox: { waiting: waiting.messages, complete: waiting.complete },
      asked,
      audit,
    };
  };

  return {
    forSlack: { metrics, page: () => metrics.page(), redis },
    openJobs(kinds) {
      jobs = parts.openJobs(kinds);
      return jobs;
    },
    openOutbox(sender) {
      outbox = parts.openOutbox(sender);
      return outbox;
    },
    heard: trail.heard,
    look,
    started(running) {
      slack = running;
    },
    settled: () => trail.settled(),
  };
}
