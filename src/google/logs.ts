/** Cloud Logging: entries, newest first (logging.googleapis.com v2). */
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { asker } from './api.js';
import type { Client } from './client.js';
import { pageOf } from './fields.js';
import { lazy } from './lazy.js';
import { mapLook } from './look.js';
import { createPace, type Pace } from './pace.js';
import type { LogsPort, RawLogEntry } from './ports.js';
import { pause } from './time.js';

const v2 = lazy(async () => {
  const { logging_v2 } = await import('googleapis/build/src/apis/logging/v2.js');
  return new logging_v2.Logging({});
});

/** An entry that is not even an object stays in its place, empty, so that its reader can count it as unreadable. */
const entry: z.ZodType<RawLogEntry> = z.record(z.string(), z.unknown()).catch({});
const entries = pageOf('entries', entry);

/** The most that one page may hold (Logging, `ListLogEntriesRequest.pageSize`). */
const PAGE_SIZE = 1000;

/** Sixty reads a minute and project (Logging quotas); a few are left for questions that do not wait. */
const PAGES_PER_MINUTE = 54;
/** How long a page waits for its turn when the end of the question is not known, in milliseconds. */
const PATIENCE_MS = 5_000;

const paced = (): Pace =>
  createPace({ perMinute: PAGES_PER_MINUTE, now: () => performance.now(), wait: pause });

/** Adapter of Cloud Logging. `now` is the clock that deadlines are measured by. */
export function logsPort(client: Client, now: () => number = Date.now, pace: Pace = paced()): LogsPort {
  const api = asker(client, 'logging');
  return {
    page: async ({ resourceNames, filter, limit }, token, call) => {
      const resource = `entries:list ${resourceNames.join(' ')}`;
      const patience = call.deadline === undefined ? PATIENCE_MS : Math.max(0, call.deadline - now());
      if (!(await pace.turn(call.signal, patience))) {
        const late = call.signal.aborted;
        return late
          ? api.refuse(resource, 'deadline', 'The time for this question was over.')
          : api.refuse(resource, 'throttled', 'The quota of log reads for this minute is used up.');
      }
      const pageSize = Math.max(1, Math.min(limit, PAGE_SIZE));
      const fixed = { resourceNames: [...resourceNames], filter, orderBy: 'timestamp desc', pageSize };
      const look = await api.read(resource, call, entries, async (options) =>
        (await v2()).entries.list(
          { requestBody: { ...fixed, ...(token === undefined ? {} : { pageToken: token }) } },
          options,
        ),
      );
      return mapLook(look, ({ items, next }) => ({ entries: items, next }));
    },
    entries: async ({ resourceNames, filter, limit }, call) => {
      const resource = `entries:list ${resourceNames.join(' ')}`;
      if (limit <= 0) return { ok: true, value: [] };
      const fixed = { resourceNames: [...resourceNames], filter, orderBy: 'timestamp desc' };
      const send: Parameters<typeof api.list>[3] = async (options, page) => {
        pace.count();
        return (await v2()).entries.list(
          { requestBody: { ...fixed, pageSize: Math.min(limit, PAGE_SIZE), ...page } },
          options,
        );
      };
      return api.list(resource, call, entries, send, limit);
    },
  };
}
